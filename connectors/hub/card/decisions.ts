import type { Hint } from '../../contract/index.ts'
import type { RecordKey } from '../identify/types.ts'
import type { Inside } from '../inside.ts'
import type { Agent } from '../ports.ts'

/** Records decided about before: `same` belong to this interaction's customer, `different` do not. */
export interface Decided { hint: RecordKey; same: readonly RecordKey[]; different: ReadonlySet<RecordKey> }

/**
 * "What the host said in this interaction", as if it were a record: what an agent says about it holds for this call or ticket,
 * not for the next person who rings from the same telephone.
 */
export async function hintRecord(inside: Inside, agent: Agent, hints: readonly Hint[], interaction: string | undefined): Promise<RecordKey> {
  const said = hints.map((h) => `${h.kind}=${h.value.trim().toLowerCase()}`).sort().join('\n')
  return `hint/${await inside.hash(`${agent.tenant}\n${interaction ?? agent.session}\n${said}`)}`
}

export async function decided(inside: Inside, agent: Agent, hint: RecordKey): Promise<Decided> {
  const links = [...(await inside.ports.links.of(agent.tenant, [hint]))].sort((a, b) => (a.at < b.at ? -1 : 1))
  const last = new Map(links.map((l) => [l.a === hint ? l.b : l.a, l.decision]))
  return { hint, same: [...last].filter(([, d]) => d === 'same').map(([k]) => k), different: new Set([...last].filter(([, d]) => d === 'different').map(([k]) => k)) }
}
