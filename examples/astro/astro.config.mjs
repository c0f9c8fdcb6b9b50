import { defineConfig } from 'astro/config';

export default defineConfig({
  // `npx live-call serve`, while you develop.
  vite: { server: { proxy: { '/token': { target: 'http://localhost:8787' } } } },
});
