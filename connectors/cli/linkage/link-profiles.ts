import type { LearntWeights } from '../../contract/index.ts'
import { countValues } from '../../hub/identity/compare/frequency.ts'
import type { Profile } from '../../hub/identity/compare/profile.ts'
import { type Clustering, cluster } from './cluster.ts'
import { compareCandidates } from './compare-candidates.ts'
import { type Trained, train, trainedWith } from './train.ts'

export interface Linked {
  clustering: Clustering
  trained: Trained
  threshold: number
  /** Files found to hold one person several times. */
  duplicatesIn: readonly number[]
}
export interface LinkOptions {
  /** Least weight of a link, in bits. */
  threshold?: number | undefined
  /** Learnt before by `ficha weigh`; without them they are learnt from these records. */
  weights?: LearntWeights | undefined
  /**
   * The file of each record, when there are two files: one record per file and person, unless that file holds
   * duplicates.
   */
  files?: readonly number[] | undefined
  /** Two records that may be two people by what could not be read: never joined. */
  inDoubt?: ((a: number, b: number) => boolean) | undefined
  progress?: (said: string) => void
}

/**
 * Even odds; a little under them where no relatives are registered, since then only one person's own slips
 * look like this. On our own worlds of people alone (`families/families.test.ts`) F1 is flat from -4 to 0, so
 * the middle was taken; FEBRL 2 is one person short of 0.9995 at 0.
 */
const defaultThreshold = (trained: Trained): number => (trained.households ? 0 : -2)
/** More than one record in a hundred beside another of its own file: that file holds duplicates. */
const duplicateShare = 0.01

/** Sure joins first; then values are counted on people instead of records, and all pairs judged. */
export function linkProfiles(profiles: readonly Profile[], options: LinkOptions = {}): Linked {
  const report = options.progress ? { progress: options.progress } : {}
  const first = options.weights ? trainedWith(profiles, options.weights) : train(profiles, report)
  const threshold = options.threshold ?? defaultThreshold(first)
  const compared = compareCandidates(profiles, first, options.progress)
  const sure = cluster(profiles, compared, first, { threshold: 7, inDoubt: options.inDoubt })
  const frequency = countValues(sure.clusters.map((c) => c.map((i) => profiles[i] as Profile)))
  const trained: Trained = { ...first, model: { ...first.model, frequency } }
  const { files } = options
  const duplicatesIn = files ? holdDuplicates(sure.clusters, files) : [0]
  const cannotLink = files
    ? (a: number, b: number) => files[a] === files[b] && !duplicatesIn.includes(files[a] as number)
    : undefined
  return {
    trained,
    threshold,
    duplicatesIn,
    clustering: cluster(profiles, compared, trained, {
      ...report,
      threshold,
      rejudge: true,
      cannotLink,
      inDoubt: options.inDoubt,
    }),
  }
}

function holdDuplicates(clusters: readonly (readonly number[])[], files: readonly number[]): number[] {
  const sizes = new Map<number, number>()
  const extra = new Map<number, number>()
  for (const f of files) sizes.set(f, (sizes.get(f) ?? 0) + 1)
  for (const c of clusters) {
    if (c.length < 2) continue
    const here = new Map<number, number>()
    for (const i of c) here.set(files[i] as number, (here.get(files[i] as number) ?? 0) + 1)
    for (const [f, n] of here) extra.set(f, (extra.get(f) ?? 0) + n - 1)
  }
  return [...sizes].filter(([f, n]) => (extra.get(f) ?? 0) > n * duplicateShare).map(([f]) => f)
}
