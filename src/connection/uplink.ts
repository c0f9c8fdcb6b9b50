import { CallError } from '../call/errors.js';
import type { Resend, UplinkListener } from './connection-ports.js';
import { MAX_CARRIED_CHUNKS, placeOf, toCarried, type CarriedItem } from './carried-item.js';
import type { Credit } from './intake.js';
import { isChunk, isMessage, isText, length, type Item } from './item.js';
import { BEFORE_SPEECH, Outbox, textMessage, type Message } from './outbox.js';
import type { TapeReport } from '../call/ports/audio.js';
import { CHUNK, MAX_CREDIT_CHUNKS, type Chunk } from '../call/ports/format.js';
import type { Session, ToolResponse } from '../call/ports/session.js';
import { Quiet } from './quiet.js';
import { RetransmitBuffer } from './retransmit-buffer.js';
import { SpeechMarks } from './speech-marks.js';
import { blame, Suspects, type Blame } from './suspects.js';

export type { Resend, UplinkListener };

/**
 * So many bytes may wait inside the socket before chunks wait here instead: two seconds of speech, as base64
 * in JSON. Nothing can be taken back once the browser has buffered it.
 */
const HIGH_WATER = 96_000;

/** Carries speech from the tape to the socket: the chunks that left the tape, and the line by which they leave the page. */
export class Uplink {
  readonly #listener: UplinkListener;
  /** In the order in which they go out; chunks that go out a second time come first. */
  readonly #waiting: Chunk[] = [];
  /** Everything sent on this line that may have to be sent again. */
  #sent = new RetransmitBuffer<Item>();
  readonly #suspects = new Suspects();
  readonly #quiet = new Quiet(() => this.drain());
  /** So many of the waiting chunks, the first ones, have been sent before. */
  #again = 0;
  #line: { readonly session: Session; readonly credit: Credit } | undefined;
  readonly #outbox = new Outbox();
  readonly marks = new SpeechMarks();
  /** Whether the server takes no input now; speech waits meanwhile, most of it on the tape. */
  #held = false;
  /** Samples that came in as chunks, and as of the last pause. */
  #pushed = 0;
  #paused = 0;
  /** The ends of the speech that came in as chunks, of whole chunks on the tape, and of the tape: positions, in samples. */
  #taken = 0;
  #taped = 0;
  #end = 0;

  constructor(listener: UplinkListener) {
    this.#listener = listener;
  }

  /** Lets the tape drain into `session`, on `credit`, after the chunks that wait here. */
  attach(session: Session, credit: Credit): void {
    const waiting = this.#waiting.length - this.#again;
    this.#line = { session, credit };
    this.marks.reset();
    credit.grant(MAX_CREDIT_CHUNKS - waiting);
    // Defer, so that `statechange` to ready fires before the first chunk moves the call to streaming.
    void Promise.resolve().then(() => this.drain());
  }

