import type { JourneyFigure } from '../../contract/index.ts'
import type { JourneySummary } from './journey.ts'

/** The only texts of a system that pass: the common names of a channel or a survey. */
const channels = new Set([
  'call',
  'chat',
  'mail',
  'web',
  'visit',
  'store',
  'phone',
  'app',
  'sms',
  'message',
  'request',
])
const surveys = new Set(['nps', 'csat', 'ces', 'review'])

/**
 * A journey that identifies nobody: no texts, names, numbers or times of day; only how long ago, how often
 * and how long.
 */
export function pseudonymous(journey: JourneySummary): JourneySummary {
  const mapKnown = <T>(f: JourneyFigure<T>, make: (value: T) => T): JourneyFigure<T> =>
    f.is === 'known' ? { ...f, value: make(f.value) } : f
  const kind = (k: string) => (surveys.has(k) ? k : '')
  return {
    days: journey.days,
    cut: journey.cut,
    waits: journey.waits,
    answers: journey.answers,
    hops: journey.hops,
    steps: journey.steps.map(({ at: _at, words: _words, amount: _amount, channel, ...s }) => ({
      ...s,
      ...(channel !== undefined && channels.has(channel) ? { channel } : {}),
    })),
    matters: mapKnown(journey.matters, (all) =>
      all.map(({ name: _, ...m }) => ({ ...m, channels: m.channels.filter((c) => channels.has(c)) })),
    ),
    promises: mapKnown(journey.promises, (all) => all.map(({ what: _, ...p }) => p)),
    scores: mapKnown(journey.scores, (all) =>
      all
        .filter((s) => s.daysAgo <= journey.days)
        .map(({ daysAgo, score, outOf, kind: k }) => ({ daysAgo, score, outOf, kind: kind(k) })),
    ),
    ...(journey.saidAndDone
      ? {
          saidAndDone: {
            score: journey.saidAndDone.score,
            outOf: journey.saidAndDone.outOf,
            kind: kind(journey.saidAndDone.kind),
            contacts: journey.saidAndDone.contacts,
          },
        }
      : {}),
  }
}
