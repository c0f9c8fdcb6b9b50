import { race } from '../../helpers/first-words/race.js';

Object.assign(globalThis, { bench: { race } });
