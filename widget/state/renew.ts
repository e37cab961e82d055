import { backoff } from './backoff.ts'
import type { CardContext, SubjectSession } from './card-context.ts'
import { follow } from './stream.ts'

/**
 * A handle lives for minutes: a refusal sooner than this after a renewal means that the renewal did not help.
 * Milliseconds.
 */
const shortestLife = 300_000
/** Most renewals in a row that did not help: some forty seconds. */
const maxInVain = 6

/**
 * Renews expired handles by opening a new stream, which asks the open panels again: the first time at once.
 * Where the gateway refuses a handle it has just given, the next tries wait longer each time. After the last
 * one the card shows the gateway's text (`says`) and waits for the agent.
 */
export function renewHandles(context: CardContext, session: SubjectSession, says: string): void {
  if (session.renewing) return
  const now = context.clock.now()
  const { inVain, at } = session.renewals
  const count = now - at < shortestLife ? inVain + 1 : 0
  if (count > maxInVain) {
    session.poll?.end()
    session.scope.ifAlive(() => {
      session.state.connection.value = {
        line: 'refused',
        since: now,
        problem: { type: 'about:blank', title: '', status: 410, code: 'expired-handle', detail: says },
      }
    })
    return
  }
  session.renewing = true
  session.renewals = { inVain: count, at: now }
  const reopen = () => follow(context, session)
  if (count === 0) reopen()
  // On the stream's scope: another stream opened meanwhile ends it, and brings new handles itself.
  else (session.stream ?? session.scope).after(backoff(count, context.random), reopen)
}
