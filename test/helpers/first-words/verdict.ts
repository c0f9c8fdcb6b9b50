import { INPUT_RATE } from '../../../src/call/ports/format.js';
import { analyse, TRI, type Break } from '../position-code.js';

/** The caller's words as the server heard them, in 16 kHz samples. */
export interface Verdict {
  /** Missing before the first sample that came. */
  readonly front: number;
  /** Places further on where samples are missing. */
  readonly breaks: readonly Break[];
}

/** Judges by the audio alone how much is missing of `seconds` of the position code, followed by silence. */
export function judge(pcm: Int16Array, seconds: number): Verdict {
  const said = seconds * INPUT_RATE;
  const end = pcm.findLastIndex((sample) => sample < -0.5 * TRI.amp * 32_768) + 1;
  const { start, breaks } = analyse(pcm.subarray(0, end), INPUT_RATE);
  if (Number.isNaN(start)) return { front: said, breaks };
  // The length tells how many periods are missing, the code how many samples beyond them.
  const broken = breaks.reduce((sum, { lost }) => sum + lost, 0);
  const period = TRI.period * INPUT_RATE;
  const periods = Math.round((said - end - broken - start) / period);
  return { front: start + periods * period, breaks };
}
