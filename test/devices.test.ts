import { expect } from '@open-wc/testing';
import type { LiveCall } from '../src/element.js';
import { CHUNK, INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import type { TestLine } from './helpers/line.js';
import { live, nothingLive } from './helpers/resources.js';
import { withSignal, withSilence } from './helpers/signal-microphone.js';

const { mediaDevices } = navigator;
const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);

/** The requests to the browser, and its answers. */
let requests: MediaStreamConstraints[];
let tracks: MediaStreamTrack[];
/** Stands between a request and its answer. */
let answer: () => Promise<void>;

const refuse = (name: string) => () => Promise.reject(new DOMException('', name));

function unplug(track = tracks.at(-1)): void {
  track?.stop();
  track?.dispatchEvent(new Event('ended'));
}

function setMuted(muted: boolean): void {
  const track = tracks.at(-1)!;
  Object.defineProperty(track, 'muted', { value: muted, configurable: true });
  track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
}

/** Another microphone becomes the system's default. */
function changeDefault(groupId: string): { readonly looks: number } {
  const counter = { looks: 0 };
  mediaDevices.enumerateDevices = () => {
    counter.looks++;
    const device = { kind: 'audioinput', deviceId: 'default', groupId, label: groupId };
    return Promise.resolve([device as MediaDeviceInfo]);
  };
  mediaDevices.dispatchEvent(new Event('devicechange'));
  return counter;
}

/** How often a tone of 16 kHz samples comes up through zero, in Hz; a block that the browser lost on the way does not matter. */
function pitch(pcm: Int16Array): number {
  const rises: number[] = [];
  pcm.forEach((sample, i) => {
    if (i > 0 && sample >= 0 && pcm[i - 1]! < 0) rises.push(i);
  });
  const periods = rises.slice(1).map((rise, i) => rise - rises[i]!);
  return INPUT_RATE / periods.sort((a, b) => a - b)[periods.length >> 1]!;
}

const hint = (call: LiveCall) =>
  call.shadowRoot?.querySelector('[part=hint]')?.textContent.trim() ?? '';

async function talking(call: LiveCall, line: TestLine): Promise<void> {
  await withSignal(48_000, () => call.start());
  await reaches(call, 'streaming');
  await line.waitFor({ samples: INPUT_RATE / 4 });
}

/** Speaks on for a while, hangs up, and holds the ledger against what the server heard. */
async function expectExact(call: LiveCall, line: TestLine): Promise<void> {
  const { totals } = await line.report();
  await line.waitFor({ samples: totals.samples + INPUT_RATE / 2 });
  expect(call.state).to.equal('streaming');
  await call.stop();
  await line.waitFor({ closed: 1 });
  const { captured, held, queued, sent, dropped, drops } = call.ledger;
  expect({ held, queued }).to.deep.equal({ held: 0, queued: 0 });
  expect(dropped, 'lost for no other reason').to.equal(drops.gap);
  expect(captured).to.equal(sent + drops.gap);
  expect((await line.pcm()).length, 'heard by the server').to.equal(sent);
  expect(call.metrics.reconnects).to.equal(0);
  expect(live()).to.deep.equal(nothingLive);
  call.remove();
}

beforeEach(() => {
  requests = [];
  tracks = [];
  answer = () => Promise.resolve();
  const given = tracks;
  mediaDevices.getUserMedia = async (constraints) => {
    requests.push(constraints ?? {});
    await answer();
    const stream = await getUserMedia(constraints);
    given.push(...stream.getTracks());
    return stream;
  };
});

afterEach(() => {
  mediaDevices.getUserMedia = getUserMedia;
  mediaDevices.enumerateDevices = enumerateDevices;
});

