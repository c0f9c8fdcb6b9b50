export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  app: { head: { title: 'Ask Ada', link: [{ rel: 'icon', href: 'data:,' }] } },
  // Without this, Vue looks for a component of that name.
  vue: { compilerOptions: { isCustomElement: (tag) => tag === 'live-call' } },
});
