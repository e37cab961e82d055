import { SourceError } from '../source/port.ts'
import { backoff } from './backoff.ts'
import { type Desk, failure, type Visit } from './card-context.ts'
import { follow } from './stream.ts'
import type { Right } from './subject-scope.ts'

/** A card that can be seen waits for changes on one long poll; a hidden one holds no line at all. */
export function watch(desk: Desk, visit: Visit): void {
  visit.poll?.end()
  if (!visit.right.alive() || visit.changes === undefined || !desk.page.visible()) return
  void poll(desk, visit, (visit.poll = visit.right.part()), 0)
}

async function poll(desk: Desk, visit: Visit, right: Right, failures: number): Promise<void> {
  const card = visit.sheet.who.peek()?.card
  const changes = visit.changes
  if (card === undefined || changes === undefined) return
  try {
    const answer = await desk.source.changes({ card, changes }, right.signal)
    if (!right.alive()) return
    visit.changes = answer.changes
    // Which records are this person changed: what is on screen may be a stranger's, so it goes first.
    if (answer.what.includes('records')) desk.again(visit.chosen)
    else if (answer.what.length > 0) follow(desk, visit)
    else right.after(250, () => void poll(desk, visit, right, 0))
  } catch (error) {
    if (!right.alive()) return
    if (failure(error).code === 'expired-handle') return follow(desk, visit)
    // One broken poll may be a proxy that tired of waiting; a second says the gateway is away: opening again shows it, and comes back by itself.
    if (failures > 0 && error instanceof SourceError && error.code !== 'refused') return follow(desk, visit)
    right.after(backoff(failures, desk.random, 1_000), () => void poll(desk, visit, right, failures + 1))
  }
}
