/** The middle of the numbers, or any other quantile. */
export function quantile(numbers, share = 0.5) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
