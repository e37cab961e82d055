import type { Context, Identifier, SystemRecord } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import type { LookupStatus } from '../fetch/sourced-rows.ts'
import type { RecordKey } from '../identity/types.ts'
import { type Agent, Refusal } from '../ports.ts'

/**
 * What a card handle holds, sealed: enough to ask on about the same person with the same eyes, and nothing a
 * browser can read.
 */
export interface CardPayload {
  v: 1
  tenant: string
  epoch: number
  revision: number
  /** Record refs of one card are hashed under its salt: two cards cannot be compared by them. */
  salt: string
  outcome: 'identified' | 'possible' | 'several' | 'nobody'
  records: readonly { key: RecordKey; connector: string; record: SystemRecord }[]
  identifiers: readonly Identifier[]
  candidates: readonly RecordKey[]
  /**
   * What tells the person, and of several each, beside their records: kept with a word against them. Absent
   * in handles sealed by an older gateway.
   */
  traits?: readonly string[] | undefined
  people?: readonly { records: readonly RecordKey[]; traits: readonly string[] }[] | undefined
  /** How each system stood when this was sealed: "none" and "not heard" must not be mixed up later. */
  standings: Readonly<Record<string, LookupStatus>>
  template: string
  purpose: string
  context: Context
  interaction?: string | undefined
  confirmed: boolean
  /**
   * The language the card was asked in: what is said of its acts is said in it. Absent in handles sealed by
   * an older gateway.
   */
  locale?: string | undefined
  /** Stands for "what the host said in this interaction" in links. */
  hint: RecordKey
  /**
   * What humans had decided about these records when this was sealed, as `saidOf` names it. Absent in handles
   * sealed by an older gateway.
   */
  said?: string | undefined
}

/**
 * A digest of what humans decided about a card's records. The notice of a decision may be lost with its
 * process, the decision is not: a card that waits for changes is compared with what stands.
 */
export async function decisionsDigest(
  hub: HubContext,
  tenant: string,
  { records, candidates, hint }: Pick<CardPayload, 'records' | 'candidates' | 'hint'>,
): Promise<string> {
  const links = await hub.ports.links.of(tenant, [
    ...new Set([hint, ...records.map((r) => r.key), ...candidates]),
  ])
  return hub.hash(
    `said\n${links
      .map((l) => l.id)
      .sort()
      .join('\n')}`,
  )
}
/** A candidate: whose records, and by which keys they are found again. */
export interface CandidatePayload {
  v: 1
  records: readonly RecordKey[]
  keys: readonly { kind: string; value: string; scope?: string | undefined }[]
  traits?: readonly string[] | undefined
}
/** A row, for reveal and actions. */
export interface RowPayload {
  v: 1
  question: string
  connector: string
  target: string
  row: string
}

const isV1 = (x: unknown): x is { v: 1 } =>
  typeof x === 'object' && x !== null && (x as { v?: unknown }).v === 1
const expired = () =>
  new Refusal('expired-handle', 'This handle is of another version of the gateway: open the card again')

export async function openCardHandle(hub: HubContext, handle: string, agent: Agent): Promise<CardPayload> {
  const payload = await hub.ports.handles.open(handle, agent, 'card')
  if (!isV1(payload) || (payload as CardPayload).tenant !== agent.tenant) throw expired()
  return payload as CardPayload
}
export async function openCandidate(
  hub: HubContext,
  handle: string,
  agent: Agent,
): Promise<CandidatePayload> {
  const payload = await hub.ports.handles.open(handle, agent, 'candidate')
  if (!isV1(payload)) throw expired()
  return payload as CandidatePayload
}
export async function openRow(hub: HubContext, handle: string, agent: Agent): Promise<RowPayload> {
  const payload = await hub.ports.handles.open(handle, agent, 'row')
  if (!isV1(payload)) throw expired()
  return payload as RowPayload
}

const maxIdentifiers = 12
/** The record as later questions need it; without what only the resolution needed. */
export const slim = (record: SystemRecord): SystemRecord => ({
  id: record.id,
  identifiers: record.identifiers.slice(0, maxIdentifiers),
  ...(record.kind ? { kind: record.kind } : {}),
  ...(record.name ? { name: record.name } : {}),
  ...(record.url ? { url: record.url } : {}),
  ...(record.observedAt ? { observedAt: record.observedAt } : {}),
})
