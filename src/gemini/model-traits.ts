// What one model of the Live API does and another does not, told by the version in its name.

/** Of `models/gemini-3.8-live`, 3 and 8; of a name that tells none, 0 and 0. */
function versionOf(model: string): readonly [major: number, minor: number] {
  const [, major = 0, minor = 0] = /gemini-(\d+)\.(\d+)/.exec(model) ?? [];
  return [Number(major), Number(minor)];
}

/** Whether the server takes no input while a function has no answer, where its declaration does not say: so before 3.8. */
export function waitsForFunctions(model: string): boolean {
  const [major, minor] = versionOf(model);
  return major < 3 || (major === 3 && minor < 8);
}

/** Whether a session can be told what was said before it. On 3.1 the setup has to announce that, which the SDK cannot. */
export function takesHistory(model: string): boolean {
  const [major, minor] = versionOf(model);
  return major !== 3 || minor !== 1;
}
