import { countValues } from '../hub/identify/frequency.ts'
import type { Profile } from '../hub/identify/profile.ts'
import { cluster, type Clustering } from './cluster.ts'
import { train, type Trained } from './train.ts'

export interface Linked { clustering: Clustering; trained: Trained }
export interface LinkOptions { threshold?: number; between?: (a: number, b: number) => boolean; apart?: (a: number, b: number) => boolean; progress?: (said: string) => void }

/** Even odds; a little under them where no relatives are registered, since then only one person's own slips look like this. */
const defaultThreshold = (trained: Trained): number => (trained.households ? 0 : -2)

/** Sure joins first; then values are counted on people instead of records, and all pairs judged. */
export function linkProfiles(profiles: readonly Profile[], options: LinkOptions = {}): Linked {
  const first = train(profiles, options)
  const { threshold = defaultThreshold(first), ...rest } = options
  const sure = cluster(profiles, first.model, { ...rest, threshold: 7, households: first.households })
  const frequency = countValues(sure.clusters.map(c => c.map(i => profiles[i] as Profile)))
  const trained: Trained = { ...first, model: { ...first.model, frequency } }
  return { trained, clustering: cluster(profiles, trained.model, { ...rest, threshold, households: trained.households }) }
}
