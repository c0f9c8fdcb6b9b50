import { sessionConfig, type VoiceOptions } from '../gemini/setup.js';
import type { AuthorizeFacts } from './authorize.js';
import { askHook } from './hook.js';
import { Refusal } from './refusal.js';

/** The callers of one broker talk to this. It is locked into every token: no page can change it. */
export interface Profile extends VoiceOptions {
  /** Such as `gemini-3.8-live`. */
  readonly model: string;
}

/** A function that gives the profile gets these beside the request. */
export interface ProfileFacts extends AuthorizeFacts {
  /** As `authorize` named it. */
  readonly caller: string | undefined;
}

/**
 * Gives the profile for a request, within 5 s. It is asked for each connection of a call: a call whose profile
 * changes goes on with another one.
 */
export type ChooseProfile = (request: Request, facts: ProfileFacts) => Profile | Promise<Profile>;

/** @throws Refusal unless there is a profile with a model. */
export async function chooseProfile(
  profile: Profile | ChooseProfile,
  request: Request,
  facts: ProfileFacts,
): Promise<Profile> {
  const chosen = await askHook('profile', 'profile', () =>
    typeof profile === 'function' ? profile(request, facts) : profile,
  );
  if (hasModel(chosen)) return chosen;
  throw new Refusal(500, 'profile-missing', { why: 'profile gave no profile with a model' });
}

export function hasModel(profile: unknown): profile is Profile {
  const { model } = (profile ?? {}) as Partial<Profile>;
  return typeof model === 'string' && model.trim() !== '';
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
