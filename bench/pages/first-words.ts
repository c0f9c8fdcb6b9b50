import { race } from '../../test/helpers/first-words/race.js';

Object.assign(globalThis, { bench: { race } });
