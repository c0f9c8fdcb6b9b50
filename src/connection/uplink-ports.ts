/**
 * The speech to send again after a connection was lost: everything that a resumed session cannot know of,
 * only what never left the page, or nothing.
 */
export type Resend = 'handle' | 'unsent' | 'none';

export interface UplinkListener {
  /** An open socket took `samples` of speech; `again`, if not for the first time. */
  sent(samples: number, again: boolean): void;
  /** An open socket took a text; `again`, if not for the first time. */
  textSent(text: string, again: boolean): void;
  /** So many samples, counted as sent, are not sent again: connections ended on them. */
  gaveUp?(samples: number): void;
  /** A text, counted as sent, is to be sent again or, if `dropped`, is not. */
  textUnsent?(text: string, dropped: boolean): void;
  /** Something other than a closed socket keeps a message from being sent. */
  failed(error: unknown): void;
}
