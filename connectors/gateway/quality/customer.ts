import { againDays, followDays, type Measure, type MeasureId } from '../../contract/index.ts'
import type { Observed } from '../../hub/index.ts'
import type { Contact } from '../../hub/ports.ts'
import { addDays, within, type Range } from './period.ts'
import { figureOf, parts, type Happening } from './together.ts'

/** What was seen of one pseudonym, oldest first. */
interface Story { who: string; seen: { day: string; what: Contact }[]; gestures: string[] }

/**
 * Each measure says what happened in a range of days. What became of somebody is what a later card of the same customer heard from the
 * company's systems; who was not seen again counts only where that itself is the answer.
 */
const measures: Readonly<Record<MeasureId, { better: Measure['better']; in(stories: readonly Story[], range: Range, today: string): Happening[] }>> = {
  /** Scores given up to 30 days after a contact with the card: four or five fifths count as satisfied. */
  'satisfied-after': { better: 'up', in: (stories, range) => stories.flatMap(({ who, seen }) => {
    const scores = new Map(seen.flatMap(({ what: { score } }) => (score ? [[score.on, score.band] as const] : [])))
    return [...scores].filter(([on]) => within(on, range) && seen.some((s) => s.day <= on && on <= addDays(s.day, followDays))).map(([on, band]) => ({ who, day: on, value: band >= 4 ? 1 : 0 }))
  }) },
  /** Contacts about a known matter whose seven days are over; again: the same matter on a later day of those seven. */
  again: { better: 'down', in: (stories, range, today) => stories.flatMap(({ who, seen }) => {
    const came = new Map<string, Set<string>>()
    for (const { what } of seen) for (const { matter, on } of what.contacts) came.set(matter, (came.get(matter) ?? new Set()).add(on))
    return [...new Set(seen.map((s) => s.day))].filter((day) => within(day, range) && addDays(day, againDays) < today).flatMap((day): Happening[] => {
      const matters = [...came.values()].filter((days) => days.has(day))
      return matters.length === 0 ? [] : [{ who, day, value: matters.some((days) => [...days].some((d) => d > day && d <= addDays(day, againDays))) ? 1 : 0 }]
    })
  }) },
  /** Promises that fell due, each once, as last heard. */
  'promises-kept': { better: 'up', in: (stories, range) => stories.flatMap(({ who, seen }) => {
    const last = new Map(seen.flatMap(({ what }) => what.promises.map((p) => [p.key, p] as const)))
    return [...last.values()].filter((p) => within(p.due, range)).map((p) => ({ who, day: p.due, value: p.kept ? 1 : 0 }))
  }) },
  /** Customers seen at risk and seen again in the 30 days after: stayed if they bought since, or no longer are. */
  stayed: { better: 'up', in: (stories, range) => stories.flatMap(({ who, seen }): Happening[] => {
    const at = seen.find((s) => within(s.day, range) && s.what.risk === 'yes')
    const news = at && seen.filter((s) => s.day > at.day && s.day <= addDays(at.day, followDays)).at(-1)
    if (!at || !news) return []
    const back = news.what.bought !== undefined && news.what.bought > at.day
    return [{ who, day: at.day, value: back || (news.what.risk === 'no' && news.what.left !== 'yes') ? 1 : 0 }]
  }) },
  /** Gestures whose customer was seen again in the 30 days after: back if they bought after it. */
  'came-back': { better: 'up', in: (stories, range) => stories.flatMap(({ who, seen, gestures }) => gestures.filter((day) => within(day, range)).flatMap((day): Happening[] => {
    const news = seen.filter((s) => s.day > day && s.day <= addDays(day, followDays)).at(-1)
    return news ? [{ who, day, value: news.what.bought !== undefined && news.what.bought > day ? 1 : 0 }] : []
  })) },
}

export function customerMeasures(observed: readonly Observed[], dayOf: (at: string) => string, { now, before, cuts }: { now: Range; before: Range; cuts: readonly Range[] }, today: string): Measure[] {
  const stories = storiesOf(observed, dayOf)
  return (Object.keys(measures) as MeasureId[]).map((id): Measure => {
    const { better, in: happened } = measures[id]
    const all = happened(stories, now, today)
    const cut = cuts.map((range) => all.filter((h) => within(h.day, range)))
    const figures = parts(cut.map((list) => ({ n: list.length, figure: figureOf(list) })))
    return { id, better, now: figureOf(all), before: figureOf(happened(stories, before, today)), trend: cuts.map((range, i) => ({ from: range.from, figure: figures[i] ?? { is: 'none' } })) }
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
