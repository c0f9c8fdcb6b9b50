import { type Clock, Timers } from './clock.js';
import type { Ear, EarEvent, Utterance } from './ear.js';
import { earOptions, type InputListener, RealtimeInput } from './input.js';
import { isObject, type JsonObject, objectAt, objectsAt } from './json.js';
import type { PeerHost } from './peer-host.js';
import type { FramesTurn, FunctionCallScript } from './persona-script.js';
import { Refused } from './refusal.js';
import { content, deliver, type Reply, turnEnd } from './reply.js';
import { Resumption } from './resumption.js';
import type { Sessions } from './sessions.js';
import { refusePoison } from './poison.js';
import { checkSetup, readContent, readMessage, setupOnce } from './client-message.js';
import type { Admission } from './tokens.js';
import { ToolCalls } from './tool-calls.js';
import { Turn } from './turn.js';

/** The server's end of one Live connection: messages in, messages out, no I/O and no clock of its own. */
export class LivePeer implements InputListener {
  readonly #host: PeerHost;
  readonly #clock: Clock;
  readonly #resumption: Resumption;
  readonly #admission: Admission | undefined;
  readonly #tools = new ToolCalls();
  readonly #timers: Timers;
  #phase: 'new' | 'settingUp' | 'open' | 'closed' = 'new';
  #setup: JsonObject = {};
  #input = new RealtimeInput(earOptions({}, undefined));
  #turn: Turn | undefined;
  #promptSeconds = 0;
  /** Of the functions that were called, while some have no answer yet. */
  readonly #answers: unknown[] = [];

