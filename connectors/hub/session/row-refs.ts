import type { HubContext } from '../context.ts'
import type { Agent } from '../ports.ts'
import type { RowPayload } from './handle.ts'

const keptMs = 600_000
const most = 20_000
const kept = new WeakMap<object, Map<string, { ref: Promise<string>; until: number }>>()

/**
 * The handle of a row. A card asked again in the same conversation is given the same one: what its agent had
 * just been shown stays shown, and a row heard twice is known to be one. Another conversation, or another
 * agent, has others, so that two cards cannot be compared by them.
 */
export function rowRef(
  { ports: { handles, clock } }: HubContext,
  agent: Agent,
  hint: string,
  payload: RowPayload,
): Promise<string> {
  const all = kept.get(handles) ?? new Map<string, { ref: Promise<string>; until: number }>()
  kept.set(handles, all)
  const now = clock.now().getTime()
  const key = JSON.stringify([agent.tenant, agent.id, agent.session, hint, payload])
  const known = all.get(key)
  if (known && known.until > now) return known.ref
  const ref = handles.seal(payload, agent, 'row')
  ref.catch(() => all.delete(key))
  all.delete(key)
  all.set(key, { ref, until: now + keptMs })
  // Oldest first, and none longer than it is good for: what a row is of may be a mail.
  for (const [old, { until }] of all) {
    if (until > now && all.size <= most) break
    all.delete(old)
  }
  return ref
}
