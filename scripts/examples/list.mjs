/**
 * The examples by their folders. `client`: where the build leaves what a browser loads. `framework`: the package whose
 * version counts. An example with a script `start` is its own server; the others are served as files.
 */
export const examples = {
  plain: { client: 'public' },
  'react-vite': { client: 'dist', framework: 'react' },
  vue: { client: 'dist', framework: 'vue' },
  svelte: { client: 'dist', framework: 'svelte' },
  next: { client: '.next/static', framework: 'next' },
};
