import { expect } from '@open-wc/testing';
import { openAudio } from '../../src/audio/audio.js';
import workletSource from '../../src/audio/worklet/worklet-source.js';
import type { CallError } from '../../src/call/errors.js';
import { CHUNK } from '../../src/call/ports/format.js';
import { openHeard } from '../helpers/open-audio.js';
import { analyse } from '../helpers/position-code.js';
import { withSignal } from '../helpers/signal-microphone.js';
import { tone } from '../helpers/spectrum.js';

const { mediaDevices } = navigator;
const realContext = globalThis.AudioContext;
const realNode = globalThis.AudioWorkletNode;
const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);

/** The requests to the browser. */
let requests: MediaStreamConstraints[] = [];
let streams: MediaStream[] = [];
let contexts: AudioContext[] = [];
let nodes: AudioWorkletNode[] = [];
let closers: (() => Promise<void>)[] = [];

function open(options: Parameters<typeof openHeard>[0] = {}) {
  const audio = openHeard(options);
  closers.push(audio.close);
  return audio;
}

/** The address of a script with this text. */
function script(text: string): string {
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}

async function rejection(promise: Promise<unknown>): Promise<CallError> {
  try {
    await promise;
  } catch (error) {
    return error as CallError;
  }
  throw new Error('did not reject');
}

function isClosed(context: AudioContext): Promise<void> {
  return new Promise((resolve) => {
    const check = () => context.state === 'closed' && resolve();
    context.addEventListener('statechange', check);
    check();
  });
}

/** `seconds` of a voice at 24 kHz. */
const voice = (seconds: number): Int16Array =>
  Int16Array.from(tone(200, 24_000, seconds), (value) => value * 8000);

