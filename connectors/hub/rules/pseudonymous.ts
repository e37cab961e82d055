import type { JourneyFigure } from '../../contract/index.ts'
import type { JourneySummary } from './journey.ts'

/** The only words of a system that are let through: what a channel or a survey is called in the trade. */
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
 * A journey of nobody in particular: no words, no names, no numbers of anything, no times of day; only how
 * long ago, how often, how long.
 */
export function pseudonymous(told: JourneySummary): JourneySummary {
  const bare = <T>(f: JourneyFigure<T>, make: (value: T) => T): JourneyFigure<T> =>
    f.is === 'known' ? { ...f, value: make(f.value) } : f
  const kind = (k: string) => (surveys.has(k) ? k : '')
  return {
    days: told.days,
    cut: told.cut,
    waits: told.waits,
    answers: told.answers,
    hops: told.hops,
    steps: told.steps.map(({ at: _at, words: _words, amount: _amount, channel, ...s }) => ({
      ...s,
      ...(channel !== undefined && channels.has(channel) ? { channel } : {}),
    })),
    matters: bare(told.matters, (all) =>
      all.map(({ name: _, ...m }) => ({ ...m, channels: m.channels.filter((c) => channels.has(c)) })),
    ),
    promises: bare(told.promises, (all) => all.map(({ what: _, ...p }) => p)),
    scores: bare(told.scores, (all) =>
      all
        .filter((s) => s.daysAgo <= told.days)
        .map(({ daysAgo, score, outOf, kind: k }) => ({ daysAgo, score, outOf, kind: kind(k) })),
    ),
    ...(told.saidAndDone
      ? {
          saidAndDone: {
            score: told.saidAndDone.score,
            outOf: told.saidAndDone.outOf,
            kind: kind(told.saidAndDone.kind),
            contacts: told.saidAndDone.contacts,
          },
        }
      : {}),
  }
}
