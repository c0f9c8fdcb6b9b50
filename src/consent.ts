import type { ReactiveController, ReactiveElement } from 'lit';
import { ConsentEvent } from './call/events.js';
import { afterTask } from './platform/after-task.js';
import { attempt } from './platform/attempt.js';

/** In the local storage, before the version of what the caller has agreed to. */
const AGREED = 'live-call-consent:';

/** A start that waits for the caller's answer. */
interface Asked {
  readonly settle: (start: Promise<void>) => void;
  readonly start: () => Promise<void>;
}

/** An element whose caller may have to agree to something before a call. */
type Host = ReactiveElement & { readonly consentKey?: string | undefined };

/** Asks the caller to agree before a call starts, and before anything is opened for it. */
export class Consent implements ReactiveController {
  readonly #host: Host;
  #asked: Asked | undefined;
  #started: Promise<void> | undefined;
  #shown = false;
  /** The control that had the focus before. */
  #before: Element | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Settles as the start does that waits for an answer; undefined while none does. */
  get asked(): Promise<void> | undefined {
    return this.#asked && this.#started;
  }

  /** Whether the caller has to be asked; not again, if they agreed to the version `agreed` for this call. */
  isNeeded(agreed?: string): boolean {
    const { consentKey } = this.#host;
    if (!consentKey) return !!this.#host.querySelector(':scope > [slot=consent]');
    return agreed !== consentKey && !remembers(consentKey);
  }

  /** Starts once the caller agrees, within that very click. Rejects with an AbortError if they do not. */
  ask(start: () => Promise<void>): Promise<void> {
    const started = new Promise<void>((settle) => (this.#asked = { settle, start }));
    // Pages that ignore this promise see the card; do not raise `unhandledrejection`.
    started.catch(() => {});
    this.#started = started;
    this.#before = (this.#host.getRootNode() as Document).activeElement;
    this.#host.requestUpdate();
    return started;
  }

  /** The caller agrees. */
  agree(): void {
    const asked = this.#asked;
    if (!asked) return;
    const version = this.#host.consentKey ?? '';
    const event = new ConsentEvent(version);
    remember(version, event.time);
    this.#host.dispatchEvent(event);
    // Its listener may have stopped it.
    if (asked === this.#asked) this.#settle(asked.start);
  }

  /** The caller does not want to, or the page does not any more. */
  refuse(): void {
    this.#settle(() => Promise.reject(new DOMException('Nobody agreed to it.', 'AbortError')));
  }

  /** An element that is only moved is back by then. */
  hostDisconnected(): void {
    afterTask(() => {
      if (!this.#host.isConnected) this.refuse();
    });
  }

  /** The keyboard, and whoever hears the page, goes to the question, and back after a refusal. */
  hostUpdated(): void {
    const shown = this.#asked !== undefined;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { shadowRoot, ownerDocument } = this.#host;
    const start = shadowRoot?.querySelector<HTMLElement>('[part~=start]');
    if (shown) shadowRoot?.querySelector<HTMLElement>('#consent')?.focus();
    // Without a focus in here, nobody pressed anything in here.
    else if (start && shadowRoot?.activeElement) {
      const outside = this.#before !== this.#host && this.#before !== ownerDocument.body;
      ((outside && (this.#before as HTMLElement | null)) || start).focus();
    }
    if (!shown) this.#before = null;
  }

  #settle(start: () => Promise<void>): void {
    const asked = this.#asked;
    if (!asked) return;
    this.#asked = undefined;
    asked.settle(start());
    this.#host.requestUpdate();
  }
}

/** A browser that stores nothing, or a frame in which it does not, asks each time. */
const remembers = (version: string) => !!attempt(() => localStorage.getItem(AGREED + version));

/** Something that has no version may be another one next time. */
function remember(version: string, time: string): void {
  if (version) attempt(() => localStorage.setItem(AGREED + version, time));
}
