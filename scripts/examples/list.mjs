/**
 * The examples by their folders. `client`: where the build leaves what a browser loads. `framework`: the package whose
 * version counts. `node`: the oldest Node that the tools run on, where 20 is not enough. `vars`: the file from which the server reads its environment. An example with a script `start` is its own server; the others are served as files.
 */
export const examples = {
  plain: { client: 'public' },
  'react-vite': { client: 'dist', framework: 'react' },
  next: { client: '.next/static', framework: 'next' },
  vue: { client: 'dist', framework: 'vue' },
  nuxt: { client: '.output/public', framework: 'nuxt', node: '22.19' },
  svelte: { client: 'dist', framework: 'svelte' },
  angular: { client: 'dist/app/browser', framework: '@angular/core', node: '22.22' },
  solid: { client: 'dist', framework: 'solid-js' },
  preact: { client: 'dist', framework: 'preact' },
  astro: { client: 'dist', framework: 'astro', node: '22.12' },
  express: { framework: 'express' },
  fastify: { framework: 'fastify' },
  worker: { framework: 'wrangler', node: '22.12', vars: '.dev.vars' },
};
