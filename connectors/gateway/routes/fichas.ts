import * as v from 'valibot'
import type {
  FichaRevision,
  FichaSet,
  FichasAnswer,
  FichasSaved,
  importRequest,
  publishRequest,
  undoRequest,
} from '../../contract/index.ts'
import { type Agent, Refusal } from '../../hub/ports.ts'
import { changed, checkSet, newlyLowered } from '../admin/check-set.ts'
import { firstRevision } from '../admin/templates.ts'
import { logUnreached } from '../admin/unreached.ts'
import type { Session } from '../auth/session.ts'
import type { Context } from '../context.ts'
import { Faulty } from '../problem.ts'
import { json } from './json.ts'
import type { AgentCall } from './route.ts'

/** The draft itself is checked piece by piece, so that each fault says its place. */
export const uncheckedDraft = v.object({
  draft: v.unknown(),
  base: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
})

export async function readFichas(call: AgentCall, { fichas, stores }: Context) {
  const { tenant } = call.agent
  const [{ revision, set }, draft, history] = await Promise.all([
    fichas.now(tenant),
    stores.fichas.draft(tenant),
    stores.fichas.history(tenant),
  ])
  const first: FichaRevision = { revision: firstRevision, at: '', note: '' }
  const answer: FichasAnswer = {
    revision,
    published: set,
    ...(draft ? { draft } : {}),
    history: [...history, first],
  }
  return json(answer)
}

export async function saveDraft(call: AgentCall<typeof uncheckedDraft>, context: Context) {
  const { draft, base } = await call.body()
  const set = await checked(draft, call.request, context)
  await current(call.agent, base, context)
  return keepDraft(call.agent, set, base, context)
}

export async function publishDraft(call: AgentCall<typeof publishRequest>, context: Context) {
  const { session, agent } = call
  const { base, note, lowered } = await call.body()
  const draft = await context.stores.fichas.draft(agent.tenant)
  if (!draft) throw new Refusal('not-found', 'there is no draft; save one first')
  if (draft.base !== base)
    throw new Refusal(
      'conflict',
      `the draft was made from ${draft.base}; load what is published and make the change again`,
    )
  // what was good when saved may no longer be: the program may be newer than the draft
  const set = await checked(draft.set, call.request, context)
  return json(await publish(session, { set, base, note, lowered }, context))
}

export async function undoPublication(call: AgentCall<typeof undoRequest>, context: Context) {
  const { revision, base } = await call.body()
  const set = await checked(await known(call.agent, revision, context), call.request, context)
  return json(await publish(call.session, { set, base, note: `= ${revision}` }, context))
}

export async function importFichas(call: AgentCall<typeof importRequest>, context: Context) {
  const { base, note, lowered, ...body } = await call.body()
  const set = await checked(body.set, call.request, context)
  if (body.publish) return json(await publish(call.session, { set, base, note, lowered }, context))
  await current(call.agent, base, context)
  return keepDraft(call.agent, set, base, context)
}

export async function exportFichas(call: AgentCall, context: Context) {
  const { agent } = call
  const revision = new URL(call.request.url).searchParams.get('revision')
  const answer = json(
    revision === null ? (await context.fichas.now(agent.tenant)).set : await known(agent, revision, context),
  )
  answer.headers.set('content-disposition', 'attachment; filename="fichas.json"')
  return answer
}

/** The whole set, or a `rule-refused` with every fault and its place. */
async function checked(input: unknown, request: Request, { tryRules }: Context): Promise<FichaSet> {
  const locale = request.headers.get('accept-language')?.slice(0, 2) ?? 'es'
  const rules = (input as { rules?: unknown } | null)?.rules
  const unending = Array.isArray(rules) && rules.length <= 500 ? await tryRules(rules, locale) : []
  if (unending.length > 0)
    throw new Faulty(
      `${unending.length} rule${unending.length === 1 ? '' : 's'} did not end when tried; nothing was changed. First: ${unending[0]?.place}`,
      unending,
    )
  const read = checkSet(input, locale)
  if (!read.set)
    throw new Faulty(
      `${read.faults.length} fault${read.faults.length === 1 ? '' : 's'}; nothing was changed. First: ${read.faults[0]?.place}`,
      read.faults,
    )
  return read.set
}

/** What is published now. Refuses `conflict` when it is not what the change was made from. */
async function current(agent: Agent, base: string, { fichas }: Context) {
  const now = await fichas.now(agent.tenant)
  if (now.revision !== base)
    throw new Refusal(
      'conflict',
      `this was made from revision ${safe(base)}, and ${now.revision} is published now; load that one and make the change again`,
    )
  return now
}

async function keepDraft(agent: Agent, set: FichaSet, base: string, { stores, clock }: Context) {
  await stores.fichas.saveDraft(agent.tenant, { set, base, at: clock.now().toISOString() })
  return json({ revision: base, draft: true } satisfies FichasSaved)
}

interface Publication {
  set: FichaSet
  base: string
  note: string
  /**
   * The rules knowingly declared less sensitive than their facts; undefined where an older set, confirmed in
   * its day, comes back.
   */
  lowered?: readonly string[]
}
async function publish(
  { agent, name }: Session,
  { set, base, note, lowered }: Publication,
  context: Context,
): Promise<FichasSaved> {
  const { clock, config, ports, stores, telemetry } = context
  const before = await current(agent, base, context)
  const unconfirmed =
    lowered === undefined ? [] : newlyLowered(before.set, set).filter((id) => !lowered.includes(id))
  if (unconfirmed.length > 0)
    throw new Faulty(
      `${unconfirmed.length} rule${unconfirmed.length === 1 ? '' : 's'} would show a result as less sensitive than the facts it reads; nothing was published. Confirm each by name in \`lowered\``,
      unconfirmed.map((id) => ({
        place: `rules.${id}.sensitivity`,
        says: `${id}: lowering the sensitivity must be confirmed`,
      })),
    )
  const at = clock.now().toISOString()
  const meta: FichaRevision = {
    revision: `${at.slice(0, 10)}-${crypto.randomUUID().slice(0, 8)}`,
    at,
    note,
    by: name ?? agent.id,
  }
  // durable before it counts: a publication without its trace does not happen
  const line = {
    at,
    tenant: agent.tenant,
    agent: agent.id,
    purpose: 'fichas',
    act: 'publish' as const,
    what: [`${base} → ${meta.revision}`, ...changed(before.set, set)],
    ...(note ? { reason: note } : {}),
  }
  await ports.audit.write({ ...line, outcome: 'allowed' })
  const published = await stores.fichas.publish(
    agent.tenant,
    meta,
    set,
    before.revision === firstRevision ? undefined : before.revision,
  )
  if (!published) {
    // it did not happen after all, and the audit says that too
    await ports.audit.write({ ...line, outcome: 'refused' })
    throw new Refusal(
      'conflict',
      'somebody published at the same moment; load what is published and make the change again',
    )
  }
  await stores.fichas.saveDraft(agent.tenant, undefined)
  await ports.notices.publish(agent.tenant, 'fichas')
  telemetry.count('ficha_publications_total')
  logUnreached(telemetry, config, set)
  return { revision: meta.revision, draft: false }
}

async function known(agent: Agent, revision: string, { fichas, stores }: Context): Promise<FichaSet> {
  const found =
    revision === firstRevision ? fichas.first : (await stores.fichas.published(agent.tenant, revision))?.set
  if (!found) throw new Refusal('not-found', 'no such revision; GET /v1/fichas lists them')
  return found
}

const safe = (text: string): string => (/^[\w-]{1,60}$/.test(text) ? text : '?')
