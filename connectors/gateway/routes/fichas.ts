import * as v from 'valibot'
import {
  type FichaRevision,
  type FichaSet,
  type FichasAnswer,
  type FichasSaved,
  importRequest,
  publishRequest,
  undoRequest,
} from '../../contract/index.ts'
import { type Agent, Refusal } from '../../hub/ports.ts'
import { changed, checkSet, newlyLowered } from '../admin/check-set.ts'
import { firstRevision, type PublishedFichas } from '../admin/templates.ts'
import type { Session } from '../auth/session.ts'
import { Faulty } from '../problem.ts'
import type { App } from './app.ts'
import { parseBody } from './body.ts'
import type { Context } from './context.ts'
import { json } from './json.ts'

const megabyte = 1_048_576
/** The draft itself is checked piece by piece, so that each fault says its place. */
const loose = v.object({ draft: v.unknown(), base: v.pipe(v.string(), v.minLength(1), v.maxLength(60)) })

/** What the editor needs. Everything here asks for a role with `mayEdit`; what is published changes only whole, and only if all of it is good. */
export function fichaRoutes(app: App, context: Context, fichas: PublishedFichas): void {
  const { stores, ports, clock, watch } = context
  const signed = async (request: Request): Promise<Session> => {
    const session = await context.agent(request)
    const { agent } = session
    if (!(await context.mayEdit(agent)))
      throw new Refusal(
        'forbidden',
        'no role of this agent may edit fichas; policy.roles.<role>.mayEdit says who may',
      )
    return session
  }
  const editor = async (request: Request): Promise<Agent> => (await signed(request)).agent
  const checked = async (input: unknown, request: Request): Promise<FichaSet> => {
    const locale = request.headers.get('accept-language')?.slice(0, 2) ?? 'es'
    const rules = (input as { rules?: unknown } | null)?.rules
    const unending = Array.isArray(rules) && rules.length <= 500 ? await context.trying(rules, locale) : []
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
  const current = async (agent: Agent, base: string) => {
    const now = await fichas.now(agent.tenant)
    if (now.revision !== base)
      throw new Refusal(
        'conflict',
        `this was made from revision ${safe(base)}, and ${now.revision} is published now; load that one and make the change again`,
      )
    return now
  }
  /** `lowered`: the rules knowingly declared less sensitive than their facts; undefined where an older set, confirmed in its day, comes back. */
  const publish = async (
    { agent, name }: Session,
    set: FichaSet,
    base: string,
    note: string,
    lowered?: readonly string[],
  ): Promise<FichasSaved> => {
    const before = await current(agent, base)
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
    if (
      !(await stores.fichas.publish(
        agent.tenant,
        meta,
        set,
        before.revision === firstRevision ? undefined : before.revision,
      ))
    ) {
      // it did not happen after all, and the audit says that too
      await ports.audit.write({ ...line, outcome: 'refused' })
      throw new Refusal(
        'conflict',
        'somebody published at the same moment; load what is published and make the change again',
      )
    }
    await stores.fichas.saveDraft(agent.tenant, undefined)
    await ports.notices.publish(agent.tenant, 'fichas')
    watch.count('ficha_publications_total')
    return { revision: meta.revision, draft: false }
  }

  app.get('/v1/fichas', async (c) => {
    const agent = await editor(c.req.raw)
    const [{ revision, set }, draft, history] = await Promise.all([
      fichas.now(agent.tenant),
      stores.fichas.draft(agent.tenant),
      stores.fichas.history(agent.tenant),
    ])
    const first: FichaRevision = { revision: firstRevision, at: '', note: '' }
    const answer: FichasAnswer = {
      revision,
      published: set,
      ...(draft ? { draft } : {}),
      history: [...history, first],
    }
    return json(answer)
  })
  app.put('/v1/fichas', async (c) => {
    const agent = await editor(c.req.raw)
    const { draft, base } = await parseBody(c.req.raw, loose, megabyte)
    const set = await checked(draft, c.req.raw)
    await current(agent, base)
    await stores.fichas.saveDraft(agent.tenant, { set, base, at: clock.now().toISOString() })
    return json({ revision: base, draft: true } satisfies FichasSaved)
  })
  app.post('/v1/fichas/publish', async (c) => {
    const session = await signed(c.req.raw)
    const { agent } = session
    const { base, note, lowered } = await parseBody(c.req.raw, publishRequest)
    const draft = await stores.fichas.draft(agent.tenant)
    if (!draft) throw new Refusal('not-found', 'there is no draft; save one first')
    if (draft.base !== base)
      throw new Refusal(
        'conflict',
        `the draft was made from ${draft.base}; load what is published and make the change again`,
      )
    // what was good when saved may no longer be: the program may be newer than the draft
    return json(await publish(session, await checked(draft.set, c.req.raw), base, note, lowered))
  })
  app.post('/v1/fichas/undo', async (c) => {
    const session = await signed(c.req.raw)
    const { revision, base } = await parseBody(c.req.raw, undoRequest)
    return json(
      await publish(
        session,
        await checked(await known(session.agent, revision), c.req.raw),
        base,
        `= ${revision}`,
      ),
    )
  })
  app.post('/v1/fichas/import', async (c) => {
    const session = await signed(c.req.raw)
    const { agent } = session
    const request = await parseBody(c.req.raw, importRequest, megabyte)
    const set = await checked(request.set, c.req.raw)
    if (request.publish) return json(await publish(session, set, request.base, request.note, request.lowered))
    await current(agent, request.base)
    await stores.fichas.saveDraft(agent.tenant, { set, base: request.base, at: clock.now().toISOString() })
    return json({ revision: request.base, draft: true } satisfies FichasSaved)
  })
  app.get('/v1/fichas/export', async (c) => {
    const agent = await editor(c.req.raw)
    const asked = new URL(c.req.url).searchParams.get('revision')
    const answer = json(asked === null ? (await fichas.now(agent.tenant)).set : await known(agent, asked))
    answer.headers.set('content-disposition', 'attachment; filename="fichas.json"')
    return answer
  })

  const known = async (agent: Agent, revision: string): Promise<FichaSet> => {
    const found =
      revision === firstRevision ? fichas.first : (await stores.fichas.published(agent.tenant, revision))?.set
    if (!found) throw new Refusal('not-found', 'no such revision; GET /v1/fichas lists them')
    return found
  }
}

const safe = (text: string): string => (/^[\w-]{1,60}$/.test(text) ? text : '?')
