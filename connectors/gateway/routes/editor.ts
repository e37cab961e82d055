import type { PreviewAnswer, previewRequest } from '../../contract/index.ts'
import { Refusal } from '../../hub/ports.ts'
import { maxFactsAtFirstSight } from '../../hub/rules/index.ts'
import { material } from '../admin/preview/material.ts'
import { proposalDays, proposals } from '../admin/preview/proposals.ts'
import { hostOrigins } from '../config/config.ts'
import type { Context } from '../context.ts'
import { json } from './json.ts'
import { localeOf } from './locale.ts'
import type { AgentCall } from './route.ts'
import { withAbort } from './with-abort.ts'

/**
 * What the editor needs while somebody writes: the words to write with, a card of the draft, and what agents
 * asked for.
 */
export async function editorMaterial(call: AgentCall, { config, fichas, measured, ports }: Context) {
  const { agent } = call
  const { set } = await fichas.now(agent.tenant)
  const names = config.hosts.flatMap((h) => (typeof h === 'string' ? [] : h.name ? [h.name] : []))
  return json(
    material(
      ports,
      set.policy,
      names.length > 0 ? names : hostOrigins(config),
      agent.claims,
      measured,
      localeOf(call),
    ),
  )
}

export async function editorProposals(call: AgentCall, { clock, stores }: Context) {
  const now = clock.now()
  // up to now, this moment included
  const to = new Date(now.getTime() + 1).toISOString()
  const outcomes = await stores.outcomes.between(
    call.agent.tenant,
    new Date(now.getTime() - proposalDays * 86_400_000).toISOString(),
    to,
  )
  return json(proposals(outcomes, localeOf(call)))
}

export async function preview(call: AgentCall<typeof previewRequest>, context: Context) {
  const { fichas, keys, previews, stopping, tryRules } = context
  const { agent } = call
  const { base, on, template, rules, role, locale } = await call.body()
  const now = await fichas.now(agent.tenant)
  if (now.revision !== base)
    throw new Refusal(
      'conflict',
      'somebody published meanwhile; load what is published and make the change again',
    )
  // A real person opened from here counts like any other.
  if ('candidate' in on)
    await call.countDistinct([await keys.mac('limits', JSON.stringify([agent.tenant, on.candidate]))])
  const unending = await tryRules(rules, locale)
  if (unending.length > 0)
    return json({
      faults: unending,
      firstSight: 0,
      mostAtFirstSight: maxFactsAtFirstSight,
    } satisfies PreviewAnswer)
  return json(
    await withAbort(call.request, stopping, (signal) =>
      previews.run({ template, rules, role, locale, published: now.set }, on, agent, signal),
    ),
  )
}
