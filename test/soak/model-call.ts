import type { CallController } from '../../src/call/call-controller.js';
import type { AudioLossEvent, CallEndEvent, StateChangeEvent } from '../../src/call/events.js';
import type { LedgerSnapshot } from '../../src/call/ledger.js';
import { lifecycle, type CallState } from '../../src/call/lifecycle.js';
import type { Resend } from '../../src/connection/uplink.js';
import { controllerOn, FakeHost, ownPage } from '../helpers/fake-world.js';
import { Account } from './account.js';
import { countedSample } from './count-samples.js';
import { openEngine, type Engine } from './engine.js';
import { FakeServer } from './fake-server.js';
import { Live } from './live.js';
import { modelTools } from './model-tools.js';
import { settle, type HeldTime } from './time.js';

export interface ModelSettings {
  readonly maxHold: number;
  readonly resend: Resend;
  readonly muted: boolean;
}

/** Milliseconds of a step of the clock: a report comes ten times a second. */
const STEP = 100;

const edges = new Set(
  Object.entries(lifecycle.states).flatMap(([state, { on }]) =>
    Object.values(on).map(({ target }) => `${state} > ${target}`),
  ),
);

/** A call in a world of which the test pulls all strings, and which checks itself after each pull. */
export class ModelCall {
  readonly live = new Live();
  readonly host = new FakeHost();
  readonly server: FakeServer;
  readonly call: CallController;
  readonly time: HeldTime;
  engine: Engine | undefined;
  /** Starts that were asked for, and those that were answered. */
  started = 0;
  settled = 0;
  /** The faults so far, in words. */
  readonly faults: string[] = [];
  #account = new Account();
  /** Whether a call has asked for the microphone since the one before ended. */
  #opened = false;
  readonly #settings: ModelSettings;
  #state: CallState = 'idle';
  #begun = 0;
  #ended = 0;
  #lost = 0;

