// What one model of the Live API does and another does not, told by the version in its name.

/** Of `models/gemini-3.8-live`, 3 and 8; undefined where a name tells none. */
function versionOf(model: string): readonly [major: number, minor: number] | undefined {
  const [, major, minor] = /gemini-(\d+)\.(\d+)/.exec(model) ?? [];
  return major && minor ? [Number(major), Number(minor)] : undefined;
}

/** Whether the server takes no input while a function has no answer, where its declaration does not say: so before 3.8. */
export function waitsForFunctions(model: string): boolean {
  const [major, minor] = versionOf(model) ?? [0, 0];
  return major < 3 || (major === 3 && minor < 8);
}

/** Whether a session can be told what was said before it. On 3.1 the setup has to announce that, which the SDK cannot. */
export function takesHistory(model: string): boolean {
  const [major, minor] = versionOf(model) ?? [0, 0];
  return major !== 3 || minor !== 1;
}