describe('a lost microphone', () => {
  it('B1 gives way to another one when unplugged, and the gap counts', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    let plugIn = () => {};
    answer = () => new Promise((resolve) => (plugIn = resolve));
    let told = 0;
    call.addEventListener('audioloss', ({ reason, samples, ledger }) => {
      expect(reason).to.equal('gap');
      const { captured, held, queued, sent, dropped } = ledger;
      expect(captured).to.equal(held + queued + sent + dropped);
      told += samples;
    });
    unplug();
    await until(() => call.ledger.drops.gap > INPUT_RATE / 2);
    const { sent, held, queued } = call.ledger;
    plugIn();
    await until(() => tracks.length === 2 && call.ledger.sent > sent + held + queued);
    expect(requests).to.have.length(2);
    expect(live().tracks).to.equal(1);
    await expectExact(call, line);
    expect(told).to.equal(call.ledger.drops.gap);
  });

  it('B1 ends the call as mic-lost when no other one is there, and the gap counts', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    answer = refuse('NotFoundError');
    const ended = next(call, 'callend');
    unplug();
    expect((await ended).reason).to.equal('error');
    expect(call.error?.code).to.equal('mic-lost');
    expect(call.error?.detail).to.contain('NotFoundError');
    expect(live()).to.deep.equal(nothingLive);
    call.remove();
  });

  it('B1 ends the call after two seconds when the other one does not start', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    let late = () => {};
    answer = () => new Promise((resolve) => (late = resolve));
    const ended = next(call, 'callend');
    unplug();
    await ended;
    expect(call.error?.code).to.equal('mic-lost');
    expect(call.ledger.drops.gap).to.be.greaterThan(INPUT_RATE);
    late();
    await until(() => tracks.length === 2);
    await until(() => tracks[1]?.readyState === 'ended');
    call.remove();
  });

  it('A11 ends the call as mic-lost when revoked, and one click calls again', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    answer = refuse('NotAllowedError');
    const ended = next(call, 'callend');
    unplug();
    await ended;
    expect(call.error?.code).to.equal('mic-lost');
    answer = () => Promise.resolve();
    await call.start();
    expect(call.error).to.equal(undefined);
    await call.stop();
    call.remove();
  });
});

describe('a microphone that the caller chose', () => {
  it('is in the list of devices', async () => {
    const { call } = await callOn();
    await call.start();
    const { microphones, speakers } = await call.listDevices();
    expect(microphones.length).to.be.greaterThan(1);
    for (const { id, label } of [...microphones, ...speakers]) {
      expect(id).to.be.a('string').and.not.equal('');
      expect(label).to.be.a('string').and.not.equal('');
    }
    await call.stop();
    call.remove();
  });

  it('A7 gives way to the default when it is gone, and the card says so', async () => {
    const { call, line } = await callOn();
    call.setAttribute('microphone-id', 'gone');
    await talking(call, line);
    expect(requests.map(({ audio }) => (audio as MediaTrackConstraints).deviceId)).to.deep.equal([
      { exact: 'gone' },
      undefined,
    ]);
    await until(() => /chosen microphone/.test(hint(call)));
    await expectExact(call, line);
  });

  it('B8 follows the last choice, while the call starts and while it runs', async () => {
    const { call, line } = await callOn();
    const found = await enumerateDevices();
    const [, first, second] = found.filter(({ kind }) => kind === 'audioinput');
    let grant = () => {};
    answer = () => new Promise((resolve) => (grant = resolve));
    const started = withSignal(48_000, () => call.start());
    call.microphoneId = first!.deviceId;
    await call.updateComplete;
    call.microphoneId = second!.deviceId;
    await call.updateComplete;
    answer = () => Promise.resolve();
    grant();
    await started;
    await until(() => tracks.at(-1)?.getSettings().deviceId === second!.deviceId);
    await until(() => live().tracks === 1);
    expect(requests).to.have.length(2);
    call.microphoneId = first!.deviceId;
    await until(() => tracks.length === 3 && tracks[1]?.readyState === 'ended');
    expect(tracks[2]?.getSettings().deviceId).to.equal(first!.deviceId);
    await expectExact(call, line);
  });

  it('is not asked for when chosen while the call ends', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    call.addEventListener('statechange', () => (call.microphoneId = 'another'), { once: true });
    const stopped = call.stop();
    await call.updateComplete;
    await stopped;
    expect(requests).to.have.length(1);
    expect(live()).to.deep.equal(nothingLive);
    call.remove();
  });

  it('is asked for in the next call when chosen after a call', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    await call.stop();
    call.microphoneId = 'another';
    await call.updateComplete;
    expect(requests).to.have.length(1);
    call.remove();
  });

  it('B2 stays in use when the default changes', async () => {
    const { call, line } = await callOn();
    const [, first] = (await enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
    call.microphoneId = first!.deviceId;
    await talking(call, line);
    const counter = changeDefault('headset');
    await until(() => counter.looks > 0);
    await expectExact(call, line);
    expect(requests).to.have.length(1);
  });
});

