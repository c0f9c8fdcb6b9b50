import type { TestLine } from '../../test/helpers/line.js';
import { workletModule } from '../../test/helpers/worklet-module.js';
import type { Contestant } from '../contestant.js';
import { FloorSocket } from './floor-socket.js';
import { registerFloor } from './processors.js';

/**
 * The least that the engine allows: one context, one worklet, one raw WebSocket, everything opened side
 * by side, and nothing that makes a call good or safe. No SDK, no framework, no resampler, no tape.
 */
export class FloorCall implements Contestant {
  #context: AudioContext | undefined;
  #stream: MediaStream | undefined;
  #socket: FloorSocket | undefined;

  async start(line: TestLine): Promise<void> {
    const context = (this.#context = new AudioContext({ latencyHint: 'interactive' }));
    const socket = (this.#socket = new FloorSocket());
    const [stream] = await Promise.all([
      // As the element asks for it, or the processing of the browser would not be the same.
      navigator.mediaDevices.getUserMedia({
        audio: {
          echoCancellation: true,
          noiseSuppression: true,
          autoGainControl: true,
          channelCount: 1,
        },
      }),
      context.audioWorklet.addModule(workletModule(registerFloor)),
      socket.open(line),
      context.resume(),
    ]);
    this.#stream = stream;
    const capture = new AudioWorkletNode(context, 'floor-capture');
    const running = new Promise<void>((resolve) => {
      capture.port.onmessage = ({ data }: MessageEvent<Int16Array | null>) => {
        if (data) socket.send(data);
        else resolve();
      };
    });
    context.createMediaStreamSource(stream).connect(capture).connect(context.destination);
    const playback = new AudioWorkletNode(context, 'floor-playback');
    playback.connect(context.destination);
    socket.onaudio = (samples) => playback.port.postMessage(samples, [samples.buffer]);
    socket.oninterrupted = () => playback.port.postMessage(null);
    await running;
  }

  async stop(): Promise<void> {
    this.#socket?.close();
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    await this.#context?.close();
  }
}
