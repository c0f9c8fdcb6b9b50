import type { LineCommand } from '../worklet/messages.js';

/** Connects a processor by a line of its own; returns the other end, which any thread may have. */
export function connectLine(node: AudioWorkletNode): MessagePort {
  const { port1, port2 } = new MessageChannel();
  node.port.postMessage({ type: 'line' } satisfies LineCommand, [port1]);
  return port2;
}
