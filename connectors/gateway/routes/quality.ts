import { qualityPeriods } from '../../contract/index.ts'
import { type Agent, Refusal } from '../../hub/ports.ts'
import { proposalDays, proposals } from '../admin/preview/proposals.ts'
import { quality } from '../admin/quality/quality.ts'
import type { App } from './app.ts'
import type { Context } from './context.ts'
import { json } from './json.ts'

/** For whoever leads: a role whose purposes hold `quality`. No address here gives raw outcomes or observations. */
export function qualityRoutes(app: App, context: Context): void {
  const { ports, stores, clock } = context
  const leader = async (request: Request): Promise<Agent> => {
    const { agent } = await context.agent(request)
    const { policy } = await ports.fichas.current(agent.tenant)
    if (
      !agent.roles.some(
        (role) => Object.hasOwn(policy.roles, role) && policy.roles[role]?.purposes.includes('quality'),
      )
    )
      throw new Refusal(
        'forbidden',
        'no role of this agent has the purpose «quality»; policy.roles.<role>.purposes says who has',
      )
    return agent
  }
  const asked = (request: Request, name: string) => new URL(request.url).searchParams.get(name) ?? ''
  const localeOf = (request: Request): string => {
    const said = asked(request, 'locale')
    return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(said) ? said : 'es'
  }

  app.get('/v1/quality', async (c) => {
    const agent = await leader(c.req.raw)
    const days = Number(asked(c.req.raw, 'days') || '28')
    if (!(qualityPeriods as readonly number[]).includes(days))
      throw new Refusal('bad-request', `days: expected one of ${qualityPeriods.join(', ')}`)
    return json(await quality(ports, stores, agent.tenant, days, localeOf(c.req.raw)))
  })
  app.get('/v1/quality/proposals', async (c) => {
    const agent = await leader(c.req.raw)
    const now = clock.now().getTime()
    return json(
      proposals(
        await stores.outcomes.between(
          agent.tenant,
          new Date(now - proposalDays * 86_400_000).toISOString(),
          new Date(now + 1).toISOString(),
        ),
        localeOf(c.req.raw),
        (await ports.fichas.current(agent.tenant)).templates,
      ),
    )
  })
}
