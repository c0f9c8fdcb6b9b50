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
