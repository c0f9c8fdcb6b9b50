const FULL_SCALE = 32_768;
const MAX = 32_767;

/**
 * Writes the first `length` floats as 16-bit PCM: rounded, clamped (`1` becomes 32767, `-1` becomes
 * -32768); NaN becomes 0.
 */
export function encodePcm16(floats: Float32Array, target: Int16Array, length: number): void {
  for (let i = 0; i < length; i++) {
    // Storing NaN in an Int16Array stores 0, and Math.min and Math.max hand NaN through.
    target[i] = Math.max(-FULL_SCALE, Math.min(MAX, Math.round(floats[i]! * FULL_SCALE)));
  }
}

/** Writes `length` samples of 16-bit PCM, from index `from` on, as floats from -1 to just below 1. */
export function decodePcm16(
  samples: Int16Array,
  from: number,
  target: Float32Array,
  length: number,
): void {
  for (let i = 0; i < length; i++) target[i] = samples[from + i]! / FULL_SCALE;
}
