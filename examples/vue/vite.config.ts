import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// Without this, Vue looks for a component of that name.
const template = { compilerOptions: { isCustomElement: (tag: string) => tag === 'live-call' } };

export default defineConfig({
  plugins: [vue({ template })],
  // `npx live-call serve`, while you develop.
  server: { proxy: { '/token': { target: 'http://localhost:8787' } } },
});
