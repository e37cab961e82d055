import { say, type CardEvent, type CardRequest, type FichaFault, type Policy, type PreviewAnswer, type Rule } from '../../contract/index.ts'
import { checkRule, checkTemplate, factsAtFirstSight, mostFactsAtFirstSight } from '../../hub/derive/index.ts'
import { createHub, fixedFichas, memoryPorts, Refusal, type Agent, type HubPorts } from '../../hub/index.ts'
import { faultsAt } from '../check-set.ts'
import type { Watch } from '../watch/watch.ts'
import { costWords } from './cost.ts'
import { withOwnEyes } from './own-eyes.ts'
import { samples } from './samples.ts'
import { twins } from './twins.ts'

/** What somebody is writing, against what is published. Everything is unchecked yet. */
export interface Draft { template: unknown; rules: readonly unknown[]; role: string; locale: string; published: { rules: readonly Rule[]; policy: Policy } }
export type On = { sample: string } | { candidate: string }

export interface Previews { run(draft: Draft, on: On, agent: Agent, signal: AbortSignal): Promise<PreviewAnswer> }

/** Checks a draft, says what it costs, and shows its card. On a made-up customer nobody is asked anything. */
export function createPreviews(ports: HubPorts, watch: Watch): Previews {
  // Nothing of a made-up customer is ever quoted back: names are enough, and sealing would be most of a preview's time.
  let named = 0
  const handles: HubPorts['handles'] = { seal: async () => `preview-${++named}`, open: async () => { throw new Refusal('expired-handle', 'this is a preview; open the card itself') } }

  const sampled = (id: string, draft: Draft, fichas: HubPorts['fichas'], context: CardRequest['context'], agent: Agent): { hub: ReturnType<typeof createHub>; request: CardRequest; agent: Agent } => {
    const sample = samples.find((s) => s.id === id)
    if (!sample) throw new Refusal('not-found', `no such sample customer; there are ${samples.map((s) => s.id).join(', ')}`)
    const connectors = twins(ports.connectors, sample, ports.settings, ports.clock.now(), draft.locale)
    return {
      hub: createHub(memoryPorts({ connectors, fichas, handles, clock: ports.clock, settings: ports.settings })),
      request: { hints: sample.keys.filter((k) => k.kind === 'phone' || k.kind === 'mail'), context, epoch: 0, locale: draft.locale, confirmed: true },
      agent: { ...agent, id: 'preview', roles: [draft.role] },
    }
  }

  return {
    async run(draft, on, agent, signal) {
      const faults: FichaFault[] = []
      const own = draft.rules.flatMap((input, i) => {
        const read = checkRule(input, draft.locale)
        if (read.ok) return [read.rule]
        faults.push(...faultsAt('rules', input, i, read.problems))
        return []
      })
      const written = new Set(draft.rules.map(idOf))
      const rules = [...own, ...draft.published.rules.filter((rule) => !written.has(rule.id))]
      const read = checkTemplate(draft.template, { rules: [...rules, ...stillNamed(draft.rules, own)], locale: draft.locale })
      if (!read.ok) faults.push(...faultsAt('templates', draft.template, 0, read.problems))
      if (!Object.hasOwn(draft.published.policy.roles, draft.role)) throw new Refusal('not-found', 'the policy has no such role')
      const template = read.ok ? read.value : undefined
      const sight = { firstSight: template ? factsAtFirstSight(template) : 0, mostAtFirstSight: mostFactsAtFirstSight }
      if (faults.length > 0 || !template) return { faults, ...sight }

      const policy = 'candidate' in on ? withOwnEyes(draft.published.policy, draft.role, agent.roles, ports.connectors, rules) : draft.published.policy
      if (!Object.hasOwn(policy.roles, draft.role)) throw new Refusal('forbidden', `none of your own purposes is one of «${draft.role}»: look at a made-up customer instead`)
      // In the eyes of any role, whoever the ficha is for.
      const fichas = fixedFichas({ revision: 'preview', templates: [{ ...template, for: { roles: [draft.role] } }], rules, policy })
      const context = { ...(template.for.channels?.[0] ? { channel: template.for.channels[0] as never } : {}) }
      const cost = costWords(template, rules, policy, draft.role, ports, watch, draft.locale)
      if ('sample' in on) {
        const { hub, request, agent: nobody } = sampled(on.sample, draft, fichas, context, agent)
        return { faults, ...sight, cost, events: await collected(hub.open(request, nobody, signal)) }
      }
      await ports.audit.write({ at: ports.clock.now().toISOString(), tenant: agent.tenant, agent: agent.id, purpose: policy.roles[draft.role]?.purposes[0] ?? '', act: 'preview', what: [`template:${template.id}`, `role:${draft.role}`], outcome: 'allowed' })
      // A look while writing serves nobody: the quality page does not count it.
      const hub = createHub({ ...ports, fichas, outcomes: { record: async () => {} }, observations: undefined })
      return { faults, ...sight, cost, events: await collected(hub.open({ hints: [], chosen: on.candidate, context, epoch: 0, locale: draft.locale }, { ...agent, roles: [draft.role] }, signal)) }
    },
  }
}

async function collected(stream: AsyncIterable<CardEvent>): Promise<readonly CardEvent[]> {
  const events: CardEvent[] = []
  for await (const event of stream) events.push(event)
  return events
}
const idOf = (input: unknown): string => (typeof input === 'object' && input !== null && typeof (input as { id?: unknown }).id === 'string' ? (input as { id: string }).id : '')
/** A rule that is being written badly is still a rule: that its template names it is no second fault. */
const stillNamed = (inputs: readonly unknown[], good: readonly Rule[]): Rule[] => inputs.filter((i) => idOf(i) && !good.some((g) => g.id === idOf(i))) as Rule[]

/** For lists in the editor. */
export const sampleWords = (locale: string) => samples.map((s) => ({ id: s.id, name: s.name.full, says: say(s.says, locale) }))
