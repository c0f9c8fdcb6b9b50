/** Everything that a command sees and changes of the machine, so that a test can stand in for it. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly folder: string;
  /** The files of the package: the script, the worklet, the languages, the brokers for hosts. */
  readonly dist: URL;
  /** Results. */
  out(text: string): void;
  /** What went wrong. */
  err(text: string): void;
  /** Resolves when the command shall stop: at Ctrl+C, or when the host ends it. */
  untilStopped(): Promise<void>;
}

/**
 * A key or a token by its looks. `redact` blanks more, such as every long word, and our own sentences about
 * `auth_tokens/…` with it: https://ai.google.dev/gemini-api/docs/ephemeral-tokens
 */
const secrets = /\b(?:AIza|AQ\.)[\w.-]{8,}|auth_tokens\/[\w.%-]{6,}/g;

/** The same world, in which nothing that is written can hold the API key, whoever put it there. */
export function fenced(world: World): World {
  const key = world.env['GEMINI_API_KEY']?.trim() ?? '';
  const written = [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)];
  // A key of a few letters is none, and would take words out of the sentences.
  const keys = key.length < 8 ? [] : written;
  const blank = (text: string) =>
    keys.reduce((rest, key) => rest.replaceAll(key, '…'), text).replace(secrets, '…');
  return {
    ...world,
    out: (text) => world.out(blank(text)),
    err: (text) => world.err(blank(text)),
  };
}