  /**
   * Lets go of the session. Chunks that the tape has handed over wait here, all others stay on the
   * tape. Returns how many samples wait to be sent again. `why` says whether an item may be to blame.
   */
  detach(resend: Resend, why: Blame = blame.planned): number {
    if (!this.#line) return 0;
    this.#quiet.stop();
    this.#suspects.judge(this.#sent, why);
    const { credit, session } = this.#line;
    this.#line = undefined;
    credit.revoke();
    session.close();
    const again: readonly Item[] = {
      handle: this.#sent.all(),
      unsent: this.#sent.unsent(session.bufferedAmount),
      none: [],
    }[resend];
    const chunks = again.filter(isChunk);
    this.#sent = new RetransmitBuffer();
    this.#waiting.unshift(...chunks);
    this.#again += chunks.length;
    this.#outbox.restore(again.filter(isMessage));
    for (const { text } of again.filter(isText)) this.#listener.textUnsent?.(text, false);
    return length(this.#waiting.slice(0, this.#again));
  }

  /** Lets go of everything on which too many connections ended; returns whether a text was among it. */
  giveUp(): boolean {
    const isGuilty = (item: Item) => this.#suspects.isGuilty(item);
    const again = this.#waiting.splice(0, this.#again);
    const kept = again.filter((chunk) => !isGuilty(chunk));
    this.#waiting.unshift(...kept);
    this.#again = kept.length;
    const texts = this.#outbox.remove(isGuilty).filter(isText);
    for (const { text } of texts) this.#listener.textUnsent?.(text, true);
    if (kept.length < again.length) this.#listener.gaveUp?.(length(again) - length(kept));
    return texts.length > 0;
  }

  /** The server gave a handle: a session that is resumed by it knows what had reached it by then. */
  cover(): void {
    this.#sent.cover(this.#line?.session.bufferedAmount ?? 0);
  }

  /** The tape's own account, cumulative. A chunk comes right after the report that counts it. */
  report({ taken, dropped, held }: TapeReport): void {
    const head = taken + dropped;
    if (taken === this.#pushed) this.#taken = head;
    // An engine that broke took the end of the tape with it.
    if (head + held < this.#end) this.#outbox.clampTo(head + held);
    this.#end = head + held;
    this.#taped = this.#end - (held % CHUNK);
    this.drain();
  }

  /** Whether there is a session to take anything. */
  get attached(): boolean {
    return this.#line !== undefined;
  }

  /** Whether the socket holds more than it should, and takes no more for now. */
  get stuck(): boolean {
    return this.#line !== undefined && this.#line.session.bufferedAmount > HIGH_WATER;
  }

  push(chunk: Chunk): void {
    this.#waiting.push(chunk);
    this.#pushed += chunk.samples.length;
    this.#taken = chunk.index + chunk.samples.length;
    this.drain();
  }

  /** Sends, in order, as much as the socket takes now; a chunk that it does not take stays first in line. */
  drain(highWater = HIGH_WATER): void {
    let quiet = false;
    const waits = (item: Item) => (quiet = highWater < Infinity && this.#isTrial(item));
    this.#write((session, credit) => {
      for (;;) {
        const chunk = this.#waiting[0];
        const position = this.#held ? BEFORE_SPEECH : (chunk?.index ?? this.#taken);
        if (!this.#sendMessages(session, position, waits)) return;
        if (!chunk || this.#held || session.bufferedAmount > highWater || waits(chunk)) return;
        this.#send(session, chunk, () => {
          this.marks.begin(session);
          session.sendAudio(chunk.samples);
        });
        this.#waiting.shift();
        const again = this.#again > 0;
        if (again) this.#again -= 1;
        else credit.grant(1);
        this.#listener.sent(chunk.samples.length, again);
      }
    });
    if (this.#line) this.#listener.late?.(this.#quiet.isLong(quiet));
  }

  /** The microphone pauses, or the caller lets go: the server need not wait for more. */
  pause(): void {
    if (this.#paused === this.#pushed) return;
    this.#paused = this.#pushed;
    this.#endSpeech(this.#taken);
  }

  #endSpeech(position: number): void {
    const send = (session: Session) => {
      // A session that is resumed may have heard the speech, and not that it ended.
      this.marks.begin(session);
      this.marks.end(session);
    };
    this.#put({ position, send });
  }

  /** Sends `text` between the speech before it and the speech after it, once there is a session. */
  write(text: string, position = this.#taped, again = false): void {
    const sent = (again: boolean) => this.#listener.textSent(text, again);
    this.#put(textMessage({ position, text, again }, sent));
  }

  /** Sends the answer to a call before everything else. */
  answer(response: ToolResponse): void {
    this.first((session) => session.sendToolResponse(response));
  }

  /** Lets `send` write before everything else, once there is a session, and once only. */
  first(send: (session: Session) => void): void {
    this.#put({ position: BEFORE_SPEECH, send });
  }

  /** The session that waits for what comes first is gone. */
  dropFirst(): void {
    this.#outbox.remove(({ position }) => position === BEFORE_SPEECH);
  }

  /** Keeps back everything but answers, or goes on. */
  hold(held: boolean): void {
    this.#held = held;
    this.drain();
  }

  /** Gives an attached session everything that has left the tape and the last word, and closes it. */
  hangUp(): void {
    this.#quiet.stop();
    this.drain(Infinity);
    this.#write((session) => {
      if (!this.#held && this.#pushed > 0) this.marks.end(session);
      session.close();
    });
    this.#line = undefined;
    // Nothing goes again after the last word.
    this.#sent = new RetransmitBuffer();
  }

  /** Takes everything out that another page may have to send, in its order. Needs a line that is detached. */
  carry(): CarriedItem[] {
    const again = this.#waiting.slice(0, this.#again);
    const chunks = this.#waiting.splice(-MAX_CARRIED_CHUNKS);
    this.#again = Math.min(this.#again, this.#waiting.length);
    const messages = this.#outbox.remove(({ position }) => position > BEFORE_SPEECH);
    return toCarried([...messages, ...chunks], again);
  }

  /** Takes over everything that another page has carried here: it goes out before the speech of this one. */
  inherit(items: readonly CarriedItem[]): void {
    let at = 0;
    for (const { again, text, pcm } of items) {
      const index = placeOf(at++, items.length);
      if (pcm) {
        this.#waiting.push({ index, samples: pcm });
        this.#again += Number(again);
      } else if (text === undefined) this.#endSpeech(index);
      else this.write(text, index, again);
    }
  }

  #sendMessages(session: Session, position: number, waits: (item: Item) => boolean): boolean {
    return this.#outbox.flush(position, (message) => {
      // An answer is not kept to be sent again: the resumed session asks for it, and ToolCalls has kept it.
      if (message.position === BEFORE_SPEECH) message.send(session);
      else if (waits(message)) return false;
      else this.#send(session, message, () => message.send(session));
      return true;
    });
  }

  /** Whether `item` has to wait, because a text is tried. */
  #isTrial(item: Item): boolean {
    return this.#quiet.begin(this.#suspects.trial(item, this.#sent));
  }

  #send(session: Session, what: Item, write: () => void): void {
    const before = session.bufferedAmount;
    write();
    this.#sent.add(what, session.bufferedAmount - before);
  }

  #put(message: Message): void {
    this.#outbox.put(message);
    this.drain();
  }

  #write(write: (session: Session, credit: Credit) => void): void {
    if (!this.#line) return;
    try {
      write(this.#line.session, this.#line.credit);
    } catch (error) {
      // A closed socket took nothing: the chunk still waits here, and `lost` says why.
      if (!(error instanceof CallError && error.code === 'session-lost')) {
        this.#listener.failed(error);
      }
    }
  }
}
