import type { Hint } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import {
  fingerprintLookups,
  isSamePerson,
  matchStrength,
} from '../identity/cannot-links/person-fingerprint.ts'
import { propagateCannotLinks } from '../identity/cannot-links/propagate.ts'
import type { FoundRecord, LinkDecisions, RecordKey } from '../identity/types.ts'
import type { Agent } from '../ports.ts'

/**
 * A record key that stands for the hints of this interaction. What an agent decides about it holds for this
 * call or ticket, not for the next person who rings from the same telephone.
 */
export async function hintRecord(
  hub: HubContext,
  agent: Agent,
  hints: readonly Hint[],
  interaction: string | undefined,
): Promise<RecordKey> {
  const hintText = hints
    .map((h) => `${h.kind}=${h.value.trim().toLowerCase()}`)
    .sort()
    .join('\n')
  return `${hintPrefix}${await hub.hash(`${agent.tenant}\n${interaction ?? agent.session}\n${hintText}`)}`
}
const hintPrefix = 'hint/'

/** Records an agent said are this interaction's customer. */
export async function confirmedRecords(
  hub: HubContext,
  agent: Agent,
  hint: RecordKey,
): Promise<readonly RecordKey[]> {
  return [...(await aboutHint(hub, agent, hint, []))].filter(([, l]) => l.decision === 'same').map(([k]) => k)
}

/**
 * What humans decided about these records; with `hint`, also who is not this interaction's customer, with all
 * their records. `picked`: chosen now.
 */
export async function readDecisions(
  hub: HubContext,
  tenant: string,
  records: readonly FoundRecord[],
  hint?: RecordKey,
  picked: readonly RecordKey[] = [],
): Promise<LinkDecisions> {
  const fingerprints = fingerprintLookups(records)
  const links = await hub.ports.links.of(
    tenant,
    records.map((r) => r.key),
    fingerprints,
  )
  const between = propagateCannotLinks(
    links.filter((l) => !l.a.startsWith(hintPrefix) && !l.b.startsWith(hintPrefix)),
    records,
  )
  const excluded = new Set<RecordKey>()
  const shared = new Set<string>()
  if (hint !== undefined) {
    for (const [key, link] of await aboutHint(hub, { tenant }, hint, fingerprints)) {
      if (link.decision !== 'different') continue
      const fingerprint = new Set(link.a === hint ? link.meets?.b : link.meets?.a)
      const theirs = records
        .filter((r) => r.key === key || isSamePerson(matchStrength(r, fingerprint)))
        .map((r) => r.key)
      for (const k of [key, ...theirs]) if (!picked.includes(k)) excluded.add(k)
      // theirs even when none of their records answers: whoever else bears it is not known by it alone
      for (const trait of fingerprint)
        if (trait.startsWith('strong|')) shared.add(trait.slice('strong|'.length))
    }
  }
  return { links: between, excluded, shared }
}

/** The last word about each record, in this interaction. */
async function aboutHint(
  hub: HubContext,
  { tenant }: Pick<Agent, 'tenant'>,
  hint: RecordKey,
  traits: readonly string[],
) {
  const links = [...(await hub.ports.links.of(tenant, [hint], traits))]
    .filter((l) => l.a === hint || l.b === hint)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return new Map(links.map((l) => [l.a === hint ? l.b : l.a, l]))
}