  constructor(settings: ModelSettings, time: HeldTime) {
    this.#settings = settings;
    this.time = time;
    ownPage();
    this.server = new FakeServer(this.live, () => this.#account);
    const source = (block: Float32Array, position: number) => {
      for (let i = 0; i < block.length; i++) block[i] = countedSample(position + i) / 32_768;
    };
    const openAudio = openEngine(16_000, source, this.live, (engine) => {
      this.engine = engine;
      this.#account = new Account(settings.resend === 'handle');
      this.#opened = true;
    });
    const { maxHold, resend } = settings;
    const openSession = this.server.open;
    this.call = controllerOn(this.host, { openAudio, openSession, maxHold, resend });
    this.call.micMuted = settings.muted;
    this.call.hostConnected();
    for (const [name, handler] of Object.entries(modelTools))
      this.call.registerTool({ name, execute: handler });
    this.#watch();
  }

  start(): void {
    this.started += 1;
    const done = () => (this.settled += 1);
    this.call.start().then(done, done);
  }

  /** Lets time pass for everybody; `awake` unless the page is too busy to hear of it before it is over. */
  async pass(ms: number, { awake = true, silent = false } = {}): Promise<void> {
    for (let left = ms; left > 0; left -= STEP) {
      this.engine?.run(Math.min(left, STEP) / 1000, silent);
      if (!awake) continue;
      this.engine?.deliver();
      this.time.pass(Math.min(left, STEP));
      await settle();
    }
    if (!awake) this.time.pass(ms);
    this.engine?.deliver();
    await settle();
  }

  /** The call must be in one of these states by now. */
  expect(...states: readonly CallState[]): void {
    const { state } = this.call;
    if (!states.includes(state)) this.#blame(`${state}, and not ${states.join(' or ')}`);
  }

  /** Everything that must hold at any moment. */
  check(): void {
    const { call, live } = this;
    if (live.most > 1) this.#blame(`${live.most} of a kind lived at once`);
    if (call.state !== this.#state) this.#blame(`${call.state} was never announced`);
    this.#checkBalance(call.ledger);
    const open = call.state === 'ready' || call.state === 'streaming';
    // Until its last word is out, a call that was ended holds on to what it needs for that.
    const ending = this.#ended < this.#begun - (call.state === 'idle' ? 0 : 1);
    if (!ending && open !== live.now.captures > 0) {
      this.#blame(`${live.now.captures} captures in ${call.state}`);
    }
    this.faults.push(...this.#account.faults.splice(0));
    if (open) this.#checkArrival(call.ledger);
    if (call.state === 'idle' && !ending) this.#checkNothingLives();
    if (this.faults.length > 0) throw new Error(this.faults.splice(0).join('; '));
  }

  /** Ends it all: every promise settles, and nothing is left. */
  async end(): Promise<void> {
    let stopped = false;
    void this.call.stop().then(() => (stopped = true));
    await settle();
    await this.pass(1000);
    if (!stopped) this.#blame('stop() did not settle');
    if (this.settled !== this.started) this.#blame(`${this.started - this.settled} starts hang`);
    if (this.#ended !== this.#begun) this.#blame(`${this.#begun} began and ${this.#ended} ended`);
    if (new Set(this.server.answered).size !== this.server.answered.length) {
      this.#blame(`answered twice: ${this.server.answered.join()}`);
    }
    this.#checkNothingLives();
    if (this.time.timers > 0) this.#blame(`${this.time.timers} timers are left`);
    this.check();
  }

  #watch(): void {
    this.host.addEventListener('beforestart', () => (this.#begun += 1));
    this.host.addEventListener('statechange', (event) => {
      const { state, previous } = event as StateChangeEvent;
      if (!edges.has(`${previous} > ${state}`)) this.#blame(`${previous} > ${state} is no edge`);
      this.#state = state;
    });
    this.host.addEventListener('audioloss', (event) => {
      const { samples, ledger } = event as AudioLossEvent;
      this.#lost += samples;
      this.#checkBalance(ledger);
    });
    this.host.addEventListener('callend', (event) => {
      this.#ended += 1;
      const { ledger, metrics } = event as CallEndEvent;
      this.#checkBalance(ledger);
      if (ledger.held + ledger.queued + ledger.playback.queued > 0) this.#blame('something waits');
      if (this.#lost !== ledger.dropped)
        this.#blame(`${this.#lost} of ${ledger.dropped} were told`);
      this.#lost = 0;
      if (this.#opened) this.#checkArrival(ledger);
      this.#opened = false;
      if (metrics.lost !== ledger.dropped) this.#blame('metrics and ledger differ');
    });
  }

  /** The page's account balances, and is the same as the server's. */
  #checkBalance(ledger: LedgerSnapshot): void {
    const { captured, held, queued, sent, dropped, drops, atRisk, playback } = ledger;
    const { received, played, flushed, queued: waiting } = playback;
    const { written, waiting: unsent, sent: told, dropped: untold } = ledger.texts;
    const numbers = [captured, held, queued, sent, dropped, atRisk, ledger.resent];
    const all = [
      ...numbers,
      ...Object.values(drops),
      received,
      played,
      flushed,
      waiting,
      unsent,
      told,
      untold,
    ];
    const sum = Object.values(drops).reduce((total, one) => total + one, 0);
    const balanced =
      all.every((count) => Number.isInteger(count) && count >= 0) &&
      captured === held + queued + sent + dropped &&
      dropped === sum &&
      atRisk <= sent &&
      received === played + flushed + waiting &&
      written === unsent + told + untold;
    if (!balanced) this.#blame(`does not balance: ${JSON.stringify(ledger)}`);
  }

  /** Compares the last call with what arrived of it. */
  #checkArrival({ sent, resent, drops }: LedgerSnapshot): void {
    const { arrived, reach, missing } = this.#account;
    if (arrived !== sent + resent) {
      this.#blame(`${arrived} arrived of ${sent} sent and ${resent} resent`);
    }
    if (reach - missing !== sent) this.#blame(`${reach - missing} differ of ${sent} sent`);
    if (missing > drops.overflow) this.#blame(`${missing} are missing, ${drops.overflow} dropped`);
    if (this.#settings.resend === 'none' && resent > 0) this.#blame('sent again');
  }

  #checkNothingLives(): void {
    const { contexts, streams, sockets, captures } = this.live.now;
    if (contexts + streams + sockets + captures > 0) this.#blame(JSON.stringify(this.live.now));
  }

  #blame(fault: string): void {
    this.faults.push(fault);
  }
}
