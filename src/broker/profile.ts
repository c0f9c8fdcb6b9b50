/** What the callers of one broker talk to. It is locked into every token: no page can change it. */
export interface Profile {
  /** Such as `gemini-3.8-live`. */
  readonly model: string;
  /** A prebuilt voice, such as `Kore`; case-sensitive. */
  readonly voice?: string;
  /** A BCP 47 tag, such as `de-DE`. */
  readonly language?: string;
  /** The system instruction. */
  readonly instructions?: string;
  /** Further fields of the SDK's `LiveConnectConfig`, such as `tools`. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/**
 * The profile as `liveConnectConstraints` of an ephemeral token. `handle` takes up an earlier session:
 * in a token that locks the setup, what the page says of it does not count.
 */
export function toConstraints(
  { model, voice, language, instructions, config }: Profile,
  handle?: string,
) {
  return {
    model,
    config: {
      contextWindowCompression: { slidingWindow: {} },
      inputAudioTranscription: {},
      outputAudioTranscription: {},
      ...config,
      sessionResumption: handle ? { handle } : {},
      responseModalities: ['AUDIO'],
      ...((voice || language) && {
        speechConfig: {
          ...(voice && { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } }),
          ...(language && { languageCode: language }),
        },
      }),
      ...(instructions && { systemInstruction: instructions }),
    },
  };
}
