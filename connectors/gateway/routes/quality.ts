import { qualityPeriods } from '../../contract/index.ts'
import { Refusal } from '../../hub/ports.ts'
import { proposalDays, proposals } from '../admin/preview/proposals.ts'
import { quality } from '../admin/quality/quality.ts'
import type { Context } from '../context.ts'
import { json } from './json.ts'
import { localeOf } from './locale.ts'
import type { AgentCall } from './route.ts'

/** No route returns raw outcomes or observations: a leader sees counts of groups only. */
export async function qualityCounts(call: AgentCall, { ports, stores }: Context) {
  const days = Number(call.query('days') || '28')
  if (!(qualityPeriods as readonly number[]).includes(days))
    throw new Refusal('bad-request', `days: expected one of ${qualityPeriods.join(', ')}`)
  return json(await quality(ports, stores, call.agent.tenant, days, localeOf(call)))
}

export async function qualityProposals(call: AgentCall, { ports, stores, clock }: Context) {
  const { tenant } = call.agent
  const now = clock.now().getTime()
  return json(
    proposals(
      await stores.outcomes.between(
        tenant,
        new Date(now - proposalDays * 86_400_000).toISOString(),
        // up to now, this moment included
        new Date(now + 1).toISOString(),
      ),
      localeOf(call),
      (await ports.fichas.current(tenant)).templates,
    ),
  )
}
