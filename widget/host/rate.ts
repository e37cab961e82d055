/** How many messages a host may send in a second. */
export const RATE = 50

/**
 * A token bucket. `take` takes a token and returns whether there was one; `wait` returns the milliseconds
 * until there is one.
 */
export function bucket(now: () => number, perSecond = RATE): { take(): boolean; wait(): number } {
  let left = perSecond
  let at = now()
  const fill = () => {
    const t = now()
    left = Math.min(perSecond, left + ((t - at) / 1_000) * perSecond)
    at = t
  }
  return {
    take() {
      fill()
      if (left < 1) return false
      left--
      return true
    },
    wait() {
      fill()
      return left >= 1 ? 0 : Math.ceil(((1 - left) * 1_000) / perSecond)
    },
  }
}
