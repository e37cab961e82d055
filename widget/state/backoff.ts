/**
 * Exponential backoff with jitter over the upper half: many cards that lost one gateway must not come back in
 * step. Milliseconds.
 */
export const backoff = (attempt: number, random: () => number, first = 700, most = 30_000): number =>
  Math.round(Math.min(most, first * 2 ** Math.min(attempt, 10)) * (0.5 + random() / 2))
