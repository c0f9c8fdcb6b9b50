import { type LiveConnectConfig, Modality } from './sdk.js';

/** How a session speaks, where the token does not lock it. Empty values count as not given. */
export interface VoiceOptions {
  /** A prebuilt voice, such as `Kore`; case-sensitive. */
  readonly voice?: string | null | undefined;
  /** A BCP 47 tag, such as `de-DE`. */
  readonly language?: string | null | undefined;
  /** The system instruction. */
  readonly instructions?: string | null | undefined;
}

/** The part of the setup frame that says how the model speaks. */
export function liveConfig({ voice, language, instructions }: VoiceOptions): LiveConnectConfig {
  const config: LiveConnectConfig = { responseModalities: [Modality.AUDIO] };
  if (voice || language) {
    config.speechConfig = {
      ...(voice && { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } }),
      ...(language && { languageCode: language }),
    };
  }
  if (instructions) config.systemInstruction = instructions;
  return config;
}

/**
 * The part that lets a call go on after its connection: by handle, past the length of a context, and in
 * words where there is no handle.
 */
export function continuityConfig(handle: string | undefined): LiveConnectConfig {
  // A handle of `null` or '' is refused with 1008; without one the field must be there all the same.
  return {
    sessionResumption: handle ? { handle } : {},
    contextWindowCompression: { slidingWindow: {} },
    inputAudioTranscription: {},
    outputAudioTranscription: {},
  };
}
