import type { ReactiveController, ReactiveElement } from 'lit';
import { keepCall, takeCall, type KeptCall } from './across-pages.js';
import { withDeadline } from './platform/deadline.js';
import type { ElementSettings } from './settings.js';

/** The audio of a page that the browser lets play runs by then, in ms. */
const AUDIO_TIMEOUT_MS = 1000;

type Host = ReactiveElement &
  Pick<
    ElementSettings,
    'acrossPages' | 'tokenProvider' | 'tokenUrl' | 'baseUrl' | 'model' | 'preview'
  >;

/** The call that the page before has cut off: this one offers to go on with it, or does so by itself. */
export class Continuation implements ReactiveController {
  readonly #host: Host;
  readonly #goOn: (call: KeptCall) => void;
  #offered: KeptCall | undefined;
  #looked = false;
  #found = false;

  /** `goOn` is called where the browser needs no press of the caller for it. */
  constructor(host: Host, goOn: (call: KeptCall) => void) {
    this.#host = host;
    this.#goOn = goOn;
  }

  /** The call to go on with. */
  get offered(): KeptCall | undefined {
    return this.#offered;
  }

  /** Whether there is such a call, or was one: the card keeps its size when that starts. */
  get found(): boolean {
    return this.#found;
  }

  /** A call starts, this one or another: nobody goes on with it any more. */
  drop(): void {
    this.#offered = undefined;
  }

  hostConnected(): void {
    this.#looked = false;
    this.#host.requestUpdate();
  }

  /** Another element, or this one in another place, may go on with it. */
  hostDisconnected(): void {
    removeEventListener('pagehide', this.#leave);
    removeEventListener('pageshow', this.#comeBack);
    this.#leave();
  }

  hostUpdate(): void {
    const host = this.#host;
    const isSet = (host.tokenUrl || host.tokenProvider) && !host.preview;
    if (this.#looked || !isSet || !host.isConnected || host.acrossPages === 'off') return;
    this.#looked = true;
    addEventListener('pagehide', this.#leave);
    addEventListener('pageshow', this.#comeBack);
    const call = (this.#offered = takeCall(host));
    this.#found ||= !!call;
    if (call && host.acrossPages === 'auto') void this.#goOnByItself(call);
  }

  /** Leaves it to the next page. */
  readonly #leave = (): void => {
    if (this.#offered) keepCall(this.#host, this.#offered);
    this.#offered = undefined;
  };

  /** The browser may have brought a page back that was left. A page on its way out has to look no more, or it would take its own call. */
  readonly #comeBack = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.hostConnected();
  };

  async #goOnByItself(call: KeptCall): Promise<void> {
    const allowed = (call.text || (await hasMicrophone())) && (await playsAudio());
    if (allowed && this.#offered === call) this.#goOn(call);
  }
}

/** Whether the caller has allowed the microphone for good. */
async function hasMicrophone(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: 'microphone' });
    return state === 'granted';
  } catch {
    // Not every browser knows the name: https://developer.mozilla.org/en-US/docs/Web/API/Permissions/query
    return false;
  }
}

/** Whether the browser lets this page play before anybody has touched it: https://developer.chrome.com/blog/autoplay */
async function playsAudio(): Promise<boolean> {
  const context = new AudioContext();
  try {
    await withDeadline(
      () => context.resume(),
      AUDIO_TIMEOUT_MS,
      () => new Error(),
    );
    return true;
  } catch {
    return false;
  } finally {
    context.close().catch(() => {});
  }
}
