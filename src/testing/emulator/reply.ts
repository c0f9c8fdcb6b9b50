import { pcmToBase64 } from './pcm.js';
import type { FunctionCallScript } from './persona-script.js';

/** The rate of the model's voice, in Hz. */
export const VOICE_RATE = 24_000;

/** Sizes of the chunks in recorded sessions: 200 ms, then 240 ms; in samples. */
const FIRST_CHUNK = 4_800;
const CHUNK = 5_760;

/** Google counts about 25 tokens for a second of audio. */
const TOKENS_PER_SECOND = 25;

/** One turn of the model. */
export interface Reply {
  /** Mono PCM at {@link VOICE_RATE}. */
  readonly samples: Int16Array;
  /** The same in words, for the transcription. */
  readonly words: string;
  /** How many of the samples the words take, evenly; without it, the words come ahead of the voice. */
  readonly spoken?: number;
  /** The functions that the model calls once it has spoken. */
  readonly calls?: readonly FunctionCallScript[];
  /** The caller's words before it. */
  readonly heard?: string;
}

/** A server message and when it is due, in milliseconds since the turn began. */
export interface TimedFrame {
  readonly due: number;
  readonly frame: object;
}

export interface DeliveryOptions {
  /** How much faster than real time the audio is sent; 0 sends everything at once. */
  readonly pace: number;
  /** Milliseconds by which each piece of audio may come late, at random. */
  readonly jitter: number;
  /** Whether the client asked for the transcription of the model's words. */
  readonly transcribe: boolean;
  /** Seconds of the caller's speech that led to this turn, for the usage. */
  readonly promptSeconds: number;
}

/**
 * The frames of one turn with the time of each, in the shapes of recorded sessions: audio faster than real
 * time, `generationComplete` after it, and `turnComplete` when it has been played.
 */
export function* deliver(reply: Reply, options: DeliveryOptions): Generator<TimedFrame> {
  const { samples, words, spoken } = reply;
  const pending = options.transcribe ? (words.match(/\S+\s*/g) ?? []) : [];
  const count = pending.length;
  const at = (sample: number) =>
    options.pace === 0 ? 0 : (sample / VOICE_RATE / options.pace) * 1000;
  const random = sameRandom();
  for (let from = 0; from < samples.length;) {
    const to = Math.min(samples.length, from + (from === 0 ? FIRST_CHUNK : CHUNK));
    const said = spoken && Math.ceil((count * Math.min(to, spoken)) / spoken);
    const more = said === undefined ? 2 : said - count + pending.length;
    const text = pending.splice(0, more).join('');
    if (text) yield { due: at(from), frame: content({ outputTranscription: { text } }) };
    const due = at(from) + random() * options.jitter;
    yield { due, frame: audioFrame(samples.subarray(from, to)) };
    from = to;
  }
  const sent = at(samples.length);
  const rest = pending.join('');
  if (rest) yield { due: sent, frame: content({ outputTranscription: { text: rest } }) };
  yield { due: sent, frame: content({ generationComplete: true }) };
  const played = options.pace === 0 ? 0 : (samples.length / VOICE_RATE) * 1000;
  const seconds = samples.length / VOICE_RATE;
  yield { due: Math.max(sent, played), frame: turnEnd(options.promptSeconds, seconds) };
}

/** Numbers from 0 to below 1 without a pattern, but the same each time, so that what fails fails again. */
const sameRandom = () => {
  let state = 1;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
};

/** A piece of the model's voice. */
export const audioFrame = (samples: Int16Array): object =>
  content({
    modelTurn: {
      parts: [
        { inlineData: { mimeType: `audio/pcm;rate=${VOICE_RATE}`, data: pcmToBase64(samples) } },
      ],
    },
  });

/** The end of a turn and its cost share one frame, as recorded. */
export const turnEnd = (promptSeconds: number, responseSeconds: number): object => {
  const promptTokenCount = Math.ceil(promptSeconds * TOKENS_PER_SECOND);
  const responseTokenCount = Math.ceil(responseSeconds * TOKENS_PER_SECOND);
  return {
    ...content({ turnComplete: true }),
    usageMetadata: {
      promptTokenCount,
      responseTokenCount,
      totalTokenCount: promptTokenCount + responseTokenCount,
      promptTokensDetails: [{ modality: 'AUDIO', tokenCount: promptTokenCount }],
      responseTokensDetails: [{ modality: 'AUDIO', tokenCount: responseTokenCount }],
    },
  };
};

export const content = (serverContent: object): object => ({ serverContent });
