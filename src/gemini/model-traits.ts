// Models of the Live API differ; the version in a name tells how.
// https://ai.google.dev/gemini-api/docs/models

/** Reads 3 and 8 from `models/gemini-3.8-live`, 0 and 0 from a name without a version. */
function versionOf(model: string): readonly [major: number, minor: number] {
  const [, major = 0, minor = 0] = /gemini-(\d+)\.(\d+)/.exec(model) ?? [];
  return [Number(major), Number(minor)];
}

/**
 * Whether the server takes no input while a function has no answer, where its declaration does not say.
 * Models before 3.8 wait: https://ai.google.dev/gemini-api/docs/live-tools#async-function-calling
 */
export function waitsForFunctions(model: string): boolean {
  const [major, minor] = versionOf(model);
  return major < 3 || (major === 3 && minor < 8);
}

/**
 * Whether a new session can be told what was said before it. A setup for 3.1 has to announce that by
 * `historyConfig` (https://ai.google.dev/api/live#BidiGenerateContentSetup), which the SDK leaves out.
 */
export function takesHistory(model: string): boolean {
  const [major, minor] = versionOf(model);
  return major !== 3 || minor !== 1;
}