describe('the default microphone', () => {
  it('B2 is followed with less than a chunk missing: the new one starts before the old one goes', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    const [old] = tracks;
    let alive: string | undefined;
    answer = async () => void (alive = old?.readyState);
    changeDefault('headset');
    await until(() => tracks.length === 2 && old?.readyState === 'ended');
    expect(alive, 'the old one while the new one was asked for').to.equal('live');
    await expectExact(call, line);
    expect(call.ledger.drops.gap).to.be.below(CHUNK);
  });

  it('B2 is followed while the call connects', async () => {
    const { call, line } = await callOn({ setupDelay: 1500 });
    const started = withSignal(48_000, () => call.start());
    await until(() => call.ledger.held > 0);
    changeDefault('headset');
    await until(() => tracks.length === 2 && tracks[0]?.readyState === 'ended');
    expect(call.state).to.equal('connecting');
    await started;
    await expectExact(call, line);
    expect(call.ledger.drops.gap).to.be.below(CHUNK);
    expect(requests).to.have.length(2);
  });

  it('B2 is asked for once when the old one ends at the same time', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    let grant = () => {};
    answer = () => new Promise((resolve) => (grant = resolve));
    const counter = changeDefault('headset');
    unplug();
    await until(() => counter.looks > 0);
    grant();
    await until(() => tracks.length === 2);
    await expectExact(call, line);
    expect(requests).to.have.length(2);
  });

  it('B3 keeps its pitch when it becomes a headset of 16 kHz', async () => {
    const { call, line } = await callOn();
    const devices: AudioContext[] = [];
    mediaDevices.getUserMedia = () => {
      const device = new AudioContext({ sampleRate: devices.length === 0 ? 48_000 : 16_000 });
      devices.push(device);
      const tone = new OscillatorNode(device, { frequency: 440 });
      const microphone = new MediaStreamAudioDestinationNode(device, { channelCount: 1 });
      tone.connect(microphone);
      tone.start();
      return Promise.resolve(microphone.stream);
    };
    await call.start();
    await line.waitFor({ samples: INPUT_RATE });
    changeDefault('headset');
    await until(() => devices.length === 2);
    const { totals } = await line.report();
    await line.waitFor({ samples: totals.samples + INPUT_RATE });
    await call.stop();
    await line.waitFor({ closed: 1 });
    await Promise.all(devices.map((device) => device.close()));
    const pcm = await line.pcm();
    const { captured, sent, drops } = call.ledger;
    expect(pcm.length).to.equal(sent);
    expect(captured).to.equal(sent + drops.gap);
    expect(pitch(pcm.slice(INPUT_RATE / 2, INPUT_RATE)), 'before').to.be.within(430, 450);
    expect(pitch(pcm.slice(-INPUT_RATE / 2)), 'after').to.be.within(430, 450);
    call.remove();
  });

  it('B2 leaves the old one in use when the new one cannot start', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    answer = refuse('NotReadableError');
    changeDefault('headset');
    await until(() => requests.length === 2);
    await expectExact(call, line);
    expect(call.ledger.drops.gap).to.equal(0);
  });

  it('B6 changes once in a storm of fifty devicechange events', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    const counter = changeDefault('headset');
    for (let i = 1; i < 50; i++) mediaDevices.dispatchEvent(new Event('devicechange'));
    await until(() => tracks.length === 2);
    await expectExact(call, line);
    expect(requests).to.have.length(2);
    expect(counter.looks).to.be.at.most(2);
  });
});

