import { type Asked, localize, type RevealAnswer, type RevealRequest } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import { inquire, type Target, targetName } from '../fetch/inquiry.ts'
import { fieldsOf } from '../fetch/validate.ts'
import { message } from '../messages/index.ts'
import { isMany, ruleRows } from '../plan/queries.ts'
import { targetsOf } from '../plan/targets.ts'
import { admittingRoles, filterFields } from '../policy/rows.ts'
import { mayReveal, pathOf, type Viewer } from '../policy/viewer.ts'
import { type Agent, Refusal } from '../ports.ts'
import { type CardPayload, openRow } from '../session/handle.ts'
import { reopenAccount } from '../session/reopen-account.ts'

const shownForSeconds = 60

/**
 * One masked value, shown for a minute, with a reason. Its audit line is written before the value is asked
 * for:
 * no trace, no value.
 */
export async function reveal(
  hub: HubContext,
  request: RevealRequest,
  agent: Agent,
  signal: AbortSignal,
): Promise<RevealAnswer> {
  const { card, viewer, audit } = await reopenAccount(hub, request.card, agent)
  const payload = await openRow(hub, request.ref, agent)
  const asked = payload.question as Asked
  const connector = hub.connectors.get(payload.connector)
  if (!connector || !Object.hasOwn(fieldsOf(connector, asked), request.field))
    throw new Refusal(
      'bad-request',
      `There is no field «${request.field}» in this row; send the name the card gave`,
    )
  const path = pathOf(asked, connector.id, request.field)
  const target = targetOf(card, payload.connector, asked, payload.target, hub)
  if (!target) throw new Refusal('expired-handle', message('refused.row-gone', viewer.locale))
  const entry = { act: 'reveal' as const, what: [path], reason: request.reason }
  if (!mayReveal(viewer, path)) {
    await audit({ ...entry, outcome: 'refused' })
    throw new Refusal(
      'forbidden',
      message('reveal.forbidden', viewer.locale, { path, purpose: viewer.purpose }),
    )
  }
  await audit(entry)
  const value = await fetchOne(
    hub,
    agent,
    viewer,
    { connector: payload.connector, asked, target, row: payload.row, field: request.field, path },
    signal,
  )
  if (value === undefined || value === null)
    throw new Refusal('not-found', message('reveal.gone', viewer.locale))
  return { value, forSeconds: shownForSeconds }
}

function targetOf(
  card: CardPayload,
  connector: string,
  asked: Asked,
  name: string,
  hub: HubContext,
): Target | undefined {
  const found = hub.connectors.get(connector)
  return found && targetsOf({ question: asked, connector: found }, card).find((t) => targetName(t) === name)
}

interface RevealedField {
  connector: string
  asked: Asked
  target: Target
  row: string
  field: string
  path: string
}
async function fetchOne(
  hub: HubContext,
  agent: Agent,
  viewer: Viewer,
  { connector: id, asked, target, row, field, path }: RevealedField,
  signal: AbortSignal,
): Promise<unknown> {
  const connector = hub.connectors.get(id)
  if (!connector) return undefined
  const fields = [...new Set([field, ...filterFields(viewer, asked, connector)])]
  const fetchPage = async (cursor: string | undefined) => {
    const inquiry = inquire({
      tenant: agent.tenant,
      purpose: viewer.purpose,
      connector,
      question: asked,
      target,
      want: {
        fields,
        limit: isMany(asked) ? ruleRows : 1,
        locale: viewer.locale,
        ...(cursor ? { cursor } : {}),
      },
    })
    return inquiry && hub.fetcher.fetch(inquiry, hub.ports.settings.patience, signal, () => {})
  }
  // A row the agent paged to may stand further down.
  let cursor: string | undefined
  for (let page = 0; page < 10; page++) {
    const outcome = await fetchPage(cursor)
    if (!outcome) return undefined
    if (!outcome.ok)
      throw new Refusal(
        'conflict',
        message('reveal.failed', viewer.locale, {
          system: localize(connector.title, viewer.locale),
          code: outcome.code,
        }),
      )
    const found = outcome.answer.rows.find((r) => r.id === row)
    if (found) {
      if (!mayReveal(viewer, path, admittingRoles(viewer, asked, found))) return undefined
      return found[field]
    }
    cursor = outcome.answer.next
    if (!cursor) return undefined
  }
  return undefined
}
