import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  // `npx live-call serve`, while you develop.
  server: { proxy: { '/token': { target: 'http://localhost:8787' } } },
});
