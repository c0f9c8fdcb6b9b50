/** A host for which the package has a broker in one file. */
interface Host {
  /** Its name, below `dist/hosts/` as at the host. */
  readonly name: string;
  /** The steps from the file to a call; `{file}` stands for it. */
  readonly next: readonly string[];
}

const check =
  'Then: npx live-call check --url https://www.example.com/token --origin https://www.example.com';

export const hosts: Readonly<Record<string, Host>> = {
  node: {
    name: 'node.mjs',
    next: ['Run it: GEMINI_API_KEY=your-key node {file}', check],
  },
  worker: {
    name: 'worker.js',
    next: [
      'Upload it: npx wrangler deploy {file} --name live-call-broker --compatibility-date 2026-11-01',
      'Give it the key: npx wrangler secret put GEMINI_API_KEY --name live-call-broker',
      check,
    ],
  },
  deno: {
    name: 'deno.ts',
    next: ['Run it: GEMINI_API_KEY=your-key deno run --allow-net --allow-env {file}', check],
  },
  php: {
    name: 'token.php',
    next: [
      'Put the key into live-call-config.php, one folder above the one that the web shows:',
      "  <?php return ['apiKey' => 'your-key'];",
      'Upload {file} beside your page; it answers at /token.php.',
      check.replace('/token ', '/token.php '),
    ],
  },
};
