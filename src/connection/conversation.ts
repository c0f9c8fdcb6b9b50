import { asCallError } from '../call/errors.js';
import type { OpenSession, Session, SessionEvent } from '../call/ports/session.js';
import { CallerVoice } from './caller-voice.js';
import { Connection, type ConnectionEvent } from './connection.js';
import type { Opened, Resend } from './connection-ports.js';
import type {
  ConversationCommand,
  ConversationEvent,
  ConversationPort,
  SessionNumber,
} from './conversation-ports.js';
import { Intake } from './intake.js';
import { blame, type Blame } from './suspects.js';
import { Uplink } from './uplink.js';
import { Voice } from './voice.js';

/** A text counts as so much speech, in ms, that a server which lives does not leave without a sign. */
const WRITTEN_MS = 1000;

type Command<Type extends ConversationCommand['type']> = Extract<
  ConversationCommand,
  { readonly type: Type }
>;

/**
 * One conversation with the model, from the tape to the socket and from the socket to the loudspeaker. It needs
 * nothing of the page but answers, so it runs in the page or in a Worker.
 */
export class Conversation implements ConversationPort {
  readonly #on: (event: ConversationEvent) => void;
  readonly #life = new AbortController();
  readonly #connection: Connection;
  readonly #uplink: Uplink;
  readonly #intake: Intake;
  readonly #voice: Voice;
  readonly #callerVoice = new CallerVoice();
  #resend: Resend = 'handle';
  /** Whether the items sent last may be to blame for the loss of the session. */
  #blame: Blame = blame.planned;
  /** The session in use, or to be used once the call says so, and the number of the newest. */
  #session: Session | undefined;
  #sessions: SessionNumber = 0;
  /** The loss of the last session, if it was lost. */
  #loss: Extract<ConversationEvent, { readonly type: 'lost' }>['error'] | undefined;
  /** Calls of functions that the model has made, and whether one of them waits for its answer. */
  #calls = 0;
  #pending = false;
  #brief: Command<'brief'> | undefined;
  #onbrief = (_brief: Command<'brief'>) => {};
  #ontaped = () => {};
  readonly #taped = new Promise<void>((resolve) => (this.#ontaped = resolve));