describe('a microphone wanted while the browser still opens another one', () => {
  /** Answers to the requests, in their order. */
  let answers: { grant: () => void; refuse: () => void }[];
  const hold = () => {
    answers = [];
    answer = () =>
      new Promise((resolve, reject) => {
        const refuse = () => reject(new DOMException('', 'NotReadableError'));
        answers.push({ grant: resolve, refuse });
      });
  };
  const groupOf = (track?: MediaStreamTrack) => track!.getSettings().groupId!;

  /** Two wishes, the second before the first is answered. */
  const wishes: Record<string, (call: LiveCall, wish: number) => void | Promise<void>> = {
    default: (_call, wish) => void changeDefault(`headset ${wish}`),
    chosen: async (call, wish) => {
      const found = (await enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
      call.microphoneId = found[wish]!.deviceId;
    },
  };

  async function wishTwice(call: LiveCall, wish: (typeof wishes)[string]): Promise<void> {
    for (const number of [1, 2]) {
      await wish(call, number);
      await until(() => answers.length === number);
    }
  }

  for (const [name, wish] of Object.entries(wishes)) {
    for (const order of ['first', 'last']) {
      it(`B2 B8 the newest ${name} wins, answered ${order}`, async () => {
        const { call, line } = await callOn();
        await talking(call, line);
        hold();
        await wishTwice(call, wish);
        const [older, newer] = answers;
        if (order === 'last') {
          older!.grant();
          await until(() => tracks.length === 2);
          newer!.grant();
          await until(() => tracks.length === 3);
        } else {
          newer!.grant();
          await until(() => tracks.length === 2 && tracks[0]?.readyState === 'ended');
          older!.grant();
          await until(() => tracks.length === 3);
        }
        await until(() => live().tracks === 1);
        const winner = tracks[order === 'first' ? 1 : 2];
        expect(winner?.readyState).to.equal('live');
        await expectExact(call, line);
      });
    }

    it(`B2 B8 the newest ${name} is in use although the older one failed`, async () => {
      const { call, line } = await callOn();
      await talking(call, line);
      hold();
      await wishTwice(call, wish);
      unplug(tracks[0]);
      answers[0]!.refuse();
      answers[1]!.grant();
      await until(() => tracks.length === 2);
      await expectExact(call, line);
    });

    it(`B2 B8 an older ${name} is in use when the newest failed and no other device works`, async () => {
      const { call, line } = await callOn();
      await talking(call, line);
      hold();
      await wishTwice(call, wish);
      unplug(tracks[0]);
      answers[1]!.refuse();
      answers[0]!.grant();
      await until(() => tracks.length === 2);
      await expectExact(call, line);
    });
  }

  it('B2 is asked for again when two defaults change within one tick of the clock', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    hold();
    const now = performance.now();
    performance.now = () => now;
    try {
      await wishTwice(call, wishes['default']!);
    } finally {
      Reflect.deleteProperty(performance, 'now');
    }
    for (const { grant } of answers) grant();
    await until(() => tracks.length === 3 && live().tracks === 1);
    expect(tracks[2]?.readyState).to.equal('live');
    await expectExact(call, line);
  });

  it('B2 is asked for again when the default comes back to the device in use', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    const group = groupOf(tracks[0]);
    hold();
    changeDefault('headset');
    await until(() => answers.length === 1);
    changeDefault(group);
    await until(() => answers.length === 2);
    for (const { grant } of answers) grant();
    await until(() => tracks.length === 3 && live().tracks === 1);
    expect(tracks[2]?.readyState).to.equal('live');
    await expectExact(call, line);
  });

  it('B8 is the default again when the caller clears the choice', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    const found = (await enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
    hold();
    call.microphoneId = found[2]!.deviceId;
    await until(() => answers.length === 1);
    call.microphoneId = undefined;
    await until(() => answers.length === 2);
    for (const { grant } of answers) grant();
    await until(() => tracks.length === 3 && live().tracks === 1);
    expect(tracks[2]?.readyState).to.equal('live');
    await expectExact(call, line);
  });
});

describe('a chosen microphone', () => {
  const { getSettings } = MediaStreamTrack.prototype;
  afterEach(() => {
    MediaStreamTrack.prototype.getSettings = getSettings;
  });

  it('is asked for its settings once, not with every chunk', async () => {
    const { call, line } = await callOn();
    const [, first] = (await enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
    call.microphoneId = first!.deviceId;
    let asked = 0;
    MediaStreamTrack.prototype.getSettings = function () {
      asked++;
      return getSettings.call(this);
    };
    await talking(call, line);
    await expectExact(call, line);
    expect(asked).to.equal(1);
  });
});

describe('a silent microphone', () => {
  it('B4 that gives zeros shows a hint, and the call does not reconnect', async () => {
    const { call, line } = await callOn();
    await withSilence(() => call.start());
    await until(() => /switched off/.test(hint(call)));
    expect(call.ledger.captured).to.be.at.least(4 * INPUT_RATE);
    await expectExact(call, line);
    expect(requests).to.have.length(1);
  });

  it('B5 that the system has paused sends no zeros, and goes on when the system lets it', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    setMuted(true);
    await line.waitFor({ streamEnds: 1 });
    await until(() => /paused by the system/.test(hint(call)));
    const { captured } = call.ledger;
    const waited = performance.now();
    await until(() => performance.now() - waited > 300);
    expect(call.ledger.captured).to.equal(captured);
    setMuted(false);
    await until(() => call.ledger.sent > captured);
    await until(() => hint(call) === '');
    await expectExact(call, line);
    expect(call.ledger.drops.gap).to.equal(0);
    expect(requests).to.have.length(1);
  });

  it('B5 that stays silent after the system gave it back is asked for again, once', async () => {
    const { call, line } = await callOn();
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    setMuted(true);
    await line.waitFor({ streamEnds: 1 });
    setMuted(false);
    await until(() => tracks.length === 2 && tracks[0]?.readyState === 'ended');
    await line.waitFor({ samples: 3 * INPUT_RATE });
    await expectExact(call, line);
    expect(requests).to.have.length(2);
  });
});
