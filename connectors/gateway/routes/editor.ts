import { type PreviewAnswer, previewRequest } from '../../contract/index.ts'
import { type Agent, Refusal } from '../../hub/ports.ts'
import { mostFactsAtFirstSight } from '../../hub/rules/index.ts'
import { material } from '../admin/preview/material.ts'
import { createPreviews } from '../admin/preview/preview.ts'
import { proposalDays, proposals } from '../admin/preview/proposals.ts'
import type { PublishedFichas } from '../admin/templates.ts'
import { hostOrigins } from '../config/config.ts'
import type { App } from './app.ts'
import { parseBody } from './body.ts'
import { within } from './calls.ts'
import type { Context } from './context.ts'
import { json } from './json.ts'

const mostBytes = 1_048_576

/** What the editor needs while somebody writes: the words to write with, a card of the draft, and what agents asked for. */
export function editorRoutes(app: App, context: Context, fichas: PublishedFichas): void {
  const { ports, stores, clock } = context
  const measured = (connector: string) => context.watch.measured('ficha_upstream_seconds', { connector })
  const previews = createPreviews(ports, measured)
  const editor = async (request: Request): Promise<Agent> => {
    const { agent } = await context.agent(request)
    if (!(await context.mayEdit(agent)))
      throw new Refusal(
        'forbidden',
        'no role of this agent may edit fichas; policy.roles.<role>.mayEdit says who may',
      )
    return agent
  }
  const localeOf = (request: Request): string => {
    const said = new URL(request.url).searchParams.get('locale') ?? ''
    return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(said) ? said : 'es'
  }

  app.get('/v1/fichas/material', async (c) => {
    const agent = await editor(c.req.raw)
    const { set } = await fichas.now(agent.tenant)
    const names = context.config.hosts.flatMap((h) => (typeof h === 'string' ? [] : h.name ? [h.name] : []))
    return json(
      material(
        ports,
        set.policy,
        names.length > 0 ? names : hostOrigins(context.config),
        agent.claims,
        measured,
        localeOf(c.req.raw),
      ),
    )
  })
  app.get('/v1/fichas/proposals', async (c) => {
    const agent = await editor(c.req.raw)
    const now = clock.now()
    // up to now, this moment included
    const to = new Date(now.getTime() + 1).toISOString()
    const outcomes = await stores.outcomes.between(
      agent.tenant,
      new Date(now.getTime() - proposalDays * 86_400_000).toISOString(),
      to,
    )
    return json(proposals(outcomes, localeOf(c.req.raw)))
  })
  app.post('/v1/fichas/preview', async (c) => {
    const agent = await editor(c.req.raw)
    const { base, on, template, rules, role, locale } = await parseBody(c.req.raw, previewRequest, mostBytes)
    const now = await fichas.now(agent.tenant)
    if (now.revision !== base)
      throw new Refusal(
        'conflict',
        'somebody published meanwhile; load what is published and make the change again',
      )
    // A real person opened from here counts like any other.
    if ('candidate' in on)
      await context.distinct(
        agent,
        'customers',
        [await context.keys.mac('limits', JSON.stringify([agent.tenant, on.candidate]))],
        context.limits.customersPer10Minutes,
      )
    const unending = await context.trying(rules, locale)
    if (unending.length > 0)
      return json({
        faults: unending,
        firstSight: 0,
        mostAtFirstSight: mostFactsAtFirstSight,
      } satisfies PreviewAnswer)
    return json(
      await within(c.req.raw, context.stopping, (signal) =>
        previews.run({ template, rules, role, locale, published: now.set }, on, agent, signal),
      ),
    )
  })
}
