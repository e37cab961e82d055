import { batch } from '@preact/signals-core'
import type { CardEvent, Who } from '../../connectors/contract/index.ts'
import { SourceError } from '../source/port.ts'
import { apply } from './apply-event.ts'
import { backoff } from './backoff.ts'
import { type Desk, failure, type Visit, withDeeds } from './card-context.ts'
import type { Right } from './subject-scope.ts'

/** Opens the card's stream for a visit, or opens it again (lost line, published ficha, a system to retry). */
export function follow(desk: Desk, visit: Visit, fresh?: string): void {
  visit.stream?.end()
  visit.poll?.end()
  const right = (visit.stream = visit.right.part())
  const run = ++visit.runs
  right.commit(() => {
    visit.sheet.line.value = { line: 'asking', since: desk.clock.now() }
  })
  void read(desk, visit, right, run, fresh)
}

async function read(
  desk: Desk,
  visit: Visit,
  right: Right,
  run: number,
  fresh: string | undefined,
): Promise<void> {
  const { sheet } = visit
  const { language, template, purpose } = desk.settings.peek()
  const { subject } = sheet
  let met = false
  let named = sheet.who.peek() !== undefined
  const take = (event: CardEvent): 'on' | 'broken' | 'over' | 'settled' => {
    // A gap or somebody else's epoch means that what we hear is not what was said: as good as a cut line.
    if (event.epoch !== sheet.epoch || event.seq !== next++) return 'broken'
    const before = sheet.who.peek()
    const first: boolean = !met && event.event === 'who'
    if (before && run > 1 && !met && (first || event.event === 'settled')) {
      const is = first ? heardAgain(visit, before, event as Who) : 'another'
      if (is === 'another') {
        if (right.alive()) desk.again(visit.chosen)
        return 'over'
      }
      if (is === 'less') return 'on'
    }
    met ||= first
    if (!right.commit(() => apply(sheet, event, { run, main: true }, desk.clock.now()))) return 'over'
    // A stream cut early may have named one record only, and the next one another of theirs: until one has heard all, each counts.
    if (event.event === 'retract' || (event.event === 'settled' && !event.failed))
      visit.about = sheet.who.peek()?.about ?? []
    else if (event.event === 'who') visit.about = [...visit.about, ...(event.about ?? [])]
    after(desk, visit, event, first)
    return event.event === 'settled' ? 'settled' : 'on'
  }
  let is: ReturnType<typeof take> = 'on'
  let next = 0
  try {
    const stream = desk.source.open(
      {
        hints: [...(subject?.hints ?? [])],
        context: { ...subject?.context },
        epoch: sheet.epoch,
        locale: language,
        ...visit.chosen,
        ...(template ? { template } : {}),
        ...(purpose ? { purpose } : {}),
        ...(subject?.interaction ? { interaction: subject.interaction } : {}),
        ...(fresh ? { fresh } : {}),
      },
      right.signal,
    )
    for await (const heard of stream) {
      // What came together is painted together; each event still has to pass for itself.
      is = batch(() => {
        for (const event of [heard].flat()) {
          const one = take(event)
          if (one !== 'on') return one
        }
        return 'on'
      })
      if (is !== 'on') break
      // The name first, and alone: what else has come meanwhile is painted after it, together.
      if (!named && sheet.who.peek()) {
        named = true
        await desk.page.painted()
      }
    }
    if (is === 'settled') {
      if (right.alive()) settled(desk, visit)
    } else if (is !== 'over')
      cut(desk, visit, right, new SourceError('lost', 'the stream ended before settled'))
  } catch (error) {
    cut(desk, visit, right, error)
  }
}

/**
 * Opened again, the stream speaks first of `another`: nothing of what is on screen may stay. Or it knows `less` than was known, as whichever system
 * answers first may: its "possible", its "several", replace nobody before all were heard, and start the card over if nothing better comes.
 */
function heardAgain({ about }: Visit, before: Who, now: Who): 'same' | 'less' | 'another' {
  if (about.length === 0) return before.outcome === now.outcome ? 'same' : 'another'
  if (now.about && !now.about.some((mark) => about.includes(mark))) return 'another'
  return now.about && (before.outcome !== 'identified' || now.outcome === before.outcome) ? 'same' : 'less'
}

/** What follows from an event besides the sheet. */
function after(desk: Desk, visit: Visit, event: CardEvent, first: boolean): void {
  if (event.event === 'who') {
    if (event.outcome === 'identified') {
      once(visit, 'identified', () =>
        desk.report(visit, {
          kind: 'identified',
          by: event.sure?.by,
          milliseconds: Math.max(0, desk.clock.now() - visit.sheet.openedAt),
        }),
      )
    }
    if (first && visit.sheet.opened.peek().size > 0)
      void withDeeds(visit, (deeds) => {
        for (const panel of visit.sheet.opened.peek()) deeds.ask(desk, visit, panel, 'again')
      }).catch(() => {})
  }
  if (event.event === 'system' && event.state === 'late')
    once(visit, `late ${event.connector}`, () =>
      desk.report(visit, { kind: 'late', connector: event.connector }),
    )
  if (event.event !== 'settled') return
  visit.attempt = 0
  visit.renewing = false
  visit.changes = event.changes
}

/** The stream said all it had to say, and is closed: what is loaded now is in nobody's way. */
function settled(desk: Desk, visit: Visit): void {
  const who = visit.sheet.who.peek()
  void withDeeds(visit, (deeds) => {
    deeds.watch(desk, visit)
    if (who?.outcome === 'identified') deeds.keepRecent(desk, visit, who)
    // The chunk that watches could not be fetched: the gateway went away between the last event and now.
  }).catch(() => visit.right.after(backoff(0, desk.random), () => follow(desk, visit)))
}

function once(visit: Visit, what: string, run: () => void): void {
  if (visit.reported.has(what)) return
  visit.reported.add(what)
  run()
}

/** The line broke. What is on screen stays, with its age; we come back by ourselves unless the gateway said it would be in vain. */
function cut(desk: Desk, visit: Visit, right: Right, error: unknown): void {
  const since = desk.clock.now()
  const { code, retryAfter } = failure(error)
  const refused = error instanceof SourceError && error.code === 'refused'
  const passing =
    !refused ||
    retryAfter !== undefined ||
    code === 'internal' ||
    code === 'audit-unavailable' ||
    code === 'too-many'
  const wait = retryAfter === undefined ? backoff(visit.attempt, desk.random) : retryAfter * 1_000
  const retryAt = since + wait
  const done = right.commit(() => {
    visit.sheet.line.value = refused
      ? { line: 'refused', since, problem: error.problem, ...(passing ? { retryAt } : {}) }
      : {
          line: error instanceof SourceError && error.code === 'offline' ? 'offline' : 'lost',
          since,
          attempt: visit.attempt,
          retryAt,
        }
  })
  if (!done || !passing) return
  visit.attempt += 1
  right.after(wait, () => follow(desk, visit))
}