describe('the audio of a call', () => {
  beforeEach(() => {
    requests = [];
    // A stream that an earlier test asked for may still be on its way.
    const granted: MediaStream[] = (streams = []);
    contexts = [];
    nodes = [];
    closers = [];
    mediaDevices.getUserMedia = async (constraints) => {
      requests.push(constraints ?? {});
      const stream = await getUserMedia(constraints);
      granted.push(stream);
      return stream;
    };
    globalThis.AudioContext = class extends realContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(this);
      }
    };
    globalThis.AudioWorkletNode = class extends realNode {
      constructor(context: BaseAudioContext, name: string, options?: AudioWorkletNodeOptions) {
        super(context, name, options);
        nodes.push(this);
      }
    };
  });

  afterEach(async () => {
    await Promise.all(closers.map((close) => close()));
    mediaDevices.getUserMedia = getUserMedia;
    globalThis.AudioContext = realContext;
    globalThis.AudioWorkletNode = realNode;
  });

  it('asks for the microphone and starts the context in the very task of the click', async () => {
    let resumed = 0;
    const { resume } = realContext.prototype;
    realContext.prototype.resume = function () {
      resumed++;
      return resume.call(this);
    };
    const audio = open();
    realContext.prototype.resume = resume;
    expect(resumed).to.equal(1);
    expect(contexts).to.have.length(1);
    expect(requests).to.deep.equal([
      {
        audio: {
          echoCancellation: true,
          noiseSuppression: true,
          autoGainControl: true,
          channelCount: 1,
        },
      },
    ]);
    await audio.microphone.taped;
    expect(audio.reports, 'a sign of life of the tape').to.not.deep.equal([]);
    expect(requests).to.have.length(1);
    expect(contexts[0]?.state).to.equal('running');
  });

  for (const rate of [44_100, 48_000]) {
    it(`loses nothing of a ${rate} Hz microphone, whenever the capture comes and goes`, async () => {
      const audio = withSignal(rate, open);
      await audio.microphone.taped;
      await audio.until(() => audio.captured() > 8000);
      expect(audio.chunks).to.deep.equal([]);
      const first = audio.attachCapture(Infinity);
      await audio.until(() => audio.taken() > 12_000);
      first.detach();
      await audio.until(() => audio.captured() > 20_000);
      audio.attachCapture(0).grant(Infinity);
      await audio.until(() => audio.taken() > 24_000);
      await audio.microphone.finish();
      const { captured, held, taken, dropped } = audio.reports.at(-1)!;
      expect({ held, dropped }).to.deep.equal({ held: 0, dropped: 0 });
      expect(taken).to.equal(captured);
      let index = 0;
      for (const chunk of audio.chunks) {
        expect(chunk.index).to.equal(index);
        index += chunk.samples.length;
      }
      expect(index).to.equal(captured);
      const proof = analyse(audio.heard(), 16_000);
      expect(proof.breaks).to.deep.equal([]);
      expect(proof.crossings).to.be.greaterThan(4);
      for (const report of audio.reports) {
        expect(report.captured).to.equal(report.held + report.taken + report.dropped);
      }
    });
  }

  it('stops reading when the capture is detached', async () => {
    const audio = withSignal(48_000, open);
    await audio.microphone.taped;
    audio.attachCapture(Infinity).detach();
    await audio.until(() => audio.captured() > 4000);
    const { length } = audio.chunks;
    await audio.until(() => audio.captured() > 12_000);
    expect(audio.chunks).to.have.length(length);
  });

  it('hands over the chunks granted before the capture is detached, and leaves the rest on the tape', async () => {
    const audio = withSignal(48_000, open);
    await audio.microphone.taped;
    await audio.until(() => audio.captured() > 8000);
    audio.attachCapture(5);
    await audio.until(() => audio.captured() > 12_000);
    expect(audio.taken()).to.equal(5 * CHUNK);
    await audio.microphone.finish();
    expect(audio.taken()).to.equal(audio.captured());
    expect(analyse(audio.heard(), 16_000).breaks).to.deep.equal([]);
  });

  it('hands over the whole tape when it finishes right after the capture came', async () => {
    const audio = withSignal(48_000, open);
    await audio.microphone.taped;
    await audio.until(() => audio.captured() > 8000);
    audio.attachCapture(0);
    await audio.microphone.finish();
    expect(audio.heard().length).to.equal(audio.captured());
    expect(audio.reports.at(-1)?.held).to.equal(0);
  });

  it('hands over the end of the tape to a page that is too busy to take it at once', async () => {
    const audio = withSignal(48_000, open);
    await audio.microphone.taped;
    audio.attachCapture(Infinity);
    await audio.until(() => audio.taken() > 4000);
    const finished = audio.microphone.finish();
    const busy = performance.now() + 300;
    while (performance.now() < busy);
    await finished;
    expect(audio.reports.at(-1)?.held).to.equal(0);
    expect(audio.heard().length).to.equal(audio.captured());
  });

  it('stops the track at once when it finishes, even where the audio engine does not answer', async () => {
    const audio = open();
    await audio.microphone.taped;
    audio.attachCapture(Infinity);
    for (const { port } of nodes) port.postMessage = () => {};
    const finished = audio.microphone.finish();
    expect(streams[0]?.getTracks()[0]?.readyState).to.equal('ended');
    await finished;
    expect(audio.microphone.finish()).to.equal(finished);
  });

  it('hands over the speech before a mute, reports the pause, and records nothing more', async () => {
    const audio = withSignal(48_000, open);
    await audio.microphone.taped;
    audio.attachCapture(Infinity);
    await audio.until(() => audio.taken() > 4000);
    audio.microphone.muted = true;
    expect(streams[0]?.getAudioTracks()[0]?.enabled).to.equal(false);
    await audio.until(() => audio.pauses() === 1);
    const captured = audio.captured();
    expect(audio.heard().length).to.equal(captured);
    const { length } = audio.reports;
    await audio.until(() => audio.reports.length > length + 3);
    expect(audio.captured()).to.equal(captured);
    expect(audio.reports.at(-1)?.level).to.equal(0);
    audio.microphone.muted = false;
    expect(streams[0]?.getAudioTracks()[0]?.enabled).to.equal(true);
    await audio.until(() => audio.captured() > captured + 1000);
    expect(audio.pauses()).to.equal(1);
  });

  it('starts muted when the mute came before the grant', async () => {
    const audio = withSignal(48_000, open);
    audio.microphone.muted = true;
    await audio.microphone.taped;
    expect(streams[0]?.getAudioTracks()[0]?.enabled).to.equal(false);
    await audio.until(() => audio.reports.length > 3);
    expect(audio.captured()).to.equal(0);
  });

  it('plays the voice to its end and accounts for it', async () => {
    const audio = open();
    audio.speaker.play(voice(0.1), 24_000);
    audio.speaker.play(voice(0.2), 24_000);
    audio.speaker.endTurn();
    await audio.until(() => audio.voice.at(-1)?.queued === 0);
    const { received, played, flushed, underruns } = audio.voice.at(-1)!;
    expect({ received, played, flushed, underruns }).to.deep.equal({
      received: 7200,
      played: 7200,
      flushed: 0,
      underruns: 0,
    });
    expect(Math.max(...audio.voice.map(({ level }) => level))).to.be.closeTo(8000 / 32_768, 0.01);
    expect(audio.voice.length).to.be.greaterThan(2);
  });

  it('leaves the samples it plays to their owner', async () => {
    const audio = open();
    await audio.microphone.taped;
    const samples = voice(0.1);
    audio.speaker.play(samples, 24_000);
    expect(samples).to.have.length(2400);
  });

  it('counts the voice that an interruption cuts off, and that the end of the call does', async () => {
    const audio = open();
    await audio.microphone.taped;
    audio.speaker.play(voice(2), 24_000);
    await audio.until(() => (audio.voice.at(-1)?.played ?? 0) > 0);
    audio.speaker.silence();
    audio.speaker.endTurn();
    await audio.until(() => audio.voice.at(-1)?.queued === 0);
    const { flushed } = audio.voice.at(-1)!;
    expect(flushed).to.be.within(1, 47_999);
    audio.speaker.play(voice(2), 24_000);
    await audio.until(() => (audio.voice.at(-1)?.queued ?? 0) > 0);
    audio.close();
    const last = audio.voice.at(-1)!;
    expect(last.queued).to.equal(0);
    expect(last.received).to.equal(96_000);
    for (const { received, played, flushed, queued } of audio.voice) {
      expect(received).to.equal(played + flushed + queued);
    }
  });

  it('reports that the microphone ended by itself', async () => {
    const audio = open();
    await audio.microphone.taped;
    mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
    streams[0]!.getAudioTracks()[0]!.dispatchEvent(new Event('ended'));
    await audio.until(() => audio.failures.length === 1);
    expect(audio.failures.map(({ code }) => code)).to.deep.equal(['mic-lost']);
  });

  it('C13 opens another engine after the grant when the page closed the first one before it', async () => {
    let grant = () => {};
    const asked = new Promise<void>((resolve) => (grant = resolve));
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (constraints) => asked.then(() => ask(constraints));
    const audio = withSignal(48_000, open);
    await contexts[0]!.close();
    expect(contexts).to.have.length(1);
    grant();
    await audio.microphone.taped;
    expect(contexts).to.have.length(2);
    await audio.until(() => audio.captured() > 4000);
    expect(audio.reports.at(-1)?.missed, 'nothing was said yet').to.equal(0);
  });

  it('C2 C13 keeps one account and one numbering of chunks across engines', async () => {
    const audio = open();
    await audio.microphone.taped;
    const capture = audio.attachCapture(20);
    await audio.until(() => audio.taken() === 20 * CHUNK);
    await audio.until(() => audio.captured() > 30 * CHUNK);
    await contexts[0]!.close();
    const before = audio.reports.at(-1)!;
    await audio.until(() => audio.captured() > before.captured + 8000 && contexts.length === 2);
    expect(audio.taken(), 'there was no credit left').to.equal(20 * CHUNK);
    capture.grant(10);
    await audio.until(() => audio.taken() === 30 * CHUNK);
    let last = audio.reports[0]!;
    for (const report of audio.reports) {
      const { captured, held, taken, dropped, missed } = report;
      expect(captured).to.equal(held + taken + dropped + missed);
      for (const count of ['captured', 'taken', 'dropped', 'missed'] as const) {
        expect(report[count], count).to.be.at.least(last[count]);
      }
      last = report;
    }
    expect(last.missed, 'what the closed one held').to.be.at.least(before.held);
    expect(audio.chunks.map(({ index }) => index / CHUNK)).to.deep.equal([...Array(30).keys()]);
    expect(audio.failures).to.deep.equal([]);
  });

  it('C2 takes the tape along to the next engine, read or not', async () => {
    const audio = withSignal(48_000, open);
    await audio.microphone.taped;
    await audio.until(() => audio.captured() > 16_000);
    Object.defineProperty(contexts[0], 'currentTime', { value: 1 });
    await audio.until(() => audio.chunks.length > 50 && audio.reports.at(-1)?.held === 0);
    expect(analyse(audio.heard(), 16_000).breaks).to.deep.equal([]);
    const { held, taken, missed } = audio.reports.at(-1)!;
    expect({ held, missed }).to.deep.equal({ held: 0, missed: 0 });
    expect(taken).to.equal(audio.heard().length);
  });

  it('C6 leaves no context behind, opened more often than a browser has contexts', async () => {
    const stream = await getUserMedia({ audio: true });
    mediaDevices.getUserMedia = () => Promise.resolve(stream.clone());
    for (let i = 0; i < 60; i++) {
      const audio = open();
      await audio.microphone.taped;
      audio.close();
    }
    expect(contexts).to.have.length(60);
    await Promise.all(contexts.map(isClosed));
    for (const track of stream.getTracks()) track.stop();
  });

  it('resumes after the system has suspended it', async () => {
    const audio = open();
    await audio.microphone.taped;
    await contexts[0]!.suspend();
    const captured = audio.captured();
    await audio.until(() => audio.captured() > captured + 4000);
    expect(contexts[0]!.state).to.equal('running');
  });

  it('A13 reports that it waits for the caller where the system resumes only at a click or a key', async () => {
    const resume = realContext.prototype.resume;
    const gestures: string[] = [];
    realContext.prototype.resume = function () {
      const gesture = window.event?.type ?? '';
      if (!/^(pointer|key)/.test(gesture)) return new Promise(() => {});
      gestures.push(gesture);
      return resume.call(this);
    };
    try {
      const audio = open();
      await audio.microphone.taped;
      for (const gesture of ['pointerup', 'keydown']) {
        const { length } = audio.warnings;
        await contexts[0]!.suspend();
        await audio.until(() => audio.warnings.length > length);
        expect(audio.warnings.at(-1)).to.equal('blocked');
        document.body.dispatchEvent(new Event(gesture, { bubbles: true }));
        await audio.until(() => audio.warnings.at(-1) === undefined);
        expect(contexts[0]!.state).to.equal('running');
        const captured = audio.captured();
        await audio.until(() => audio.captured() > captured + 4000);
      }
      // From now on the page is on its own.
      document.body.dispatchEvent(new Event('keydown', { bubbles: true }));
      expect(gestures).to.deep.equal(['pointerup', 'keydown']);
      expect(audio.reports.at(-1)?.missed, 'the time in between').to.be.greaterThan(16_000);
    } finally {
      realContext.prototype.resume = resume;
    }
  });

  for (const end of ['close', 'abort'] as const) {
    it(`leaves nothing behind on ${end}`, async () => {
      const audio = open();
      await audio.microphone.taped;
      audio.attachCapture(Infinity);
      await audio.until(() => audio.taken() > 0);
      if (end === 'close') audio.close();
      else audio.aborter.abort();
      audio.close();
      expect(streams[0]?.getTracks()[0]?.readyState).to.equal('ended');
      const { length } = audio.reports;
      await isClosed(contexts[0]!);
      expect(audio.reports).to.have.length(length);
      expect(audio.failures).to.deep.equal([]);
      await audio.microphone.finish();
    });
  }

  it('stops a microphone that is granted after the end, in the task in which it comes', async () => {
    const stream = await getUserMedia({ audio: true });
    let grant = (_: MediaStream) => {};
    mediaDevices.getUserMedia = () => new Promise((resolve) => (grant = resolve));
    const audio = open();
    audio.aborter.abort();
    expect(await rejection(audio.microphone.taped)).to.equal(audio.aborter.signal.reason);
    await isClosed(contexts[0]!);
    grant(stream);
    await Promise.resolve();
    expect(stream.getTracks()[0]?.readyState).to.equal('ended');
  });

  for (const [name, message, code] of [
    ['NotAllowedError', 'Permission denied', 'mic-denied'],
    ['NotAllowedError', 'Permission dismissed', 'mic-dismissed'],
    ['SecurityError', '', 'mic-forbidden'],
    ['NotFoundError', 'Requested device not found', 'no-mic'],
    ['OverconstrainedError', '', 'no-mic'],
    ['NotReadableError', 'Could not start audio source', 'mic-busy'],
    ['AbortError', '', 'mic-busy'],
  ] as const) {
    it(`calls ${name} "${message}" ${code}`, async () => {
      const refusal = new DOMException(message, name);
      mediaDevices.getUserMedia = () => Promise.reject(refusal);
      const { microphone } = open();
      const error = await rejection(microphone.taped);
      expect(error.code).to.equal(code);
      expect(error.cause).to.equal(refusal);
      expect(error.detail).to.contain(name);
    });
  }

  for (const [what, url, detail] of [
    ['is not there', '/nowhere/live-call.worklet.js', '/nowhere/live-call.worklet.js'],
    ['is a page', '/', 'AbortError'],
    ['is no address', 'http://[', 'SyntaxError'],
    ['does not parse', script('}{'), 'SyntaxError'],
    ['throws while it runs', script("throw new Error('Thrown on purpose.')"), 'the module threw'],
    ['is another script', script('globalThis.another = true;'), 'no worklet of live-call'],
  ] as const) {
    it(`calls a worklet file that ${what} worklet-failed, not a matter of policy`, async () => {
      const { microphone } = open({ workletUrl: url });
      const error = await rejection(microphone.taped);
      expect(error.code).to.equal('worklet-failed');
      expect(error.detail).to.contain(detail);
      expect(error.detail).not.to.contain('script-src');
    });
  }

  it('fails with audio-failed when the worklet has no playback', async () => {
    const withoutPlayback = script(`
      const register = registerProcessor;
      globalThis.registerProcessor = (name, Processor) => {
        if (!name.includes('playback')) register(name, Processor);
      };
      ${workletSource}`);
    const unhandled: PromiseRejectionEvent[] = [];
    const note = (event: PromiseRejectionEvent) => void unhandled.push(event);
    addEventListener('unhandledrejection', note);
    const audio = open({ workletUrl: withoutPlayback });
    await audio.until(() => audio.failures.length > 0);
    removeEventListener('unhandledrejection', note);
    expect(audio.failures.map(({ code }) => code)).to.deep.equal(['audio-failed']);
    expect(unhandled).to.deep.equal([]);
  });

  it('refuses an insecure page, and a browser without the APIs', () => {
    const refused = (target: object, name: string, value: unknown): string => {
      const original = Object.getOwnPropertyDescriptor(target, name);
      Object.defineProperty(target, name, { value, configurable: true });
      try {
        open();
        return 'opened';
      } catch (error) {
        return (error as CallError).code;
      } finally {
        if (original) Object.defineProperty(target, name, original);
        else Reflect.deleteProperty(target, name);
      }
    };
    expect(refused(globalThis, 'isSecureContext', false)).to.equal('insecure-context');
    expect(refused(navigator, 'mediaDevices', undefined)).to.equal('unsupported');
    expect(refused(globalThis, 'AudioWorkletNode', undefined)).to.equal('unsupported');
    expect(refused(globalThis, 'AudioContext', undefined)).to.equal('unsupported');
    expect(refused(globalThis, 'isSecureContext', undefined)).to.equal('unsupported');
    expect(refused(mediaDevices, 'getUserMedia', undefined)).to.equal('unsupported');
    expect(refused(mediaDevices, 'enumerateDevices', undefined)).to.equal('unsupported');
    expect(contexts).to.deep.equal([]);
  });

  it('opens nothing for a call that is already over', () => {
    const options = { devices: {}, maxHold: 0, muted: false, volume: 1 };
    const microphone = { warned: () => {}, failed: () => {} };
    const lines = { tape: () => {}, missed: () => {}, voice: () => {} };
    expect(() => openAudio({ ...options, microphone, lines }, AbortSignal.abort())).to.throw();
    expect(contexts).to.deep.equal([]);
    expect(requests).to.deep.equal([]);
  });
});
