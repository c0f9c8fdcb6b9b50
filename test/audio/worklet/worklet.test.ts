import { expect } from '@open-wc/testing';
import { loadWorklet } from '../../../src/audio/engine/load-worklet.js';
import { encodePcm16 } from '../../../src/audio/dsp/pcm.js';
import { PlaybackQueue } from '../../../src/audio/worklet/playback-queue.js';
import { processorNames, type TapeOptions } from '../../../src/audio/worklet/messages.js';
import { connectLine } from '../../../src/audio/engine/line.js';
import type { TapeMessage } from '../../../src/call/ports/audio.js';
import { CHUNK, type Chunk } from '../../../src/call/ports/format.js';
import { convert } from '../../helpers/convert.js';
import { analyse, triangle } from '../../helpers/position-code.js';

const QUANTUM = 128;

async function offline(seconds: number, rate: number): Promise<OfflineAudioContext> {
  const context = new OfflineAudioContext(1, Math.ceil(seconds * rate), rate);
  await loadWorklet(context);
  return context;
}

/** A tape that plays into the destination, its line, and the messages that come by that. */
async function tapeOn(
  context: OfflineAudioContext,
  { credit = Infinity, ...options }: Partial<TapeOptions> & { credit?: number } = {},
) {
  const processorOptions: TapeOptions = { maxHold: 30, muted: false, ...options };
  const node = new AudioWorkletNode(context, processorNames.tape, {
    channelCount: 1,
    channelCountMode: 'explicit',
    outputChannelCount: [1],
    processorOptions,
  });
  node.connect(context.destination);
  const messages: TapeMessage[] = [];
  const line = connectLine(node);
  line.onmessage = ({ data }: MessageEvent<TapeMessage>) => messages.push(data);
  line.postMessage({ type: 'grant', chunks: credit });
  await settled(context);
  return { node, line, messages };
}

function captureOn(tape: AudioWorkletNode): AudioWorkletNode {
  const node = new AudioWorkletNode(tape.context, processorNames.capture, {
    outputChannelCount: [1],
  });
  tape.connect(node).connect(tape.context.destination);
  return node;
}

/** A playback, and its line. */
function playbackOn(context: BaseAudioContext) {
  const node = new AudioWorkletNode(context, processorNames.playback, {
    numberOfInputs: 0,
    outputChannelCount: [1],
  });
  return { node, line: connectLine(node) };
}

/**
 * Resolves when the audio thread has heard all that was said before. Rendering leaves no time for messages. These
 * questions come later, on another port: when the thread has answered them all, it has heard the rest, too.
 */
async function settled(context: BaseAudioContext): Promise<void> {
  const { line } = playbackOn(context);
  for (let i = 0; i < 20; i++) {
    await new Promise((resolve) => {
      line.onmessage = resolve;
      line.postMessage({ type: 'flush' });
    });
  }
}

function sourceOn(context: BaseAudioContext, ...channels: Float32Array<ArrayBuffer>[]): AudioNode {
  const length = channels[0]!.length;
  const buffer = new AudioBuffer({
    length,
    numberOfChannels: channels.length,
    sampleRate: context.sampleRate,
  });
  channels.forEach((samples, i) => buffer.copyToChannel(samples, i));
  const source = new AudioBufferSourceNode(context, { buffer });
  source.start();
  return source;
}

/** Ends the recording by way of a capture; resolves when its tape has said so. */
function finish(capture: AudioWorkletNode, line: MessagePort): Promise<void> {
  return new Promise((resolve) => {
    line.addEventListener('message', ({ data }: MessageEvent<TapeMessage>) => {
      if (data.type === 'finished') resolve();
    });
    capture.port.postMessage({ type: 'finish' });
  });
}

const chunksOf = (messages: TapeMessage[]): Chunk[] =>
  messages.filter((message) => message.type === 'chunk').map(({ chunk }) => chunk);

function joined(messages: TapeMessage[]): Int16Array {
  return Int16Array.from(chunksOf(messages).flatMap(({ samples }) => [...samples]));
}

function pcm(floats: Float32Array): Int16Array {
  const samples = new Int16Array(floats.length);
  encodePcm16(floats, samples, floats.length);
  return samples;
}

function expectSame(actual: Int16Array, expected: Int16Array): void {
  expect(actual.length).to.equal(expected.length);
  expect(expected.findIndex((value, i) => value !== actual[i])).to.equal(-1);
}

