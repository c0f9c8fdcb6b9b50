/** Zero crossings of the sinc on either side: 2 ms at 16 kHz. */
const ZERO_CROSSINGS = 32;
/** The stop band, in dB below the pass band. */
const ATTENUATION_DB = 110;
/** Kaiser's own formula from the attenuation to the shape of his window. */
const BETA = 0.1102 * (ATTENUATION_DB - 8.7);
/** Up to this many phases, each has a row of its own. */
const MAX_EXACT_ROWS = 1024;
/** Rows to interpolate between: the error of straight lines between 512 rows is 118 dB down. */
const INTERPOLATED_ROWS = 512;

/** A band-limiting filter, tabulated at `rows + 1` fractions 0, 1/rows, … 1 of an input sample. */
export interface FilterTable {
  /** Coefficients of a row: as many as input samples go into one output sample. */
  readonly taps: number;
  /** Taps that lie before the position of the output sample. */
  readonly before: number;
  readonly rows: number;
  readonly coefficients: Float32Array;
}

/**
 * The filter that converts a rate into another: a sinc under a Kaiser window, its -6 dB point at half
 * the lower rate, flat (0.01 dB) below 0.88 of that and 110 dB down above 1.12 of it.
 * `phases` is the number of different fractions that occur.
 */
export function filterTable(inputRate: number, outputRate: number, phases: number): FilterTable {
  const cutoff = Math.min(1, outputRate / inputRate);
  const halfWidth = ZERO_CROSSINGS / cutoff;
  const half = 2 * Math.ceil(halfWidth / 2);
  const taps = 2 * half;
  const rows = phases <= MAX_EXACT_ROWS ? phases : INTERPOLATED_ROWS;
  const coefficients = new Float32Array((rows + 1) * taps);
  const row = new Float64Array(taps);
  for (let r = 0; 2 * r <= rows; r++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const distance = r / rows + half - 1 - tap;
      row[tap] = sinc(distance * cutoff) * kaiser(distance / halfWidth);
      sum += row[tap]!;
    }
    for (let tap = 0; tap < taps; tap++) {
      // Equal sums keep a constant constant: without this, the phases would put a whistle on it.
      const coefficient = row[tap]! / sum;
      coefficients[r * taps + tap] = coefficient;
      // Read backwards, a row is the one as far from the other end.
      coefficients[(rows - r + 1) * taps - 1 - tap] = coefficient;
    }
  }
  return { taps, before: half - 1, rows, coefficients };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Kaiser's window, not normalized; `x` runs from -1 to 1. */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(BETA * Math.sqrt(1 - x * x));
}

/** The modified Bessel function of the first kind and order zero, by its power series. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}
