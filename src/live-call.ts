import { LitElement, type TemplateResult } from 'lit';
import { listDevices, type AudioDevices } from './audio/devices.js';
import type { CallError } from './call/errors.js';
import type { AddCallEventListener } from './call/events.js';
import type { LedgerSnapshot } from './call/ledger.js';
import type { CallState } from './call/lifecycle.js';
import type { CallMetrics } from './call/metrics.js';
import { previewOf } from './call/preview.js';
import type { ToolDefinition, ToolOptions } from './call/tools.js';
import { CallController, devicesOf } from './controller.js';
import { debugOnConsole } from './debug.js';
import { diagnose, type Diagnostics } from './diagnostics.js';
import { warnOfMisspelt } from './misspelt.js';
import {
  delegate,
  elementProperties,
  liveSettings,
  readSettings,
  settings,
  type ElementSettings,
} from './settings.js';
import { refusalOf } from './start-gate.js';
import { behave } from './ui/behaviour.js';
import { cardActions } from './ui/card-actions.js';
import { card } from './ui/card.js';
import { createStates } from './ui/custom-states.js';
import { enterDocument } from './ui/enter-document.js';
import { isCall, layoutOf } from './ui/layout.js';
import { createMeter } from './ui/meter.js';
import { named } from './ui/named.js';
import { announcement, type Said } from './ui/status-line.js';
import { en } from './ui/strings/en.js';
import { styles } from './ui/styles/styles.js';

/**
 * A spoken call with a Gemini Live model, in one tag. From the moment the microphone is live until the
 * call ends, every sample is delivered in order, or counted and reported as lost.
 *
 * @tagname live-call
 * @summary A spoken call with a Gemini Live model.
 *
 * @event {BeforeStartEvent} beforestart - Before a call starts; `preventDefault()` keeps it from starting.
 * @event {StateChangeEvent} statechange - After the call moved to another state.
 * @event {MicMuteChangeEvent} micmutechange - After `micMuted` changed.
 * @event {VolumeChangeEvent} volumechange - After `volume` or `muted` changed.
 * @event {AudioLossEvent} audioloss - In the moment in which speech is known to be lost.
 * @event {ToolCallEvent} toolcall - When the model calls a function, before it runs.
 * @event {CallErrorEvent} callerror - When a call fails, before its `callend`.
 * @event {CallEndEvent} callend - Once for every call, after everything it held was released.
 *
 * @slot start - The words on the button that starts a call.
 * @slot notice - The line beside it, which tells people that they talk to an AI.
 * @slot fallback - Another way to reach the site, such as a phone number, for when a call failed.
 *
 * @csspart card - The frame around everything.
 * @csspart meter - The live level.
 * @csspart status - The state of the call, in a few words.
 * @csspart hint - The smaller line under it.
 * @csspart code - The code of a failure that only the owner of the page can mend.
 * @csspart start - The button that starts a call.
 * @csspart mute - The button that mutes the microphone.
 * @csspart end - The button that ends the call.
 *
 * @cssstate idle - No call.
 * @cssstate connecting - The session is being opened, for the first time or again.
 * @cssstate ready - The session is open; nothing has been sent yet.
 * @cssstate streaming - Speech is on its way.
 * @cssstate reconnecting - The session was lost and the next one is looked for.
 * @cssstate speaking - The model's voice sounds.
 * @cssstate mic-muted - The microphone is muted.
 * @cssstate muted - The model's voice is muted.
 *
 * @cssproperty --live-call-accent - Colour of the start button and the meter.
 * @cssproperty --live-call-on-accent - Colour of the words on it.
 * @cssproperty --live-call-background - Colour of the card.
 * @cssproperty --live-call-color - Colour of the text.
 * @cssproperty --live-call-quiet - Colour of the smaller text.
 * @cssproperty --live-call-border - Colour of the lines.
 * @cssproperty --live-call-danger - Colour of the end button and of errors.
 * @cssproperty --live-call-on-danger - Colour of the words on it.
 * @cssproperty --live-call-radius - Radius of the card.
 * @cssproperty --live-call-font - Font family.
 * @cssproperty --live-call-offset - Distance of a floating call from the edges of the window.
 * @cssproperty --live-call-z-index - Layer of a floating call among those of the page; without it, the call lies above them all.
 */
