/** One end of a way for messages between two threads, or within one: a MessagePort, as far as it is needed. */
export interface Line<Sent, Heard> {
  onmessage: ((event: MessageEvent<Heard>) => void) | null;
  postMessage(message: Sent): void;
  close(): void;
}
