/** `seconds` of a sine of amplitude 1 at `frequency` Hz, sampled at `rate` Hz. */
export function tone(frequency: number, rate: number, seconds: number): Float32Array {
  const length = Math.round(seconds * rate);
  return Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * frequency * i) / rate));
}

/** Level of the samples in dB below a full-scale sine. */
export function level(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return 10 * Math.log10((2 * sum) / samples.length);
}

export interface Fit {
  /** Level of the tone in dB. */
  readonly gain: number;
  /** Phase of the tone in radians. */
  readonly phase: number;
  /** How far everything that is not the tone lies below it, in dB. */
  readonly snr: number;
}

/** The sine of `frequency` Hz that fits the samples best, whose first one is number `start`. */
export function fit(samples: Float32Array, frequency: number, rate: number, start: number): Fit {
  let [ss, cc, sc, ys, yc] = [0, 0, 0, 0, 0];
  const angle = (k: number) => (2 * Math.PI * frequency * (k + start)) / rate;
  samples.forEach((y, k) => {
    const s = Math.sin(angle(k));
    const c = Math.cos(angle(k));
    ss += s * s;
    cc += c * c;
    sc += s * c;
    ys += y * s;
    yc += y * c;
  });
  const determinant = ss * cc - sc * sc;
  const a = (ys * cc - yc * sc) / determinant;
  const b = (yc * ss - ys * sc) / determinant;
  let power = 0;
  let rest = 0;
  samples.forEach((y, k) => {
    const value = a * Math.sin(angle(k)) + b * Math.cos(angle(k));
    power += value * value;
    rest += (y - value) ** 2;
  });
  return {
    gain: 20 * Math.log10(Math.hypot(a, b)),
    phase: Math.atan2(b, a),
    snr: 10 * Math.log10(power / rest),
  };
}
