import { backoff } from './backoff.ts'
import type { CardContext, SubjectSession } from './card-context.ts'
import { follow } from './stream.ts'

/**
 * A handle lives for minutes: one refused sooner after its renewal was refused as soon as it was given.
 * Milliseconds.
 */
const shortestLife = 300_000
/** Renewals in a row that were of no use: some forty seconds. */
const mostInVain = 6

/**
 * A handle that is no longer good comes new with a new stream, which asks the open panels again: the first
 * time at once. A gateway that refuses what it has just given is asked again after pauses that grow. In the
 * end the card says what the gateway said (`says`), and waits for the agent.
 */
export function renewHandles(context: CardContext, session: SubjectSession, says: string): void {
  if (session.renewing) return
  const now = context.clock.now()
  const { inVain, at } = session.renewals
  const count = now - at < shortestLife ? inVain + 1 : 0
  if (count > mostInVain) {
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
  const again = () => follow(context, session)
  if (count === 0) again()
  // Whatever else opens a stream meanwhile brings the handles itself.
  else (session.stream ?? session.scope).after(backoff(count, context.random), again)
}
