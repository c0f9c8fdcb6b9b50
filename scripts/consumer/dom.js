// Makes a DOM of unit tests the globals of this process, as test runners do.
async function openWindow(kind) {
  if (kind === 'jsdom') {
    const { JSDOM } = await import('jsdom');
    return new JSDOM('', { url: 'https://app.example', pretendToBeVisual: true }).window;
  }
  const { Window } = await import('happy-dom');
  return new Window({ url: 'https://app.example' });
}

/** `jsdom` or `happy-dom`. */
export async function openDom(kind) {
  const view = await openWindow(kind);
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
}
