/** The few names of AudioWorkletGlobalScope that the worklet uses; lib.dom has none of them. */

declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}

declare const sampleRate: number;
declare const currentFrame: number;

declare function registerProcessor(
  name: string,
  processor: new (options: { readonly processorOptions: never }) => AudioWorkletProcessor,
): void;
