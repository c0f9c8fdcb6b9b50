/**
 * Calls `then` in a task of its own, once this one and its microtasks are over. A timer would do the same a
 * second late in a hidden tab: https://developer.chrome.com/blog/timer-throttling-in-chrome-88
 */
export function afterTask(then: () => void): void {
  // Test environments such as jsdom may have none.
  if (!('MessageChannel' in globalThis)) return void setTimeout(then);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    then();
  };
  port2.postMessage(0);
}