  constructor(host: PeerHost, clock: Clock, sessions: Sessions<Ear>, admission?: Admission) {
    this.#host = host;
    this.#clock = clock;
    this.#timers = new Timers(clock);
    this.#resumption = new Resumption(host, sessions);
    this.#admission = admission;
    const { lifetime } = host.script;
    if (lifetime) this.#timers.after(lifetime, () => this.#expire());
    if (admission)
      this.#timers.after(admission.expires - clock.now(), () =>
        this.#refuse(1008, 'Token has expired.'),
      );
  }

  /** Takes a frame of the client. */
  receive(text: string): void {
    if (this.#phase === 'closed') return;
    try {
      this.#take(readMessage(text));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#refuse(error.code, error.message);
    }
  }

  /** The connection is gone. */
  end(): void {
    this.#phase = 'closed';
    this.#turn?.stop();
    this.#timers.cancelAll();
    this.#resumption.end();
  }

  /** Says something now, in place of what is being said; `undefined` is silence. */
  say(reply: Reply | FramesTurn | undefined): void {
    if (!reply) return;
    if (this.#turn) this.interrupt();
    if ('frames' in reply) for (const frame of reply.frames) this.#sendScripted(frame);
    else if (reply.samples.length > 0) this.#speak(reply);
    else this.#callFunctions(reply.calls);
  }

  /** Breaks off the turn as the Live API does when the caller speaks: no generationComplete. */
  interrupt(): void {
    this.#turn?.stop();
    this.#host.send(content({ interrupted: true }));
    this.#host.send(turnEnd(this.#promptSeconds, 0));
    this.#endTurn();
  }

  /** Announces the end of the connection, `timeLeft` as in `"50s"`, and brings it about. */
  goAway(timeLeft: string): void {
    this.#host.send({ goAway: { timeLeft } });
    this.#timers.after(Number.parseFloat(timeLeft) * 1000, () => this.#expire());
  }

  heard(samples: Int16Array): void {
    this.#host.heard(samples);
    this.#resumption.heard(samples.length);
  }

  streamEnded(): void {
    this.#host.streamEnded();
  }

  marked(type: 'start' | 'end'): void {
    this.#host.marked?.(type);
  }

  astray(what: string): void {
    this.#host.protocolError(what);
  }

  activity(event: EarEvent): void {
    if (event.type === 'end') return this.#answerUtterance(event);
    const { activityHandling } = objectAt(this.#setup, 'realtimeInputConfig');
    if (this.#turn && activityHandling !== 'NO_INTERRUPTION') this.interrupt();
  }

  wrote(text: string): void {
    this.#host.wrote({ text });
    this.say(this.#host.persona.read(text));
  }

  #take(message: JsonObject): void {
    if (this.#phase === 'new') return this.#beginSetup(message);
    if (this.#phase === 'settingUp')
      throw new Refused(1007, 'No message may be sent before setupComplete is received.');
    if ('setup' in message) throw setupOnce();
    refusePoison(message, this.#host.script.poison);
    if ('realtimeInput' in message) {
      if (this.#tools.blocking) throw new Refused(1008, 'The operation was aborted.');
      this.#input.read(objectAt(message, 'realtimeInput'), this);
    }
    if ('clientContent' in message) {
      const { turnComplete, text } = readContent(objectAt(message, 'clientContent'));
      if (turnComplete) this.wrote(text);
      else this.#host.wrote({ history: objectsAt(objectAt(message, 'clientContent'), 'turns') });
    }
    if ('toolResponse' in message) this.#readToolResponse(objectAt(message, 'toolResponse'));
    const due = this.#resumption.due();
    if (due) this.#offerHandle(due);
  }

  #beginSetup({ setup: asked }: JsonObject): void {
    if (!isObject(asked)) throw setupOnce();
    const { script, version } = this.#host;
    this.#setup = this.#admission?.effectiveSetup(asked) ?? asked;
    checkSetup(this.#setup, version);
    const { resumedFrom, memory } = this.#resumption.begin(this.#setup);
    if (resumedFrom === undefined) this.#admission?.beginSession();
    this.#input = new RealtimeInput(earOptions(this.#setup, script.vad), memory);
    this.#tools.declare(this.#setup);
    this.#phase = 'settingUp';
    this.#host.setUp(this.#setup, resumedFrom);
    if (script.hang !== 'setup')
      this.#timers.after(script.setupDelay ?? 0, () => this.#completeSetup());
  }

  #completeSetup(): void {
    const { closeBeforeSetup } = this.#host.script;
    if (closeBeforeSetup) return this.#host.close(closeBeforeSetup.code, closeBeforeSetup.reason);
    this.#phase = 'open';
    this.#host.send({ setupComplete: {} });
    this.#offerHandle();
    const { greeting = [], closeAfterSetup: end } = this.#host.script;
    for (const frame of greeting) this.#sendScripted(frame);
    if (end) this.#timers.after(end.delay, () => this.#host.close(end.code, end.reason));
  }

  #answerUtterance(utterance: Utterance): void {
    // Said over a turn that could not be interrupted: it is heard, and has no answer.
    if (this.#turn) return;
    this.#promptSeconds += utterance.seconds;
    const reply = this.#host.persona.heard(utterance);
    if ('inputAudioTranscription' in this.#setup) {
      const heard = reply && 'heard' in reply ? reply.heard : undefined;
      const text = heard ?? `(${utterance.seconds.toFixed(1)} seconds of speech)`;
      this.#host.send(content({ inputTranscription: { text } }));
    }
    this.say(reply);
  }

  #readToolResponse(response: JsonObject): void {
    this.#host.wrote({ toolResponse: response });
    for (const { id, name, response: value } of objectsAt(response, 'functionResponses')) {
      if (this.#tools.answer(id, name)) this.#answers.push(value);
      else this.#host.protocolError(`tool response to an unknown call: ${String(id ?? name)}`);
    }
    this.#offerHandle();
    if (this.#answers.length > 0 && !this.#tools.pending)
      this.say(this.#host.persona.answered?.(this.#answers.splice(0)));
  }

  #sendScripted(frame: unknown): void {
    if (!isObject(frame)) return this.#host.send(String(frame));
    this.#tools.observe(frame);
    this.#host.send(frame);
    if (objectAt(frame, 'serverContent')['turnComplete'] === true) this.#endTurn();
  }

  #speak(reply: Reply): void {
    const frames = deliver(reply, {
      pace: this.#host.script.pace ?? 3,
      jitter: this.#host.script.jitter ?? 0,
      transcribe: 'outputAudioTranscription' in this.#setup,
      promptSeconds: this.#promptSeconds,
    });
    this.#resumption.suspend();
    this.#turn = new Turn(this.#clock, frames, this.#host, () => {
      this.#endTurn();
      this.#callFunctions(reply.calls);
    });
    this.#turn.start();
  }

  #callFunctions(calls: readonly FunctionCallScript[] = []): void {
    if (calls.length === 0) return;
    const functionCalls = calls.map(({ name, args = {} }) => ({ id: callId(), name, args }));
    this.#sendScripted({ toolCall: { functionCalls } });
  }

  #endTurn(): void {
    this.#turn = undefined;
    this.#promptSeconds = 0;
    this.#host.turnEnded();
    this.#offerHandle();
  }

  /** There is none while the model speaks or waits for a function. */
  #offerHandle(acknowledged = {}): void {
    if (!this.#turn && !this.#tools.pending)
      this.#resumption.offer(this.#input.memory, acknowledged);
  }

  #expire(): void {
    this.#host.close(1011, 'Deadline expired before operation could complete.');
  }

  #refuse(code: number, reason: string): void {
    this.#phase = 'closed';
    this.#host.protocolError(reason);
    this.#host.close(code, reason);
  }
}

/** No two calls have the same, whatever connection they come over. */
const callId = () => `call-${Math.random().toString(36).slice(2, 10)}`;
