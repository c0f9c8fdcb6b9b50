const HALF = 2 ** 15;

/**
 * A 16-bit sample that tells where it stands: even ones hold the lower half of the pair's number, odd
 * ones the upper half, and the sign tells which it is. Good for 2³¹ samples, bit for bit.
 */
export function countedSample(position: number): number {
  const pair = Math.floor(position / 2);
  return position % 2 === 0 ? pair % HALF : Math.floor(pair / HALF) - HALF;
}

/** The position of the first sample; it takes two of them to tell. */
export function positionOf([first, second]: Int16Array): number {
  if (first === undefined || second === undefined) return NaN;
  if (first >= 0) return 2 * (first + (second + HALF) * HALF);
  // The second one begins the next pair.
  const lower = (second + HALF - 1) % HALF;
  return 2 * (lower + (first + HALF) * HALF) + 1;
}