describe('the worklet', () => {
  for (const rate of [16_000, 44_100, 48_000]) {
    it(`hands over every sample of a ${rate} Hz microphone`, async () => {
      const seconds = (200 * QUANTUM * 3) / rate;
      const context = await offline(seconds, rate);
      const signal = triangle(seconds, rate);
      const { node, line, messages } = await tapeOn(context);
      const capture = captureOn(node);
      sourceOn(context, signal).connect(node);
      await context.startRendering();
      await finish(capture, line);
      const heard = joined(messages);
      expectSame(heard, pcm(convert(signal, rate, 16_000)));
      expect(analyse(heard, 16_000, 0.1).breaks).to.deep.equal([]);
      for (const message of messages) {
        if (message.type === 'paused') continue;
        const { captured, held, taken, dropped } = message.report;
        expect(captured).to.equal(held + taken + dropped);
      }
    });
  }

  it('hands over the speech from before the capture first', async () => {
    const context = await offline(2, 48_000);
    const signal = triangle(2, 48_000);
    const { node, line, messages } = await tapeOn(context);
    sourceOn(context, signal).connect(node);
    let capture: AudioWorkletNode | undefined;
    void context.suspend(1).then(() => {
      expect(chunksOf(messages)).to.deep.equal([]);
      capture = captureOn(node);
      return context.resume();
    });
    await context.startRendering();
    await finish(capture!, line);
    expectSame(joined(messages), pcm(convert(signal, 48_000, 16_000)));
    expect(chunksOf(messages).map(({ index }) => index)).to.deep.equal(
      Array.from({ length: 100 }, (_, i) => i * CHUNK),
    );
  });

  it('records one channel of a stereo microphone: the mean of both', async () => {
    const context = await offline(0.48, 16_000);
    const signal = triangle(0.48, 16_000);
    const { node, line, messages } = await tapeOn(context);
    const capture = captureOn(node);
    sourceOn(context, signal, new Float32Array(signal.length)).connect(node);
    await context.startRendering();
    await finish(capture, line);
    expectSame(joined(messages), pcm(signal.map((value) => value / 2)));
  });

  it('records nothing without a microphone, or after it is gone', async () => {
    const context = await offline(2, 16_000);
    const { node, line, messages } = await tapeOn(context);
    const capture = captureOn(node);
    const source = sourceOn(context, triangle(2, 16_000));
    source.connect(node);
    void context.suspend(1.024).then(() => {
      source.disconnect();
      return context.resume();
    });
    await context.startRendering();
    await finish(capture, line);
    // The graph is told between two quanta; one more may pass until it is.
    expect(joined(messages).length).to.be.within(16_384 - QUANTUM, 16_384 + QUANTUM);
  });

  it('hands over no chunk without credit', async () => {
    const context = await offline(1, 16_000);
    const { node, line, messages } = await tapeOn(context, { credit: 5 });
    captureOn(node);
    sourceOn(context, triangle(1, 16_000)).connect(node);
    await context.startRendering();
    node.port.postMessage({ type: 'finish' });
    await new Promise<void>((resolve) => {
      line.addEventListener('message', ({ data }: MessageEvent<TapeMessage>) => {
        if (data.type === 'finished') resolve();
      });
    });
    const credited = messages.findLastIndex(({ type }) => type === 'report');
    expect(chunksOf(messages.slice(0, credited))).to.have.length(5);
    expect(joined(messages).length).to.equal(16_000);
  });

  it('does nothing after `end`', async () => {
    const context = await offline(1, 16_000);
    const { node, line, messages } = await tapeOn(context);
    const { node: playback, line: voice } = playbackOn(context);
    captureOn(node);
    sourceOn(context, triangle(1, 16_000)).connect(node);
    playback.connect(context.destination);
    node.port.postMessage({ type: 'end' });
    voice.postMessage({
      type: 'play',
      samples: new Int16Array(16_000).fill(9000),
      rate: 16_000,
    });
    playback.port.postMessage({ type: 'end' });
    await settled(context);
    const output = (await context.startRendering()).getChannelData(0);
    expect(output.every((value) => value === 0)).to.equal(true);
    await settled(context);
    expect(messages).to.deep.equal([]);
  });

  it('plays the voice as the queue gives it', async () => {
    const context = await offline(2, 48_000);
    const { node, line } = playbackOn(context);
    node.connect(context.destination);
    const samples = pcm(triangle(0.6, 24_000));
    const queue = new PlaybackQueue(48_000);
    line.postMessage({ type: 'play', samples, rate: 24_000 });
    line.postMessage({ type: 'endTurn' });
    queue.write(samples, 24_000);
    queue.endTurn();
    await settled(context);
    const output = (await context.startRendering()).getChannelData(0);
    const expected = new Float32Array(output.length);
    queue.render(expected);
    const start = output.findIndex((value) => value !== 0);
    expect(start).to.be.greaterThan(-1);
    const shift = start - expected.findIndex((value) => value !== 0);
    const end = 0.6 * 48_000;
    expect(
      expected.slice(0, end).findIndex((value, i) => value !== output[i + shift]),
      'first frame that differs',
    ).to.equal(-1);
  });
});
