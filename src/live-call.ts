import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { listDevices, type AudioDevices } from './audio/devices.js';
import { openAudio } from './audio/audio.js';
import { CallController } from './call/call-controller.js';
import type { CallError } from './call/errors.js';
import type { LiveCallEventMap } from './call/events.js';
import type { LedgerSnapshot } from './call/ledger.js';
import type { CallState } from './call/lifecycle.js';
import type { CallMetrics } from './call/metrics.js';
import type { ChosenDevices } from './call/ports/audio.js';
import type { WhenBusy } from './call/page-lock.js';
import type { ToolDefinition, ToolOptions } from './call/tools.js';
import type { Resend } from './connection/uplink.js';
import { debugOnConsole } from './debug.js';
import { diagnose, type Diagnostics } from './diagnostics.js';
import { createOpenSession } from './gemini/open-session.js';
import type { TokenProvider } from './gemini/token.js';
import { hangUp, microphone, microphoneOff, phone, warning } from './ui/icons.js';
import { styles } from './ui/styles/card.styles.js';
import { strings } from './ui/strings/en.js';

const states: readonly CallState[] = ['idle', 'connecting', 'ready', 'streaming'];

/** Seconds of speech that a tape holds unless the page says otherwise. */
const MAX_HOLD = 30;

/** Milliseconds from one drawing of the level to the next. */
const METER_INTERVAL = 100;

/** An attribute that holds a number from 0 to `max`; gone, or holding anything else, it counts as `initial`. */
const numberOr = (initial: number, max = Infinity) => ({
  fromAttribute(text: string | null): number {
    const number = Number.parseFloat(text ?? '');
    return number >= 0 && number <= max ? number : initial;
  },
});

/** `value` where it is one of what is possible, else the first of them. */
function oneOf<T>(value: T, initial: T, ...others: readonly T[]): T {
  return others.includes(value) ? value : initial;
}

/**
 * A spoken call with a Gemini Live model, in one tag.
 *
 * From the moment the microphone is live until the call ends, every sample is delivered in order,
 * or counted and reported as lost.
 *
 * @tagname live-call
 * @summary A spoken call with a Gemini Live model.
 *
 * @event {BeforeStartEvent} beforestart - Before a call starts; `preventDefault()` keeps it from starting.
 * @event {StateChangeEvent} statechange - After the call moved to another state.
 * @event {MuteChangeEvent} mutechange - After `muted` changed.
 * @event {VolumeChangeEvent} volumechange - After `volume` changed.
 * @event {AudioLossEvent} audioloss - In the moment in which speech is known to be lost.
 * @event {ToolCallEvent} toolcall - When the model calls a function, before its handler runs.
 * @event {CallErrorEvent} callerror - When a call fails, before its `callend`.
 * @event {CallEndEvent} callend - Once for every call, after everything it held was released.
 *
 * @slot start - The words on the button that starts a call.
 * @slot notice - The line beside it, which tells people that they talk to an AI.
 *
 * @csspart card - The frame around everything.
 * @csspart meter - The live level.
 * @csspart status - What is going on, in a word.
 * @csspart hint - The smaller line under it.
 * @csspart start - The button that starts a call.
 * @csspart mute - The button that mutes the microphone.
 * @csspart end - The button that ends the call.
 *
 * @cssstate idle - No call.
 * @cssstate connecting - The session is being opened, for the first time or again.
 * @cssstate ready - The session is open; nothing has been sent yet.
 * @cssstate streaming - Speech is on its way.
 * @cssstate speaking - The model's voice sounds.
 * @cssstate muted - The microphone is muted.
 *
 * @cssproperty --live-call-accent - Colour of the start button and the meter.
 * @cssproperty --live-call-on-accent - Colour of what stands on it.
 * @cssproperty --live-call-background - Colour of the card.
 * @cssproperty --live-call-color - Colour of the text.
 * @cssproperty --live-call-quiet - Colour of the smaller text.
 * @cssproperty --live-call-border - Colour of the lines.
 * @cssproperty --live-call-danger - Colour of the end button and of errors.
 * @cssproperty --live-call-on-danger - Colour of what stands on it.
 * @cssproperty --live-call-radius - Radius of the card.
 * @cssproperty --live-call-font - Font family.
 * @cssproperty --live-call-offset - Distance of a floating call from the edges of the window.
 * @cssproperty --live-call-z-index - Layer of a floating call.
 */
