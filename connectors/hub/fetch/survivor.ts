import type { From } from '../../contract/index.ts'

/** What one system says about a single-valued fact. */
export interface Claim<T = unknown> {
  value: T
  from: From
  connector: string
  verified: boolean
  observedAt?: string | undefined
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * Chooses one value among many systems: the owner's, else a verified one, else the newest, else the one most
 * systems agree on, else a stable choice. Pure, and independent of the order of arrival. The other values are
 * listed once each.
 */
export function survivor<T>(
  claims: readonly Claim<T>[],
  owners: readonly string[] = [],
): { winner: Claim<T>; losers: readonly Claim<T>[] } | undefined {
  const owner = (c: Claim<T>) => {
    const at = owners.indexOf(c.connector)
    return at === -1 ? owners.length : at
  }
  const votes = (c: Claim<T>) => claims.filter((o) => same(o.value, c.value)).length
  const newest = (c: Claim<T>) => (c.observedAt ? Date.parse(c.observedAt) || 0 : 0)
  const stable = (c: Claim<T>) => `${c.connector}\n${c.from.record}\n${JSON.stringify(c.value)}`
  const sorted = [...claims].sort(
    (a, b) =>
      owner(a) - owner(b) ||
      Number(b.verified) - Number(a.verified) ||
      newest(b) - newest(a) ||
      votes(b) - votes(a) ||
      (stable(a) < stable(b) ? -1 : 1),
  )
  const winner = sorted[0]
  if (!winner) return undefined
  const losers: Claim<T>[] = []
  for (const c of sorted.slice(1))
    if (!same(c.value, winner.value) && !losers.some((l) => same(l.value, c.value))) losers.push(c)
  return { winner, losers }
}
