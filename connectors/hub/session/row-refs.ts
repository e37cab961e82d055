import type { HubContext } from '../context.ts'
import type { Agent } from '../ports.ts'
import type { RowPayload } from './handle.ts'

const keptMs = 600_000
const most = 20_000
const kept = new WeakMap<object, Map<string, { ref: Promise<string>; until: number }>>()

/**
 * The handle of a row. Asked again in the same interaction it is the same, so that a revealed value stays
 * beside its row. Another interaction or agent gets another handle, so that two cards cannot be compared by
 * them.
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
  // Oldest first, and none after its time: the key may hold a mail.
  for (const [old, { until }] of all) {
    if (until > now && all.size <= most) break
    all.delete(old)
  }
  return ref
}
