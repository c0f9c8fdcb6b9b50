import { openLine } from '../../test/helpers/line.js';
import type { Contestant } from '../contestant.js';
import { ElementCall } from '../element-call.js';
import { FloorCall } from '../floor/floor-call.js';
import { InstrumentedContext } from '../instruments/instrumented-context.js';
import {
  instrumentSockets,
  socketInstrument,
  type Passed,
} from '../instruments/instrumented-socket.js';

declare global {
  /** Given by the runner: when the emulator heard the last beep begin, wall time in ms. */
  var beepHeard: () => Promise<number>;
}

const contestants = { floor: FloorCall, 'live-call': ElementCall };
type Name = keyof typeof contestants;

/** When something next passes a socket, on the clock of the page, in ms. */
const passing = (wanted: Passed) =>
  new Promise<number>((resolve) => {
    socketInstrument.onpassed = (what, at) => what === wanted && resolve(at);
  });

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds from the click until the call is ready, and until the first chunk is on the wire. */
async function start(name: Name) {
  const call: Contestant = new contestants[name]();
  const line = await openLine({ persona: 'silent' });
  instrumentSockets();
  const firstChunk = passing('chunk');
  await pause(300);
  const click = performance.now();
  await call.start(line);
  const ready = performance.now() - click;
  const chunk = (await firstChunk) - click;
  await call.stop();
  return { ready, chunk };
}

/** Milliseconds from a beep to the server, from a voice to its sound, from `interrupted` to silence. */
async function latencies(name: Name, repeats: number) {
  const call: Contestant = new contestants[name]();
  const line = await openLine({ persona: 'silent' });
  instrumentSockets();
  globalThis.AudioContext = InstrumentedContext;
  await call.start(line);
  const context = InstrumentedContext.last!;
  await context.install();
  await pause(1000);
  const uplink: number[] = [];
  const sound: number[] = [];
  const silence: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const said = await context.beep();
    // Out of step with the chunks, so that every wait for the end of one occurs.
    await pause(150 + Math.random() * 40);
    uplink.push((await globalThis.beepHeard()) - said);
  }
  const change = (to: boolean) =>
    new Promise<number>((resolve) => {
      context.onsound = (sounding) => sounding === to && resolve(performance.now());
    });
  for (let i = 0; i < repeats; i++) {
    const [voice, sounds] = [passing('voice'), change(true)];
    await line.do({ say: 3 });
    sound.push((await sounds) - (await voice));
    await pause(200 + Math.random() * 40);
    const [interrupted, silent] = [passing('interrupted'), change(false)];
    await line.do({ interrupted: true });
    silence.push((await silent) - (await interrupted));
    await pause(600);
  }
  await call.stop();
  return { uplink, sound, silence };
}

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/**
 * The same as `latencies` on a page that does nothing else half of the time, in pieces of `piece` ms: from a beep to
 * the server, and from an interruption, right before such a piece, to silence.
 */
async function blocked(name: Name, repeats: number, piece: number) {
  const call: Contestant = new contestants[name]();
  const line = await openLine({ persona: 'silent' });
  globalThis.AudioContext = InstrumentedContext;
  await call.start(line);
  const context = InstrumentedContext.last!;
  await context.install();
  await pause(1000);
  const uplink: number[] = [];
  const silence: number[] = [];
  const timer = setInterval(block, 2 * piece, piece);
  for (let i = 0; i < repeats; i++) {
    const said = context.beep(Math.random() * 2 * piece);
    await pause(4 * piece + 300);
    uplink.push((await globalThis.beepHeard()) - (await said));
  }
  clearInterval(timer);
  for (let i = 0; i < repeats; i++) {
    const change = (to: boolean) =>
      new Promise<number>((resolve) => {
        context.onsound = (sounding, at) => sounding === to && resolve(at);
      });
    const sounds = change(true);
    await line.do({ say: 3 });
    await sounds;
    await pause(300);
    const silent = change(false);
    const request = new XMLHttpRequest();
    request.open('POST', new URL(`/lines/${line.id}/do`, line.baseUrl), false);
    request.send('{"interrupted":true}');
    const interrupted = Date.now();
    block(piece);
    silence.push((await silent) - interrupted);
    await pause(600);
  }
  await call.stop();
  return { uplink, silence };
}

/** Starts a call on the browser's own microphone and loudspeaker; `say` lets the model speak, in seconds. */
async function talk(name: Name) {
  const call: Contestant = new contestants[name]();
  const line = await openLine({ persona: 'silent' });
  await call.start(line);
  Object.assign(globalThis, { say: (seconds: number) => line.do({ say: seconds }) });
}

Object.assign(globalThis, { bench: { start, latencies, blocked, talk } });
