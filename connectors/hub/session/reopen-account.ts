import type { Template } from '../../contract/index.ts'
import { type HubContext, subjectOf, writeAudit } from '../context.ts'
import { message } from '../messages/index.ts'
import { viewerFor } from '../plan/choose-template.ts'
import type { SubjectRecords } from '../plan/targets.ts'
import type { Viewer } from '../policy/viewer.ts'
import { type Agent, type AuditLine, Refusal } from '../ports.ts'
import { type CardPayload, openCardHandle } from './handle.ts'

/** A card that was opened before, with what its agent may see now. */
export interface ReopenedAccount {
  card: CardPayload
  viewer: Viewer
  template: Template
  /**
   * Writes an audit line about this card's customer, or about the records of somebody asked about beside
   * them. Rejects with `audit-unavailable` when it cannot: no trace, no access.
   */
  audit(entry: AuditEntry, records?: SubjectRecords['records']): Promise<void>
}
/** What was done; `allowed` unless the outcome says otherwise. */
export type AuditEntry = Pick<AuditLine, 'act' | 'what' | 'reason'> & Partial<Pick<AuditLine, 'outcome'>>

/**
 * Opens the handle of a card whose customer is identified. The policy is read anew, so what was taken away is
 * gone at once.
 *
 * @param locale - the language of what is said; by default the card's own.
 * @throws Refusal `expired-handle`; `forbidden`; `conflict` when the ficha is gone or nobody is identified
 * yet.
 */
export async function reopenAccount(
  hub: HubContext,
  handle: string,
  agent: Agent,
  locale?: string,
): Promise<ReopenedAccount> {
  const { ports } = hub
  const card = await openCardHandle(hub, handle, agent)
  const language = locale ?? card.locale ?? 'es'
  const published = await ports.fichas.current(agent.tenant)
  const { viewer, afterConfirmation } = viewerFor(
    published,
    agent,
    { purpose: card.purpose, locale: language, confirmed: card.confirmed },
    ports.connectors,
  )
  const template = published.templates.find(
    (t) => t.id === card.template && t.for.roles.some((r) => viewer.roles.some((v) => v.name === r)),
  )
  if (!template)
    throw new Refusal('conflict', message('refused.card-gone', language, { card: card.template }))
  if (afterConfirmation) throw new Refusal('forbidden', message('who.locked', language))
  if (card.outcome !== 'identified') throw new Refusal('conflict', message('refused.nobody-yet', language))
  return {
    card,
    viewer,
    template,
    async audit(entry, records = card.records) {
      const keys = records.map((r) => r.key)
      await writeAudit(hub, {
        at: ports.clock.now().toISOString(),
        tenant: agent.tenant,
        agent: agent.id,
        interaction: card.interaction,
        purpose: viewer.purpose,
        subject: await subjectOf(hub, agent.tenant, keys),
        outcome: 'allowed',
        ...entry,
      })
    },
  }
}
