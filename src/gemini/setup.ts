import type { ToolDeclaration } from '../call/ports/session.js';
import { copyAsJson } from '../platform/json.js';
import { waitsForFunctions } from './model-traits.js';

// The first frame of a session says how the model speaks and what it may do. The element sends it and
// the broker locks it into tokens; both build it here. https://ai.google.dev/api/live

/** How a session speaks. Empty values count as not given. */
export interface VoiceOptions {
  /** A prebuilt voice, such as `Kore`; case-sensitive. */
  readonly voice?: string | null | undefined;
  /** A BCP 47 tag, such as `de-DE`. */
  readonly language?: string | null | undefined;
  /** The system instruction. */
  readonly instructions?: string | null | undefined;
  /** `hold`: the model does not look for speech itself, since the caller holds to talk. */
  readonly talk?: 'open' | 'hold' | null | undefined;
  /**
   * Further fields of the SDK's `LiveConnectConfig`, such as `tools`, as JSON. The fields above win over
   * their equivalents here; `responseModalities` and `sessionResumption` are the call's own.
   */
  readonly config?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A `LiveConnectConfig` of the SDK; nothing in it is shared with what it was made from. */
export interface SessionConfig {
  readonly responseModalities: readonly ['AUDIO'];
  readonly sessionResumption: { readonly handle?: string };
  readonly [field: string]: unknown;
}

/** Builds the config of a session. `handle` takes up an earlier session; `tools` may be called besides those of `config`. */
export function sessionConfig(
  { voice, language, instructions, talk, config }: VoiceOptions,
  handle?: string,
  tools: readonly ToolDeclaration[] = [],
): SessionConfig {
  const { generationConfig, ...named } = config ?? {};
  // The SDK throws where a field stands in both, and warns on the console of the older form:
  // https://github.com/googleapis/js-genai/blob/main/src/live.ts
  const further: Record<string, unknown> = {
    ...(generationConfig as object | undefined),
    ...named,
  };
  const speech = {
    ...(further['speechConfig'] as object | undefined),
    ...(voice && { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } }),
    ...(language && { languageCode: language }),
  };
  const allTools = [
    ...((further['tools'] as readonly object[] | undefined) ?? []),
    ...(tools.length > 0 ? [{ functionDeclarations: tools.map(toFunction) }] : []),
  ];
  return copy({
    // These three let a call go on past the length of a context, and in words where there is no handle:
    // https://ai.google.dev/gemini-api/docs/live-session
    contextWindowCompression: { slidingWindow: {} },
    inputAudioTranscription: {},
    outputAudioTranscription: {},
    ...further,
    responseModalities: ['AUDIO'],
    // The server gives no handles without this field, and refuses a handle of `null` or '' with 1008.
    sessionResumption: handle ? { handle } : {},
    ...(Object.keys(speech).length > 0 && { speechConfig: speech }),
    ...(talk === 'hold' && {
      realtimeInputConfig: {
        ...(further['realtimeInputConfig'] as object | undefined),
        automaticActivityDetection: { disabled: true },
      },
    }),
    ...(instructions && { systemInstruction: instructions }),
    ...(allTools.length > 0 && { tools: allTools }),
  });
}

/** A declaration as the Live API wants it: https://ai.google.dev/api/caching#FunctionDeclaration */
function toFunction({ name, description, inputSchema, blocking }: ToolDeclaration): object {
  const behavior = blocking ? 'BLOCKING' : 'NON_BLOCKING';
  return {
    name,
    description,
    parametersJsonSchema: inputSchema,
    behavior: blocking === undefined ? undefined : behavior,
  };
}

/** The setup travels as JSON, so a copy by JSON loses nothing. The SDK writes into what it is given. */
function copy(config: SessionConfig): SessionConfig {
  return copyAsJson(config) as SessionConfig;
}

/**
 * Whether the server closes with 1008 on input while the function `name` has no answer. Models from 3.8
 * on wait only where the declaration says so, others unless it says not to:
 * https://ai.google.dev/gemini-api/docs/live-tools#async-function-calling
 */
export function isBlocking({ tools }: SessionConfig, name: string, model: string): boolean {
  const { behavior } = functionsIn(tools).find((declared) => declared.name === name) ?? {};
  return behavior ? behavior === 'BLOCKING' : waitsForFunctions(model);
}

interface FunctionDeclaration {
  readonly name?: unknown;
  readonly behavior?: unknown;
}

function functionsIn(tools: unknown): readonly FunctionDeclaration[] {
  const list = (tools ?? []) as readonly {
    readonly functionDeclarations?: readonly FunctionDeclaration[];
  }[];
  return list.flatMap(({ functionDeclarations }) => functionDeclarations ?? []);
}
