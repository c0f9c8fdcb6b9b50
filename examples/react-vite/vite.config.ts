import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // `npx live-call serve`, while you develop.
  server: { proxy: { '/token': { target: 'http://localhost:8787' } } },
});
