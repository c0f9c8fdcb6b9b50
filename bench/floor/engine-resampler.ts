import { tone } from '../../test/helpers/spectrum.js';
import { workletModule } from '../../test/helpers/worklet-module.js';

/** Seconds of each tone that are kept, and that pass before. */
const KEPT = 0.2;
const SETTLING = 0.15;
/** Samples at the end of a buffer that the filter has filled up with silence. */
const EDGE = 400;

/** Posts every block of its input. */
function registerRecorder(): void {
  class Recorder extends AudioWorkletProcessor {
    override process([input]: Float32Array[][]): boolean {
      if (input?.[0]) this.port.postMessage(input[0]);
      return true;
    }
  }
  registerProcessor('recorder', Recorder);
}

/** Gives what comes out of a sine of amplitude 1 at that frequency in Hz. */
type Convert = (frequency: number) => Promise<Float32Array>;

/** The browser's own way up: a microphone in a context of another rate than its own. */
export async function engineMicrophone(inputRate: number, outputRate: number): Promise<Convert> {
  const from = new AudioContext({ sampleRate: inputRate });
  const to = new AudioContext({ sampleRate: outputRate });
  await to.audioWorklet.addModule(workletModule(registerRecorder));
  const oscillator = new OscillatorNode(from);
  const gain = new GainNode(from);
  const out = new MediaStreamAudioDestinationNode(from, { channelCount: 1 });
  oscillator.connect(gain).connect(out);
  oscillator.start();
  const recorder = new AudioWorkletNode(to, 'recorder');
  to.createMediaStreamSource(out.stream).connect(recorder).connect(to.destination);
  const blocks = async (enough: (block: Float32Array) => boolean) => {
    await new Promise<void>((resolve) => {
      recorder.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
        if (enough(data)) resolve();
      };
    });
  };
  const isSilent = (block: Float32Array) => block.every((sample) => Math.abs(sample) < 1e-6);
  const convert: Convert = async (frequency) => {
    // A stream between two contexts runs late, by how much nobody says: silence parts the tones.
    gain.gain.value = 0;
    await blocks(isSilent);
    oscillator.frequency.value = frequency;
    gain.gain.value = 1;
    await blocks((block) => !isSilent(block));
    const samples: number[] = [];
    await blocks((block) => samples.push(...block) > (SETTLING + KEPT) * outputRate);
    return Float32Array.from(samples.slice(SETTLING * outputRate));
  };
  // It also begins with gaps. On a busy machine it has more of them, and the row is worth nothing.
  await convert(1000);
  return convert;
}

/** The browser's own way down: a buffer in a context of another rate. */
export function engineLoudspeaker(inputRate: number, outputRate: number): Convert {
  return async (frequency) => {
    const length = SETTLING + KEPT;
    const context = new OfflineAudioContext(1, length * outputRate, outputRate);
    const buffer = context.createBuffer(1, length * inputRate, inputRate);
    buffer.getChannelData(0).set(tone(frequency, inputRate, length));
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.start();
    const rendered = await context.startRendering();
    return rendered.getChannelData(0).slice(SETTLING * outputRate, -EDGE);
  };
}
