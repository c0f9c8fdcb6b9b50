/** The globals of a window that Node lacks and a call without a browser needs. */
export function actAsWindow(WebSocket: typeof globalThis.WebSocket): void {
  const { addEventListener } = EventTarget.prototype;
  // Node collects, as garbage, what would take a listener away when the signal in its options aborts.
  EventTarget.prototype.addEventListener = function (this: EventTarget, type, listener, options) {
    const signal = typeof options === 'object' ? options.signal : undefined;
    if (signal?.aborted) return;
    addEventListener.call(
      this,
      type,
      listener,
      options && { ...Object(options), signal: undefined },
    );
    const remove = () => this.removeEventListener(type, listener, options);
    if (signal) addEventListener.call(signal, 'abort', remove, { once: true });
  };
  const window = new EventTarget();
  Object.assign(globalThis, {
    WebSocket,
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
  });
}
