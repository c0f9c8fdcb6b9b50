/** The lowest rate we convert from or to, in Hz: a Bluetooth headset in a phone call. */
export const MIN_RATE = 8_000;
/** The highest rate we convert from or to, in Hz. */
export const MAX_RATE = 768_000;

/** Whether audio at `rate` Hz can be converted: a whole number from 8,000 to 768,000. */
export function isSampleRate(rate: number): boolean {
  return Number.isInteger(rate) && rate >= MIN_RATE && rate <= MAX_RATE;
}
