import { againDays, followDays, type Measure, type MeasureId } from '../../../contract/index.ts'
import type { Observed } from '../../../hub/index.ts'
import type { Contact } from '../../../hub/ports.ts'
import { figureOf, type Happening, publishable } from './disclosure-control.ts'
import { addDays, monday, type Range } from './period.ts'

/** What was seen of one pseudonym, oldest first. */
interface Story {
  who: string
  seen: { day: string; what: Contact }[]
  gestures: string[]
}

/**
 * Each measure lists what happened and on which day. How a customer fared is read from a later card of theirs,
 * which asked the company's systems again. A customer who was not seen again counts only where that itself is
 * the answer.
 */
const measures: Readonly<
  Record<MeasureId, { better: Measure['better']; of(story: Story, today: string): Happening[] }>
> = {
  /** Scores given up to 30 days after a contact with the card: four or five fifths count as satisfied. */
  'satisfied-after': {
    better: 'up',
    of: ({ who, seen }) => {
      const scores = new Map(
        seen.flatMap(({ what: { score } }) => (score ? [[score.on, score.band] as const] : [])),
      )
      return [...scores]
        .filter(([on]) => seen.some((s) => s.day <= on && on <= addDays(s.day, followDays)))
        .map(([on, band]) => ({ who, day: on, value: band >= 4 ? 1 : 0 }))
    },
  },
  /**
   * Contacts about a known matter whose seven days are over; again: the same matter on a later day of those
   * seven.
   */
  again: {
    better: 'down',
    of: ({ who, seen }, today) => {
      const came = new Map<string, Set<string>>()
      for (const { what } of seen)
        for (const { matter, on } of what.contacts) came.set(matter, (came.get(matter) ?? new Set()).add(on))
      return [...new Set(seen.map((s) => s.day))]
        .filter((day) => addDays(day, againDays) < today)
        .flatMap((day): Happening[] => {
          const matters = [...came.values()].filter((days) => days.has(day))
          return matters.length === 0
            ? []
            : [
                {
                  who,
                  day,
                  value: matters.some((days) =>
                    [...days].some((d) => d > day && d <= addDays(day, againDays)),
                  )
                    ? 1
                    : 0,
                },
              ]
        })
    },
  },
  /** Promises that fell due, each counted once, in the state last reported. */
  'promises-kept': {
    better: 'up',
    of: ({ who, seen }) => {
      const last = new Map(seen.flatMap(({ what }) => what.promises.map((p) => [p.key, p] as const)))
      return [...last.values()].map((p) => ({ who, day: p.due, value: p.kept ? 1 : 0 }))
    },
  },
  /**
   * Customers seen at risk, once a week, and seen again in the 30 days after: stayed if they bought since, or
   * no longer are.
   */
  stayed: {
    better: 'up',
    of: ({ who, seen }) => {
      const first = new Map<string, string>()
      for (const { day, what } of seen)
        if (what.risk === 'yes' && !first.has(monday(day))) first.set(monday(day), day)
      return [...first.values()].flatMap((at): Happening[] => {
        const later = seen.filter((s) => s.day > at && s.day <= addDays(at, followDays)).at(-1)
        if (!later) return []
        const back = later.what.bought !== undefined && later.what.bought > at
        return [
          { who, day: at, value: back || (later.what.risk === 'no' && later.what.left !== 'yes') ? 1 : 0 },
        ]
      })
    },
  },
  /** Gestures whose customer was seen again in the 30 days after: back if they bought after it. */
  'came-back': {
    better: 'up',
    of: ({ who, seen, gestures }) =>
      gestures.flatMap((day): Happening[] => {
        const later = seen.filter((s) => s.day > day && s.day <= addDays(day, followDays)).at(-1)
        return later
          ? [{ who, day, value: later.what.bought !== undefined && later.what.bought > day ? 1 : 0 }]
          : []
      }),
  },
}

export function customerMeasures(
  observed: readonly Observed[],
  dayOf: (at: string) => string,
  {
    now,
    before,
    cuts,
    mondays,
  }: { now: Range; before: Range; cuts: readonly Range[]; mondays: readonly string[] },
  today: string,
): Measure[] {
  const stories = storiesOf(observed, dayOf)
  return (Object.keys(measures) as MeasureId[]).map((id): Measure => {
    const { better, of } = measures[id]
    const all = stories.flatMap((story) => of(story, today))
    const isPublishable = publishable(all, mondays)
    return {
      id,
      better,
      now: figureOf(all, isPublishable, now),
      before: figureOf(all, isPublishable, before),
      trend: cuts.map((range) => ({ from: range.from, figure: figureOf(all, isPublishable, range) })),
    }
  })
}

function storiesOf(observed: readonly Observed[], dayOf: (at: string) => string): Story[] {
  const stories = new Map<string, Story>()
  for (const { person, at, what } of observed) {
    const story = stories.get(person) ?? { who: person, seen: [], gestures: [] }
    stories.set(person, story)
    if (what.saw === 'contact') story.seen.push({ day: dayOf(at), what })
    else story.gestures.push(dayOf(at))
  }
  return [...stories.values()]
}
