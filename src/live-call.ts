import { LitElement, type TemplateResult } from 'lit';
import { listDevices, type AudioDevices } from './audio/devices.js';
import type { AddCallEventListener } from './call/events.js';
import type { LedgerSnapshot } from './call/ledger.js';
import type { CallState } from './call/lifecycle.js';
import type { CallMetrics } from './call/metrics.js';
import type { ToolDefinition, ToolOptions } from './call/tools.js';
import type { TranscriptItem } from './call/transcript.js';
import { CallController, devicesOf, type CallError, type StartOptions } from './controller.js';
import { debugOnConsole } from './debug.js';
import { diagnose, type Diagnostics } from './diagnostics.js';
import { warnOfMisspelt } from './misspelt.js';
import { pictureOf } from './picture-of.js';
import { isOn } from './setting-kinds.js';
import { delegate, elementProperties, readSettings } from './settings.js';
import type { ElementSettings } from './settings.js';
import { StartGate } from './start-gate.js';
import { behave } from './ui/behaviour.js';
import { cardActions } from './ui/card-actions.js';
import { card } from './ui/card.js';
import { createStates } from './ui/custom-states.js';
import { enterDocument } from './ui/enter-document.js';
import { isCall } from './ui/layout.js';
import { Localizer, registerStrings } from './ui/localize.js';
import { createMeter } from './ui/meter.js';
import { OpenDevices } from './ui/open-devices.js';
import type { Said } from './ui/status-line.js';
import { styles } from './ui/styles/styles.js';

/**
 * A spoken call with a Gemini Live model, in one tag. From the moment the microphone is live until the
 * call ends, every sample is delivered in order, or counted and reported as lost.
 *
 * Its slots and parts are listed in `ui/card.ts`, its custom states in `ui/custom-states.ts`, its custom properties in
 * `ui/styles/styles.ts`; the manifest has them all.
 *
 * @tagname live-call
 * @summary A spoken call with a Gemini Live model.
 *
 * @event {BeforeStartEvent} beforestart - Before a call starts; `preventDefault()` keeps it from starting.
 * @event {ConsentEvent} consent - When the caller agrees to what the slot `consent` says.
 * @event {StateChangeEvent} statechange - After the call moved to another state.
 * @event {MicMuteChangeEvent} micmutechange - After `micMuted` changed.
 * @event {VolumeChangeEvent} volumechange - After `volume` or `muted` changed.
 * @event {AudioLossEvent} audioloss - In the moment in which speech is known to be lost.
 * @event {ToolCallEvent} toolcall - When the model calls a function, before it runs.
 * @event {TranscriptEvent} transcript - Whenever an item of the transcript is new or reads otherwise.
 * @event {GroundingEvent} grounding - When the server tells on which pages an answer rests.
 * @event {CallErrorEvent} callerror - When a call fails, before its `callend`.
 * @event {CallEndEvent} callend - Once for every call, after everything it held was released.
 */
export class LiveCall extends LitElement {
  static override styles = styles;
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = elementProperties;
  static registerStrings = registerStrings;

  static {
    delegate(this.prototype, (element: LiveCall) => element.#call);
  }

  readonly #showStates = createStates(this);
  readonly #call: CallController = new CallController(this, this);
  readonly #gate = new StartGate(this, this.#call);
  readonly #actions = cardActions(this, this.#gate, new OpenDevices(this));
  readonly #localizer = new Localizer(this);
  #said: Said = ['', ''];
  #leaveDocument = () => {};

  constructor() {
    super();
    Object.assign(this, readSettings({}));
    this.#call.onlevel = createMeter(() =>
      this.shadowRoot?.querySelectorAll<HTMLElement>('.meter, .wave, .level i'),
    );
    behave(this, () => isCall(this.#call.status));
    this.#gate.attach();
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

  /** The words of this call, as heard; with `captions` on, those of the last one until the next begins. */
  get transcript(): readonly TranscriptItem[] {
    return this.#call.transcript;
  }

  /**
   * Starts a call, in writing with `{ microphone: false }`; call it in a click. Resolves when the call is ready.
   * Rejects with a CallError when it fails, with an AbortError when it is stopped before or the caller does not
   * agree, with an InvalidStateError when disabled, and with a NotAllowedError where nobody has clicked or pressed a
   * key on the page, unless `allowAutostart` is set.
   */
  start(options?: StartOptions): Promise<void> {
    return this.#gate.start(options);
  }

  /** Ends the call, if there is one. Resolves when the last word is sent and everything is released. */
  stop(): Promise<void> {
    this.#gate.refuse();
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

  /** Lets the microphone join a call that began without; rejects with a CallError where none is to be had. */
  useMicrophone(): Promise<void> {
    return this.#call.useMicrophone();
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

  /** Tells `moveBefore()` that a call survives a move; its language may be another there. */
  connectedMoveCallback(): void {
    this.#localizer.hostConnected();
  }

  /** Another document is another page. Its styles have to be made there, and it may go without a word to us. */
  adoptedCallback(): void {
    this.#call.hostMoved();
    this.#leaveDocument();
    this.#leaveDocument = enterDocument(this, styles.cssText, () => this.#call.leave());
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    // As on `<video>`, and a page that renders anew must not open a muted microphone.
    if (/^(mic-)?muted$/.test(name) && !isOn(value)) return;
    super.attributeChangedCallback(name, old, value);
  }

  protected override updated(): void {
    this.#call.choose(devicesOf(this));
    this.#showStates(this.#call);
  }

  protected override render(): TemplateResult {
    const { words } = this.#localizer;
    const { view } = this.#actions;
    const picture = pictureOf(this, this.#call, this.#gate, { words, view, said: this.#said });
    this.#said = picture.said;
    return card(picture, this.#actions);
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
