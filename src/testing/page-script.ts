import './page.js';
import { useFakeMicrophone } from './fake-microphone.js';

// A page that is not secure has no microphone, and the call on it says so.
if (navigator.mediaDevices) globalThis.fakeMicrophone = useFakeMicrophone();
