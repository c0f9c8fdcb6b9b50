import { joinPcm, pcmFromBase64, pcmToBase64 } from '../../src/testing/emulator/pcm.js';
import { LivePeer } from '../../src/testing/emulator/live-peer.js';
import { choosePersona } from '../../src/testing/emulator/choose-persona.js';
import type { Script } from '../../src/testing/emulator/script.js';
import { Sessions } from '../../src/testing/emulator/sessions.js';
import type { Ear } from '../../src/testing/emulator/ear.js';
import type { Admission } from '../../src/testing/emulator/tokens.js';
import { FakeClock } from '../helpers/fake-clock.js';

/** A server message as the tests look at it. */
export interface Frame {
  readonly setupComplete?: object;
  readonly serverContent?: {
    readonly modelTurn?: { readonly parts: readonly Part[] };
    readonly interrupted?: boolean;
    readonly turnComplete?: boolean;
    readonly generationComplete?: boolean;
    readonly inputTranscription?: { readonly text: string };
    readonly outputTranscription?: { readonly text: string };
  };
  readonly usageMetadata?: Readonly<Record<string, unknown>>;
  readonly goAway?: object;
  readonly sessionResumptionUpdate?: { readonly newHandle?: string; readonly resumable: boolean };
}

interface Part {
  readonly inlineData: { readonly mimeType: string; readonly data: string };
}

/** The voice of the parrot in these tests: a tenth of a second of one level. */
export const parrotWords = new Int16Array(2_400).fill(5_000);

/** A peer with a clock of its own and everything it said written down. */
export const openPeer = (
  script: Script = {},
  {
    clock = new FakeClock(),
    sessions = new Sessions<Ear>(clock),
    admission = undefined as Admission | undefined,
  } = {},
) => {
  const frames: Frame[] = [];
  const raw: string[] = [];
  const closed: { code: number; reason: string }[] = [];
  const heard: Int16Array[] = [];
  const marks: string[] = [];
  const errors: string[] = [];
  const peer = new LivePeer(
    {
      script,
      persona: choosePersona(script.persona, () => parrotWords),
      version: 'v1beta',
      send: (frame) => (typeof frame === 'string' ? raw.push(frame) : frames.push(frame)),
      close: (code, reason) => {
        closed.push({ code, reason });
        peer.end();
      },
      setUp: () => undefined,
      heard: (samples) => heard.push(samples),
      streamEnded: () => undefined,
      marked: (type) => marks.push(type),
      wrote: () => undefined,
      turnEnded: () => undefined,
      protocolError: (text) => errors.push(text),
    },
    clock,
    sessions,
    admission,
  );
  const send = (message: object) => peer.receive(JSON.stringify(message));
  return {
    peer,
    clock,
    sessions,
    frames,
    raw,
    closed,
    heard,
    marks,
    errors,
    send,
    setUp: (setup: object = {}) => {
      send({ setup: { model: 'models/gemini-3.8-live', ...setup } });
      clock.pass(script.setupDelay ?? 0);
    },
    /** Sends speech in chunks of 20 ms, as the element does. */
    speak: (samples: Int16Array, rate = 16_000) => {
      for (let at = 0; at < samples.length; at += 320) {
        const data = pcmToBase64(samples.slice(at, at + 320));
        send({ realtimeInput: { audio: { data, mimeType: `audio/pcm;rate=${rate}` } } });
      }
    },
    /** All of the model's voice so far. */
    voice: () => voiceIn(frames),
  };
};

/** The content of each frame, as in `modelTurn`. */
export const kinds = (frames: readonly Frame[]): string[] =>
  frames.map((frame) => Object.keys(frame.serverContent ?? frame).join('+'));

/** All that the model said, in words. */
export const transcript = (frames: readonly Frame[]): string =>
  frames.map(({ serverContent }) => serverContent?.outputTranscription?.text ?? '').join('');

/** Joins the audio of frames. */
export const voiceIn = (frames: readonly Frame[]): Int16Array =>
  joinPcm(
    frames
      .flatMap(({ serverContent }) => serverContent?.modelTurn?.parts ?? [])
      .map(({ inlineData }) => pcmFromBase64(inlineData.data)!),
  );

/** Seconds of a 500 Hz tone at half of full scale: speech to any voice detector. */
export const tone = (seconds: number, rate = 16_000): Int16Array =>
  Int16Array.from({ length: Math.round(seconds * rate) }, (_, index) =>
    Math.round(16_384 * Math.sin((2 * Math.PI * 500 * index) / rate)),
  );

export const silence = (seconds: number): Int16Array =>
  new Int16Array(Math.round(seconds * 16_000));
