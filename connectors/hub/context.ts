import type { Connector } from '../contract/index.ts'
import type { Fetcher } from './fetch/fetcher.ts'
import type { Hasher } from './fetch/hash.ts'
import { type AuditLine, type HubPorts, Refusal } from './ports.ts'
import type { Stages } from './stages.ts'

/** What every request of one hub shares. */
export interface HubContext {
  ports: HubPorts
  stages: Stages
  fetcher: Fetcher
  hash: Hasher
  connectors: ReadonlyMap<string, Connector>
}

/** Names a customer for notices and audit without telling who it is. */
export const topicOf = async (hub: HubContext, tenant: string, record: string): Promise<string> =>
  `records:${await hub.hash(`${tenant}\n${record}`)}`
/** What a system holds about them changed; who they are did not. */
export const rowsTopicOf = async (hub: HubContext, tenant: string, record: string): Promise<string> =>
  `rows:${await hub.hash(`${tenant}\n${record}`)}`
export const subjectOf = (hub: HubContext, tenant: string, records: readonly string[]): Promise<string> =>
  hub.hash(`${tenant}\n${[...records].sort().join('\n')}`)

/** No trace, no access. */
export async function writeAudit(hub: HubContext, line: AuditLine): Promise<void> {
  try {
    await hub.ports.audit.write(line)
  } catch {
    throw new Refusal(
      'audit-unavailable',
      `«${line.act}» was not carried out: its audit line could not be written. Try again; if it goes on, whoever runs the gateway must look at the audit store`,
    )
  }
}