export class LiveCall extends LitElement {
  static override styles = styles;
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  readonly #internals = this.attachInternals();
  readonly #call: CallController = new CallController(this, () => ({
    openAudio,
    devices: this.#devices,
    openSession: createOpenSession(this),
    maxHold: Number.isFinite(this.maxHold) && this.maxHold >= 0 ? this.maxHold : MAX_HOLD,
    workletUrl: this.workletUrl,
    resend: oneOf(this.resend, 'handle', 'unsent', 'none'),
    whenBusy: oneOf(this.whenBusy, 'take-over', 'refuse'),
  }));

  /** Endpoint of the token broker: POSTed before each connect, answers JSON `{ "token": "auth_tokens/…" }`. */
  @property({ attribute: 'token-url' }) tokenUrl?: string;

  /** Gets a token in the page's own way, instead of `token-url`. */
  @property({ attribute: false }) tokenProvider?: TokenProvider;

  /** Endpoint of the Live API, for a proxy, a region or an emulator. */
  @property({ attribute: 'base-url' }) baseUrl?: string;

  /** Version of the Live API. */
  @property({ attribute: 'api-version' }) apiVersion?: string;

  /** The model to talk to, where the token does not fix it. */
  @property() model?: string;

  /** The model's voice, where the token does not fix it. */
  @property() voice?: string;

  /** The language of the call as a BCP-47 code, where the token does not fix it. */
  @property() language?: string;

  /** The system instruction, where the token does not fix it. */
  @property() instructions?: string;

  /** In the flow of the page, or in a corner of the window. */
  @property({ reflect: true }) variant: 'inline' | 'floating' = 'inline';

  /** The corner of a floating call. */
  @property({ reflect: true }) placement: 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start' =
    'bottom-end';

  /** Keeps calls from being started. */
  @property({ type: Boolean, reflect: true }) disabled = false;

  /** Length of the tape in seconds: how much speech is kept while the model cannot take any. 0 = none. */
  @property({ converter: numberOr(MAX_HOLD), attribute: 'max-hold' }) maxHold = MAX_HOLD;

  /**
   * What is sent again after a connection was lost: what the resumed session cannot know of, only what
   * never left the page, or nothing.
   */
  @property() resend: Resend = 'handle';

  /** What starting does while another call goes on on the page: end that one, or fail with `call-elsewhere`. */
  @property({ attribute: 'when-busy' }) whenBusy: WhenBusy = 'take-over';

  /** Where `live-call.worklet.js` is served, for pages whose `script-src` does not allow `blob:`. */
  @property({ attribute: 'worklet-url' }) workletUrl?: string;

  /** Id of the microphone to use, from `listDevices()`; without, the system's default is followed. */
  @property({ attribute: 'microphone-id' }) microphoneId?: string;

  /** Id of the speaker to use, where the browser lets a page choose. */
  @property({ attribute: 'speaker-id' }) speakerId?: string;

  /** Writes an account of each call to the console (`console.debug`): no token, and nothing that is said. */
  @property({ type: Boolean }) debug = false;

  @query('.meter') private meter!: HTMLElement | null;
  @query('button') private button!: HTMLElement | null;
  #focused: Element | undefined;
  /** When the level was last drawn, and the loudest moment since then. */
  #drawn = 0;
  #loudest = 0;

  constructor() {
    super();
    this.#call.onlevel = () => this.#showLevel();
    debugOnConsole(this);
  }

  /** Where the call is. */
  get state(): CallState {
    return this.#call.state;
  }

  /** Why the last call failed, with a stable `code`; undefined once a new one starts. */
  get error(): CallError | undefined {
    return this.#call.error;
  }

  /** What became of every sample of this call, or of the last one. */
  get ledger(): LedgerSnapshot {
    return this.#call.ledger;
  }

  /** Timings and counts of this call, or of the last one. */
  get metrics(): CallMetrics {
    return this.#call.metrics;
  }

  /** Whether the microphone is muted. The attribute sets how it starts; the property is not reflected, as on `<video>`. */
  @property({ type: Boolean, noAccessor: true })
  get muted(): boolean {
    return this.#call.muted;
  }

  set muted(muted: boolean) {
    this.#call.muted = muted;
  }

  /** Loudness of the model's voice, 0 to 1. Throws an IndexSizeError outside of it, as `<video>` does. */
  @property({ converter: numberOr(1, 1), noAccessor: true })
  get volume(): number {
    return this.#call.volume;
  }

  set volume(volume: number) {
    this.#call.volume = volume;
  }

  /**
   * Starts a call; call it in a click. Resolves when the call is ready. Rejects with a CallError when
   * it fails, with an AbortError when it is stopped before, with an InvalidStateError when disabled.
   */
  start(): Promise<void> {
    if (this.disabled) {
      return Promise.reject(new DOMException('<live-call> is disabled.', 'InvalidStateError'));
    }
    return this.#call.start();
  }

  /** Ends the call, if there is one. Resolves when the last word is sent and everything is released. */
  stop(): Promise<void> {
    return this.#call.stop();
  }

  /**
   * Lets the model call a function, in this call and all others, until the signal aborts. The model learns
   * of it in the setup, so register it before the call starts, or declare it in the token. Throws a
   * TypeError when the name, the schema or `execute` is unusable.
   */
  registerTool(tool: ToolDefinition, options?: ToolOptions): void {
    this.#call.registerTool(tool, options);
  }

  /**
   * Tells the model something in writing, after what was said so far; while the call is connecting, as
   * soon as it is. Throws an InvalidStateError when there is no call.
   */
  sendText(text: string): void {
    this.#call.sendText(text);
  }

  /** Silences the model's voice at once and for the rest of its turn. */
  interrupt(): void {
    this.#call.interrupt();
  }

  /** The microphones and speakers to choose from; before the microphone is allowed, few browsers name them. */
  listDevices(): Promise<AudioDevices> {
    return listDevices();
  }

  get #devices(): ChosenDevices {
    return { microphone: this.microphoneId, speaker: this.speakerId };
  }

  /** What a bug report needs, fit for `JSON.stringify`: no token, no instructions, nothing that was said. */
  diagnostics(): Diagnostics {
    return diagnose(this.#call, this);
  }

  /** Tells `moveBefore()` that a call survives a move. */
  connectedMoveCallback(): void {}

  /** Another document is another page. Its styles have to be made there, and it may go without a word to us. */
  adoptedCallback(): void {
    this.#call.leave();
    const { ownerDocument, shadowRoot } = this;
    const view = ownerDocument.defaultView;
    if (!view || !shadowRoot) return;
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(styles.cssText);
    shadowRoot.adoptedStyleSheets = [sheet];
    view.addEventListener('pagehide', () => {
      if (this.ownerDocument === ownerDocument) this.#call.leave();
    });
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    // As on `<video>`, and a page that renders anew must not open a muted microphone.
    if (name === 'muted' && value === null) return;
    super.attributeChangedCallback(name, old, value);
  }

  protected override willUpdate(): void {
    this.#focused = this.shadowRoot?.activeElement ?? undefined;
  }

  protected override updated(): void {
    this.#call.choose(this.#devices);
    for (const state of states) this.#show(state, state === this.state);
    this.#show('speaking', this.#call.speaking);
    this.#show('muted', this.muted);
    // A button that goes away takes the keyboard's place with it, so its successor takes over.
    if (this.#focused && !this.#focused.isConnected) this.button?.focus();
  }

  #show(state: string, on: boolean): void {
    if (on) this.#internals.states.add(state);
    else this.#internals.states.delete(state);
  }

  /** Draws the loudest moment since the last drawing, ten times a second: each drawing costs more than the chunk that brought it. */
  #showLevel(): void {
    const { microphone: input, speaker } = this.#call.levels;
    this.#loudest = Math.max(this.#loudest, this.#call.speaking ? speaker : input);
    const now = performance.now();
    if (now - this.#drawn < METER_INTERVAL) return;
    this.#drawn = now;
    const level = this.#loudest;
    this.#loudest = 0;
    // Loudness is felt on a logarithmic scale: -50 dB and below is rest, 0 dB is full height.
    const height = level > 0 ? Math.max(0, 1 + (20 * Math.log10(level)) / 50) : 0;
    this.meter?.style.setProperty('--_level', height.toFixed(2));
  }

  readonly #start = (): void => {
    this.start().catch(() => {
      // `callerror` has told the page, and the card shows it.
    });
  };

  /** The second click of a double click on the start button lands here, and does not mean it. */
  readonly #stop = (event: MouseEvent): void => {
    if (event.detail < 2) void this.stop();
  };

  readonly #mute = (): void => {
    this.muted = !this.muted;
  };

  #mood(): { name: string; status: string; hint?: string | undefined } {
    const { recording, speaking, metrics, trouble } = this.#call;
    if (this.state === 'connecting') {
      const name = 'connecting';
      if (trouble === 'blocked') {
        return { name, status: strings.connecting, hint: strings.blocked };
      }
      if (metrics.ready !== undefined) {
        return { name, status: strings.reconnecting, hint: strings.reconnectingHint };
      }
      if (recording) return { name, status: strings.connecting, hint: strings.connectingHint };
      if (metrics.microphone !== undefined) return { name, status: strings.connecting };
      return { name, status: strings.asking, hint: strings.askingHint };
    }
    if (this.muted) {
      const hint = trouble === 'blocked' ? strings.blocked : strings.mutedHint;
      return { name: 'muted', status: strings.muted, hint };
    }
    const hint = trouble && strings[trouble];
    return speaking
      ? { name: 'speaking', status: strings.speaking, hint }
      : { name: 'listening', status: strings.listening, hint };
  }

  #renderIdle(): TemplateResult {
    const { error } = this;
    return html`
      ${error ? warning : nothing}
      <div class="text">
        ${
          error
            ? html`<p class="status" part="status">${error.message}</p>
                <p class="hint" part="hint">${error.next}</p>`
            : html`<p class="hint" part="hint"><slot name="notice">${strings.notice}</slot></p>`
        }
      </div>
      <div class="controls">
        <button class="start" part="start" ?disabled=${this.disabled} @click=${this.#start}>
          ${phone}<slot name="start">${error ? strings.again : strings.start}</slot>
        </button>
      </div>
    `;
  }

  #renderCall(): TemplateResult {
    const mood = this.#mood();
    return html`
      <div class="meter ${mood.name}" part="meter" aria-hidden="true">
        <i></i><i></i><i></i><i></i><i></i>
      </div>
      <div class="text">
        <p class="status" part="status">${mood.status}</p>
        ${mood.hint ? html`<p class="hint" part="hint">${mood.hint}</p>` : nothing}
      </div>
      <div class="controls">
        <button class="mute" part="mute" aria-pressed=${this.muted} @click=${this.#mute}>
          ${this.muted ? microphoneOff : microphone}${strings.mute}
        </button>
        <button class="end" part="end" @click=${this.#stop}>${hangUp}${strings.end}</button>
      </div>
    `;
  }

  /** What a screen reader says by itself: how the call goes, but not each turn of the talk. */
  #announcement(): string {
    const { state, error, metrics } = this;
    if (error) return `${error.message} ${error.next}`;
    if (state === 'connecting') return this.#mood().status;
    if (state !== 'idle') return this.#mood().hint ?? strings.connected;
    return metrics.ready === undefined ? '' : strings.ended;
  }

  protected override render(): TemplateResult {
    const idle = this.state === 'idle';
    return html`
      <section class="card ${this.error ? 'error' : ''}" part="card" aria-label=${strings.label}>
        ${idle ? this.#renderIdle() : this.#renderCall()}
        <p class="unseen" role="status">${this.#announcement()}</p>
      </section>
    `;
  }
}

export interface LiveCall {
  addEventListener<K extends keyof LiveCallEventMap>(
    type: K,
    listener: (this: LiveCall, event: LiveCallEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: LiveCall, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}
