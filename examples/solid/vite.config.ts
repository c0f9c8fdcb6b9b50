import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

export default defineConfig({
  plugins: [solid()],
  // `npx live-call serve`, while you develop.
  server: { proxy: { '/token': { target: 'http://localhost:8787' } } },
});
