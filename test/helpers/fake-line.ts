import type { Line } from '../../src/call/ports/line.js';

/** The conversation's end of a line that a test is at the other end of: `sent` hears its commands, within the task. */
export class FakeLine<Sent, Heard> implements Line<Sent, Heard> {
  onmessage: Line<Sent, Heard>['onmessage'] = null;
  readonly postMessage: (message: Sent) => void;

  constructor(sent: (message: Sent) => void = () => {}) {
    this.postMessage = sent;
  }

  close(): void {}

  /** Says this to the conversation. */
  say(data: Heard): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }
}