export class LiveCall extends LitElement {
  static override styles = styles;
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = elementProperties;

  static {
    delegate(this.prototype, liveSettings, (element: LiveCall) => element.#call);
  }

  readonly #showStates = createStates(this);
  readonly #call: CallController = new CallController(this, this);
  readonly #actions = cardActions(this);
  #said: Said = ['', ''];
  #leaveDocument = () => {};

  constructor() {
    super();
    Object.assign(this, readSettings({}));
    this.#call.onlevel = createMeter(() =>
      this.shadowRoot?.querySelectorAll<HTMLElement>('.meter'),
    );
    behave(this, () => isCall(this.#call.status));
    this.addController({ hostConnected: () => warnOfMisspelt(this, LiveCall.observedAttributes) });
    debugOnConsole(this);
  }

  /** The state of the call. */
  get state(): CallState {
    return this.#call.state;
  }

  /** Whether the session was lost and the next one is looked for. */
  get reconnecting(): boolean {
    return this.#call.reconnecting;
  }

  /** Why the last call failed, with a stable `code`; undefined once a new one starts. */
  get error(): CallError | undefined {
    return this.#call.error;
  }

  /** The account of every sample of this call, or of the last one. */
  get ledger(): LedgerSnapshot {
    return this.#call.ledger;
  }

  /** Timings and counts of this call, or of the last one. */
  get metrics(): CallMetrics {
    return this.#call.metrics;
  }

  /**
   * Starts a call; call it in a click. Resolves when the call is ready. Rejects with a CallError when
   * it fails, with an AbortError when it is stopped before, with an InvalidStateError when disabled, and with a
   * NotAllowedError where nobody has clicked or pressed a key on the page, unless `allowAutostart` is set.
   */
  start(): Promise<void> {
    const refusal = refusalOf(this);
    return refusal ? Promise.reject(refusal) : this.#call.start();
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

  /** Facts for a bug report, fit for `JSON.stringify`: no token, no instructions, nothing that was said. */
  diagnostics(): Diagnostics {
    return diagnose(this.#call, this);
  }

  /** Tells `moveBefore()` that a call survives a move. */
  connectedMoveCallback(): void {}

  /** Another document is another page. Its styles have to be made there, and it may go without a word to us. */
  adoptedCallback(): void {
    this.#call.hostMoved();
    this.#leaveDocument();
    this.#leaveDocument = enterDocument(this, styles.cssText, () => this.#call.leave());
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    // As on `<video>`, and a page that renders anew must not open a muted microphone.
    if (/^(mic-)?muted$/.test(name) && !settings.muted.parse?.(value)) return;
    super.attributeChangedCallback(name, old, value);
  }

  protected override updated(): void {
    this.#call.choose(devicesOf(this));
    const { state, reconnecting, muted } = this;
    const { speaking, micMuted } = this.#call.status;
    this.#showStates({ [state]: true, reconnecting, speaking, 'mic-muted': micMuted, muted });
  }

  protected override render(): TemplateResult {
    const { variant, open, agentName, disabled, preview } = this;
    const status = preview ? previewOf(preview) : this.#call.status;
    const words = named(en, agentName);
    const said = (this.#said = announcement(status, words, this.#said));
    const layout = layoutOf(variant, open, status);
    return card({ status, words, said, layout, disabled, inert: !!preview }, this.#actions);
  }
}

export interface LiveCall extends ElementSettings {
  addEventListener: AddCallEventListener<LiveCall>;
}

declare global {
  interface HTMLElementTagNameMap {
    'live-call': LiveCall;
  }
}
