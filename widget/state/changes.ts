import { SourceError } from '../source/port.ts'
import { backoff } from './backoff.ts'
import { type CardContext, failure, type SubjectSession } from './card-context.ts'
import { renewHandles } from './renew.ts'
import { follow } from './stream.ts'
import type { SubjectScope } from './subject-scope.ts'

/** A visible card waits for changes on one long poll; a hidden one keeps no connection open. */
export function watch(context: CardContext, session: SubjectSession): void {
  session.poll?.end()
  if (!session.scope.alive() || session.changes === undefined || !context.page.visible()) return
  void poll(context, session, (session.poll = session.scope.childScope()), 0)
}

async function poll(
  context: CardContext,
  session: SubjectSession,
  scope: SubjectScope,
  failures: number,
): Promise<void> {
  const card = session.state.who.peek()?.card
  const changes = session.changes
  if (card === undefined || changes === undefined) return
  try {
    const answer = await context.source.changes({ card, changes }, scope.signal)
    if (!scope.alive()) return
    session.changes = answer.changes
    // The records of this person changed: what is on screen may be a stranger's, so it is cleared first.
    if (answer.what.includes('records')) context.restart(session.chosen)
    else if (answer.what.length > 0) follow(context, session)
    else scope.after(250, () => void poll(context, session, scope, 0))
  } catch (error) {
    if (!scope.alive()) return
    const { code, says } = failure(error)
    if (code === 'expired-handle') return renewHandles(context, session, says)
    // One broken poll may be the time limit of a proxy. A second one means that the gateway is away: a new
    // stream shows that, and reconnects by itself.
    if (failures > 0 && error instanceof SourceError && error.code !== 'refused')
      return follow(context, session)
    scope.after(
      backoff(failures, context.random, 1_000),
      () => void poll(context, session, scope, failures + 1),
    )
  }
}
