import { preact } from '@preact/preset-vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [preact()],
  // `npx live-call serve`, while you develop.
  server: { proxy: { '/token': { target: 'http://localhost:8787' } } },
});
