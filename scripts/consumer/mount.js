// Mounts <live-call> in a DOM without Web Audio and custom states, as the tests of an app do.
const [kind] = process.argv.slice(2);

async function openWindow() {
  if (kind === 'jsdom') {
    const { JSDOM } = await import('jsdom');
    return new JSDOM('', { url: 'https://app.example', pretendToBeVisual: true }).window;
  }
  const { Window } = await import('happy-dom');
  return new Window({ url: 'https://app.example' });
}

const view = await openWindow();
for (const name of Object.getOwnPropertyNames(view)) {
  if (name in globalThis && name !== 'navigator') continue;
  Object.defineProperty(globalThis, name, { configurable: true, get: () => view[name] });
}
for (const name of ['Event', 'EventTarget', 'document', 'window']) {
  Object.defineProperty(globalThis, name, { configurable: true, value: view[name] });
}
for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) {
  Object.defineProperty(globalThis, name, { configurable: true, value: view[name].bind(view) });
}

await import('live-call');
document.body.innerHTML = '<live-call token-url="/token" mic-muted></live-call>';
const call = document.querySelector('live-call');
await call.updateComplete;
const words = call.shadowRoot.textContent;
const error = await call.start().catch((reason) => reason);
await call.updateComplete;
call.remove();
process.stdout.write(
  JSON.stringify({
    idle: words.includes('Start call'),
    micMuted: call.micMuted,
    error: error?.code ?? String(error),
    failed: call.shadowRoot.textContent.includes('This browser cannot call.'),
  }),
);
process.exit();
