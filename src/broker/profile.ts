import { sessionConfig, type VoiceOptions } from '../gemini/setup.js';

/** The callers of one broker talk to this. It is locked into every token: no page can change it. */
export interface Profile extends VoiceOptions {
  /** Such as `gemini-3.8-live`. */
  readonly model: string;
}

/** These fields of a `LiveConnectConfig` travel in the `generationConfig` of the setup. */
const generationFields: readonly string[] = [
  'responseModalities',
  'temperature',
  'topP',
  'topK',
  'maxOutputTokens',
  'mediaResolution',
  'seed',
  'speechConfig',
  'thinkingConfig',
  'enableAffectiveDialog',
  'translationConfig',
];

const isGeneration = ([field]: [string, unknown]) => generationFields.includes(field);

/**
 * The setup frame that the element would send for `profile`, in the form that the SDK gives it:
 * https://ai.google.dev/api/live#BidiGenerateContentSetup. `handle` takes up an earlier session: what
 * the page says of it does not count under a token that locks the setup.
 */
export function toSetup(profile: Profile, handle?: string): Record<string, unknown> {
  const { systemInstruction, ...config } = sessionConfig(profile, handle);
  const fields = Object.entries(config);
  return {
    model: modelName(profile.model),
    generationConfig: Object.fromEntries(fields.filter(isGeneration)),
    ...(systemInstruction !== undefined && { systemInstruction: toContent(systemInstruction) }),
    ...Object.fromEntries(fields.filter((field) => !isGeneration(field))),
  };
}

function modelName(model: string): string {
  return /^(models|tunedModels)\//.test(model) ? model : `models/${model}`;
}

/** A system instruction may be a text, a part, a list of both, or a content already. */
function toContent(instruction: unknown): unknown {
  if (instruction instanceof Object && 'parts' in instruction) return instruction;
  const parts = [instruction]
    .flat()
    .map((part) => (typeof part === 'string' ? { text: part } : part));
  return { parts, role: 'user' };
}