  constructor(openSession: OpenSession, on: (event: ConversationEvent) => void) {
    this.#on = on;
    this.#uplink = new Uplink({
      sent: (samples, again) => on({ type: 'sent', samples, again }),
      textSent: (text, again) => {
        on({ type: 'textSent', text, again });
        this.#connection.spoke(WRITTEN_MS);
        // Whoever writes does not wait for the rest, whether or not the server breaks it off.
        if (!again) this.#silence();
      },
      gaveUp: (samples) => on({ type: 'gaveUp', samples }),
      textUnsent: (text, dropped) => on({ type: 'textUnsent', text, dropped }),
      late: (late) => on({ type: 'late', late }),
      failed: (error) => this.#fail(error),
    });
    this.#intake = new Intake({
      report: (report) => {
        const spokenMs = this.#callerVoice.measure(report);
        on({ type: 'captured', report, spokenMs });
        if (spokenMs > 0) this.#connection.spoke(spokenMs);
        this.#uplink.report(report);
      },
      chunk: (chunk) => this.#uplink.push(chunk),
      paused: () => this.#uplink.pause(),
    });
    this.#voice = new Voice((report) => on({ type: 'played', report }));
    const options = {
      openSession: (async (request, hear) => {
        const { tools } = await this.#askBrief();
        request.signal.throwIfAborted();
        return openSession({ ...request, tools }, hear);
      }) satisfies OpenSession,
      tools: () => [],
      history: () => this.#brief?.history ?? [],
      isBusy: () => this.#pending || this.#voice.turnOpen,
      isStuck: () => this.#uplink.stuck,
    };
    this.#connection = new Connection(options, (event) => this.#hear(event), this.#life.signal);
  }

  post(command: ConversationCommand): void {
    switch (command.type) {
      case 'open':
        return this.#open(command);
      case 'taped':
        return this.#ontaped();
      case 'tape':
        return this.#useTape(command);
      case 'missed':
        return this.#intake.missed(command.samples);
      case 'voice':
        return this.#voice.use(command.line);
      case 'brief':
        return this.#onbrief((this.#brief = command));
      case 'attach':
        return this.#attach(command.session);
      case 'reopen':
        return this.#reopen();
      case 'online':
        return this.#online();
      case 'write':
        return this.#uplink.write(command.text);
      case 'greet':
        return this.#greet(command.text);
      case 'answer':
        return this.#uplink.answer(command.response);
      case 'work':
        return this.#follow(command);
      case 'silence':
        return this.#silence();
      case 'carry':
        return this.#carry();
      case 'ending':
        if (!this.#uplink.attached) this.#connection.close();
        return;
      case 'hangUp':
        return this.#hangUp();
      case 'close':
        return this.#close();
    }
  }

  #open({ resend, marks, inherited }: Command<'open'>): void {
    this.#resend = resend;
    this.#uplink.marks.on = marks;
    if (!inherited) {
      const opening = this.#connection.open(this.#taped);
      return this.#await(opening.then((session) => ({ session, contextLost: false })));
    }
    this.#connection.memory.keep(inherited.handle);
    this.#uplink.inherit(inherited.items);
    this.#await(this.#connection.reopen(undefined, this.#taped));
  }

  #reopen(): void {
    this.#letGo();
    // The voice that is here plays out; the rest of the turn died with the old session.
    this.#hear({ type: 'turnComplete' });
    this.#await(this.#connection.reopen(this.#loss, this.#taped));
    this.#loss = undefined;
  }

  #await(opening: Promise<Opened>): void {
    opening
      .then(({ session, contextLost }) => {
        // From here on the session is watched, though the call has yet to say that it takes it.
        this.#session = session;
        this.#connection.opened();
        // A session that knows of no function call waits for no answer.
        if (contextLost) this.#uplink.dropFirst();
        this.#on({ type: 'opened', session: ++this.#sessions, contextLost });
      })
      .catch((error: unknown) => this.#fail(error));
  }

  #attach(number: SessionNumber): void {
    if (this.#session && number === this.#sessions)
      this.#uplink.attach(this.#session, this.#intake);
  }

  #online(): void {
    // A session of which the call has not heard yet has come by the new network.
    if (!this.#session || this.#uplink.attached) globalThis.dispatchEvent(new Event('online'));
  }

  /** Lets go of the session, if there is one. */
  #letGo(): void {
    if (!this.#session) return;
    const byServer = this.#blame === blame.server;
    const again = this.#uplink.detach(this.#resend, this.#blame);
    this.#session.close();
    this.#session = undefined;
    this.#blame = blame.planned;
    this.#connection.closed();
    this.#on({ type: 'disconnected', again, byServer });
    if (this.#uplink.giveUp()) this.#connection.excuse();
  }

  #hear(event: ConnectionEvent): void {
    switch (event.type) {
      case 'audio': {
        const dropped = !this.#voice.play(event.samples, event.rate);
        return this.#on({ type: 'voice', samples: event.samples.length, dropped });
      }
      case 'interrupted':
        this.#voice.interrupted();
        break;
      case 'turnComplete':
        this.#voice.endTurn();
        break;
      case 'transcription':
        // Words of a turn that the caller has silenced do not sound.
        if (event.speaker === 'model' && this.#voice.silenced) return;
        break;
      case 'toolCall':
        return this.#called(event);
      case 'covered':
        this.#on(event);
        return this.#uplink.cover();
      case 'handOver':
        this.#letGo();
        break;
      case 'lost':
        this.#loss = event.error;
        this.#blame = event.byServer ? blame.server : blame.network;
        this.#letGo();
        break;
    }
    this.#on(event);
  }

  /** Before the page has heard of it: the server may take no more speech from here on. */
  #called(event: Extract<SessionEvent, { readonly type: 'toolCall' }>): void {
    this.#calls += 1;
    this.#pending = true;
    if (event.blocking) this.#uplink.hold(true);
    this.#on(event);
  }

  #follow({ calls, pending, blocking }: Command<'work'>): void {
    // It was said before the newest call was known.
    if (calls !== this.#calls) return;
    this.#pending = pending;
    this.#uplink.hold(blocking);
  }

  #useTape({ tape, line }: Command<'tape'>): void {
    this.#intake.use(line, (report, finished) =>
      this.#on({ type: 'taped', tape, report, finished }),
    );
  }

  #askBrief(): Promise<Command<'brief'>> {
    return new Promise((resolve) => {
      this.#onbrief = resolve;
      this.#on({ type: 'dialling' });
    });
  }

  #greet(text: string): void {
    this.#uplink.first((session) => {
      session.sendText(text);
      this.#on({ type: 'greeted' });
      this.#connection.spoke(WRITTEN_MS);
    });
  }

  #silence(): void {
    this.#voice.silence();
    this.#on({ type: 'silenced' });
  }

  #carry(): void {
    const { handle } = this.#connection.memory;
    if (handle === undefined) return;
    this.#uplink.detach(this.#resend);
    this.#on({ type: 'carried', handle, items: this.#uplink.carry() });
  }

  #hangUp(): void {
    this.#uplink.hangUp();
    this.#on({ type: 'hungUp' });
    // The words end with what was heard by now, so this comes after.
    this.#voice.close();
  }

  #close(): void {
    this.#life.abort();
    this.#intake.close();
    this.#voice.close();
  }

  #fail(error: unknown): void {
    if (this.#life.signal.aborted) return;
    this.#on({ type: 'failed', error: asCallError(error, 'internal') });
  }
}
