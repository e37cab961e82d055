import { batch } from '@preact/signals-core'
import type { CardEvent, Who } from '../../connectors/contract/index.ts'
import { SourceError } from '../source/port.ts'
import { applyEvent } from './apply-event.ts'
import { backoff } from './backoff.ts'
import { type CardContext, failure, type SubjectSession, withActions } from './card-context.ts'
import type { SubjectScope } from './subject-scope.ts'

/** Opens the card's stream, or opens it again (a lost connection, a published ficha, a system to retry). */
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
  let identitySeen = false
  let nameShown = cardState.who.peek() !== undefined
  const handle = (event: CardEvent): 'on' | 'broken' | 'over' | 'settled' => {
    // After a gap, or with another epoch, the stream cannot be trusted: it is treated as a lost connection.
    if (event.epoch !== cardState.epoch || event.seq !== next++) return 'broken'
    const before = cardState.who.peek()
    const first: boolean = !identitySeen && event.event === 'who'
    if (before && run > 1 && !identitySeen && (first || event.event === 'settled')) {
      const is = first ? compareIdentity(session, before, event as Who) : 'another'
      if (is === 'another') {
        if (scope.alive()) context.restart(session.chosen)
        return 'over'
      }
      if (is === 'less') return 'on'
    }
    identitySeen ||= first
    if (!scope.ifAlive(() => applyEvent(cardState, event, { run, main: true }, context.clock.now())))
      return 'over'
    // A stream lost early may have named only one of the person's records, and the next one another: until a
    // stream has settled without failures, the records of each count.
    if (event.event === 'retract' || (event.event === 'settled' && !event.failed))
      session.about = cardState.who.peek()?.about ?? []
    else if (event.event === 'who') session.about = [...session.about, ...(event.about ?? [])]
    afterEvent(context, session, event, first)
    return event.event === 'settled' ? 'settled' : 'on'
  }
  let is: ReturnType<typeof handle> = 'on'
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
    for await (const received of stream) {
      // Events that came together are painted together; each is still checked by itself.
      is = batch(() => {
        for (const event of [received].flat()) {
          const one = handle(event)
          if (one !== 'on') return one
        }
        return 'on'
      })
      if (is !== 'on') break
      // The name is painted first, alone; whatever else has come meanwhile is painted together after it.
      if (!nameShown && cardState.who.peek()) {
        nameShown = true
        await context.page.painted()
      }
    }
    if (is === 'settled') {
      if (scope.alive()) settled(context, session)
    } else if (is !== 'over')
      streamLost(context, session, scope, new SourceError('lost', 'the stream ended before settled'))
  } catch (error) {
    streamLost(context, session, scope, error)
  }
}

/**
 * Compares the first identity of a stream that was opened again with the one on screen. `another`: nothing on
 * screen may stay. `less`: the systems that answered first know less than was known. Their "possible" or
 * "several" does not replace the person before the stream settles; if nothing better comes, the card starts
 * over.
 */
function compareIdentity({ about }: SubjectSession, before: Who, now: Who): 'same' | 'less' | 'another' {
  if (about.length === 0) return before.outcome === now.outcome ? 'same' : 'another'
  if (now.about && !now.about.some((mark) => about.includes(mark))) return 'another'
  return now.about && (before.outcome !== 'identified' || now.outcome === before.outcome) ? 'same' : 'less'
}

/** The effects of an event beyond the card state: reports, open panels, the next poll. */
function afterEvent(context: CardContext, session: SubjectSession, event: CardEvent, first: boolean): void {
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
      void withActions(context, session, (actions) => {
        for (const panel of session.state.opened.peek()) actions.ask(context, session, panel, 'again')
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

/** The stream has settled and is closed, so loading the actions now delays nothing on screen. */
function settled(context: CardContext, session: SubjectSession): void {
  const who = session.state.who.peek()
  void withActions(context, session, (actions) => {
    actions.watch(context, session)
    if (who?.outcome === 'identified') actions.keepRecent(context, session, who)
    // The chunk could not be fetched: the gateway went away between the last event and now.
  }).catch(() => session.scope.after(backoff(0, context.random), () => follow(context, session)))
}

function once(session: SubjectSession, what: string, run: () => void): void {
  if (session.reported.has(what)) return
  session.reported.add(what)
  run()
}

/**
 * The stream broke. What is on screen stays, with its age. The card reconnects by itself unless the gateway's
 * refusal is final.
 */
function streamLost(
  context: CardContext,
  session: SubjectSession,
  scope: SubjectScope,
  error: unknown,
): void {
  const since = context.clock.now()
  const { code, retryAfter } = failure(error)
  const refused = error instanceof SourceError && error.code === 'refused'
  const transient =
    !refused ||
    retryAfter !== undefined ||
    code === 'internal' ||
    code === 'audit-unavailable' ||
    code === 'too-many'
  const wait = retryAfter === undefined ? backoff(session.attempt, context.random) : retryAfter * 1_000
  const retryAt = since + wait
  const written = scope.ifAlive(() => {
    session.state.connection.value = refused
      ? { line: 'refused', since, problem: error.problem, ...(transient ? { retryAt } : {}) }
      : {
          line: error instanceof SourceError && error.code === 'offline' ? 'offline' : 'lost',
          since,
          attempt: session.attempt,
          retryAt,
        }
  })
  if (!written || !transient) return
  session.attempt += 1
  scope.after(wait, () => follow(context, session))
}
