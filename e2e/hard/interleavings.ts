import { determined } from './determinism.ts'
import { interleaveCard } from './interleave-card.ts'
import { interleaveHub } from './interleave-hub.ts'

/** Every fourth seed plays the hub and two cards, the others one card and a wilder source. */
const isHub = (seed: number) => seed % 4 === 0

/** One random interleaving. */
export const interleave = (seed: number): Promise<string | undefined> =>
  determined(seed, () => (isHub(seed) ? interleaveHub(seed) : interleaveCard(seed)))

/** Until one fails or `most` have run. */
export async function interleavings(
  first: number,
  most: number,
  only?: 'hub' | 'card',
): Promise<{ ran: number; failed?: { seed: number; says: string } }> {
  let ran = 0
  for (let seed = first; ran < most; seed++) {
    if (only && isHub(seed) !== (only === 'hub')) continue
    const says = await interleave(seed)
    ran++
    if (says) return { ran, failed: { seed, says } }
  }
  return { ran }
}
