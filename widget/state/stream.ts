import { batch } from '@preact/signals-core'
import type { CardEvent, Who } from '../../connectors/contract/index.ts'
import { SourceError } from '../source/port.ts'
import { applyEvent } from './apply-event.ts'
import { backoff } from './backoff.ts'
import { type CardContext, failure, type SubjectSession, withActions } from './card-context.ts'
import type { SubjectScope } from './subject-scope.ts'

/** Opens the card's stream for a visit, or opens it again (lost line, published ficha, a system to retry). */
export function follow(context: CardContext, session: SubjectSession, fresh?: string): void {
  session.stream?.end()
  session.poll?.end()
  const scope = (session.stream = session.scope.childScope())
  const run = ++session.runs
  scope.ifAlive(() => {
    session.state.connection.value = { line: 'asking', since: context.clock.now() }
  })
  void read(context, session, scope, run, fresh)
}

async function read(
  context: CardContext,
  session: SubjectSession,
  scope: SubjectScope,
  run: number,
  fresh: string | undefined,
): Promise<void> {
  const { state: cardState } = session
  const { language, template, purpose } = context.settings.peek()
  const { subject } = cardState
  let met = false
  let named = cardState.who.peek() !== undefined
  const take = (event: CardEvent): 'on' | 'broken' | 'over' | 'settled' => {
    // A gap or somebody else's epoch means that what we hear is not what was said: as good as a cut line.
    if (event.epoch !== cardState.epoch || event.seq !== next++) return 'broken'
    const before = cardState.who.peek()
    const first: boolean = !met && event.event === 'who'
    if (before && run > 1 && !met && (first || event.event === 'settled')) {
      const is = first ? heardAgain(session, before, event as Who) : 'another'
      if (is === 'another') {
        if (scope.alive()) context.restart(session.chosen)
        return 'over'
      }
      if (is === 'less') return 'on'
    }
    met ||= first
    if (!scope.ifAlive(() => applyEvent(cardState, event, { run, main: true }, context.clock.now())))
      return 'over'
    // A stream cut early may have named one record only, and the next one another of theirs: until one has
    // heard all, each counts.
    if (event.event === 'retract' || (event.event === 'settled' && !event.failed))
      session.about = cardState.who.peek()?.about ?? []
    else if (event.event === 'who') session.about = [...session.about, ...(event.about ?? [])]
    after(context, session, event, first)
    return event.event === 'settled' ? 'settled' : 'on'
  }
  let is: ReturnType<typeof take> = 'on'
  let next = 0
  try {
    const stream = context.source.open(
      {
        hints: [...(subject?.hints ?? [])],
        context: { ...subject?.context },
        epoch: cardState.epoch,
        locale: language,
        ...session.chosen,
        ...(template ? { template } : {}),
        ...(purpose ? { purpose } : {}),
        ...(subject?.interaction ? { interaction: subject.interaction } : {}),
        ...(fresh ? { fresh } : {}),
      },
      scope.signal,
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
      if (!named && cardState.who.peek()) {
        named = true
        await context.page.painted()
      }
    }
    if (is === 'settled') {
      if (scope.alive()) settled(context, session)
    } else if (is !== 'over')
      cut(context, session, scope, new SourceError('lost', 'the stream ended before settled'))
  } catch (error) {
    cut(context, session, scope, error)
  }
}

/**
 * Opened again, the stream speaks first of `another`: nothing of what is on screen may stay. Or it knows
 * `less` than was known, as whichever system answers first may: its "possible", its "several", replace nobody
 * before all were heard, and start the card over if nothing better comes.
 */
function heardAgain({ about }: SubjectSession, before: Who, now: Who): 'same' | 'less' | 'another' {
  if (about.length === 0) return before.outcome === now.outcome ? 'same' : 'another'
  if (now.about && !now.about.some((mark) => about.includes(mark))) return 'another'
  return now.about && (before.outcome !== 'identified' || now.outcome === before.outcome) ? 'same' : 'less'
}

/** What follows from an event besides the sheet. */
function after(context: CardContext, session: SubjectSession, event: CardEvent, first: boolean): void {
  if (event.event === 'who') {
    if (event.outcome === 'identified') {
      once(session, 'identified', () =>
        context.report(session, {
          kind: 'identified',
          by: event.sure?.by,
          milliseconds: Math.max(0, context.clock.now() - session.state.openedAt),
        }),
      )
    }
    if (first && session.state.opened.peek().size > 0)
      void withActions(context, session, (deeds) => {
        for (const panel of session.state.opened.peek()) deeds.ask(context, session, panel, 'again')
      }).catch(() => {})
  }
  if (event.event === 'system' && event.state === 'late')
    once(session, `late ${event.connector}`, () =>
      context.report(session, { kind: 'late', connector: event.connector }),
    )
  if (event.event !== 'settled') return
  session.attempt = 0
  session.renewing = false
  session.changes = event.changes
}

/** The stream said all it had to say, and is closed: what is loaded now is in nobody's way. */
function settled(context: CardContext, session: SubjectSession): void {
  const who = session.state.who.peek()
  void withActions(context, session, (deeds) => {
    deeds.watch(context, session)
    if (who?.outcome === 'identified') deeds.keepRecent(context, session, who)
    // The chunk that watches could not be fetched: the gateway went away between the last event and now.
  }).catch(() => session.scope.after(backoff(0, context.random), () => follow(context, session)))
}

function once(session: SubjectSession, what: string, run: () => void): void {
  if (session.reported.has(what)) return
  session.reported.add(what)
  run()
}

/**
 * The line broke. What is on screen stays, with its age; we come back by ourselves unless the gateway said it
 * would be in vain.
 */
function cut(context: CardContext, session: SubjectSession, scope: SubjectScope, error: unknown): void {
  const since = context.clock.now()
  const { code, retryAfter } = failure(error)
  const refused = error instanceof SourceError && error.code === 'refused'
  const passing =
    !refused ||
    retryAfter !== undefined ||
    code === 'internal' ||
    code === 'audit-unavailable' ||
    code === 'too-many'
  const wait = retryAfter === undefined ? backoff(session.attempt, context.random) : retryAfter * 1_000
  const retryAt = since + wait
  const done = scope.ifAlive(() => {
    session.state.connection.value = refused
      ? { line: 'refused', since, problem: error.problem, ...(passing ? { retryAt } : {}) }
      : {
          line: error instanceof SourceError && error.code === 'offline' ? 'offline' : 'lost',
          since,
          attempt: session.attempt,
          retryAt,
        }
  })
  if (!done || !passing) return
  session.attempt += 1
  scope.after(wait, () => follow(context, session))
}
