import type { Connector } from '../contract/index.ts'
import type { Asker } from './fetch/asker.ts'
import type { Hasher } from './fetch/hash.ts'
import { type AuditLine, type HubPorts, Refusal } from './ports.ts'
import type { Stages } from './stages.ts'

/** What every request of one hub shares. */
export interface Inside {
  ports: HubPorts
  stages: Stages
  asker: Asker
  hash: Hasher
  connectors: ReadonlyMap<string, Connector>
}

/** Names a customer for notices and audit without telling who it is. */
export const topicOf = async (inside: Inside, tenant: string, record: string): Promise<string> =>
  `records:${await inside.hash(`${tenant}\n${record}`)}`
/** What a system holds about them changed; who they are did not. */
export const rowsTopicOf = async (inside: Inside, tenant: string, record: string): Promise<string> =>
  `rows:${await inside.hash(`${tenant}\n${record}`)}`
export const subjectOf = (inside: Inside, tenant: string, records: readonly string[]): Promise<string> =>
  inside.hash(`${tenant}\n${[...records].sort().join('\n')}`)

/** No trace, no access. */
export async function trace(inside: Inside, line: AuditLine): Promise<void> {
  try {
    await inside.ports.audit.write(line)
  } catch {
    throw new Refusal(
      'audit-unavailable',
      `«${line.act}» was not carried out: its audit line could not be written. Try again; if it goes on, whoever runs the gateway must look at the audit store`,
    )
  }
}
