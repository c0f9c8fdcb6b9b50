/** A host for which the package has a broker in one file. */
interface Host {
  /** Below `dist/hosts/`. */
  readonly source: string;
  /** Its usual name at the host. */
  readonly name: string;
  /** The steps from the file to a call; `{file}` stands for it. */
  readonly next: readonly string[];
}

const check =
  'Then: npx live-call check --url https://www.example.com/token --origin https://www.example.com';

export const hosts: Readonly<Record<string, Host>> = {
  node: {
    source: 'node.mjs',
    name: 'broker.mjs',
    next: [
      'Next: put your model and your origins into its first lines, then',
      '  GEMINI_API_KEY=your-key node {file}',
      check,
    ],
  },
  worker: {
    source: 'worker.js',
    name: 'worker.js',
    next: [
      'Next: put your model and your origins into its first lines, then',
      '  npx wrangler deploy {file} --name live-call-broker --compatibility-date 2026-11-01',
      '  npx wrangler secret put GEMINI_API_KEY --name live-call-broker',
      check,
    ],
  },
  deno: {
    source: 'deno.ts',
    name: 'broker.ts',
    next: [
      'Next: put your model and your origins into its first lines, then',
      '  GEMINI_API_KEY=your-key deno run --allow-net --allow-env {file}',
      check,
    ],
  },
  php: {
    source: 'token.php',
    name: 'token.php',
    next: [
      'Next: put your model and your origins into its first lines, keep the key where its comment says,',
      'and upload it to your web space: it answers at /token.php.',
      check.replace('/token ', '/token.php '),
    ],
  },
};
