import type { CardEvent, PreviewAnswer } from '../../../contract/index.ts'
import { type Agent, createHub, fixedFichas, type HubPorts, Refusal } from '../../../hub/index.ts'
import { companySetupOf } from '../../../hub/operations/preview/company-setup.ts'
import { openPreview, type PreviewStage } from '../../../hub/operations/preview/open-preview.ts'
import { type Measured, previewCost } from '../../../hub/operations/preview/preview-cost.ts'
import { type Draft, readDraft } from '../../../hub/operations/preview/read-draft.ts'
import { withOwnEyes } from './own-eyes.ts'

export type On = { sample: string } | { candidate: string }
export interface Previews {
  run(draft: Draft, on: On, agent: Agent, signal: AbortSignal): Promise<PreviewAnswer>
}

/**
 * Checks a draft, says what it costs, and shows its card: on a made-up customer, or on a real one within the
 * editor's own release.
 */
export function createPreviews(ports: HubPorts, measured: Measured): Previews {
  // One for each way of filtering rows: what an agent's claims are is part of what their card shows.
  const stages = new Map<string, PreviewStage>()
  const stageOf = ({ claims }: Agent): PreviewStage => {
    const key = JSON.stringify(Object.entries(claims).sort())
    let stage = stages.get(key)
    if (!stage) {
      if (stages.size >= 20) stages.clear()
      stages.set(key, (stage = openPreview(companySetupOf(ports, claims), ports.clock, measured)))
    }
    return stage
  }

  return {
    async run(draft, on, agent, signal) {
      if ('sample' in on) return stageOf(agent).run(draft, on.sample)
      const { ready, ...read } = readDraft(draft)
      if (!ready) return read
      const { template, rules } = ready
      const policy = withOwnEyes(draft.published.policy, draft.role, agent.roles, ports.connectors, rules)
      if (!Object.hasOwn(policy.roles, draft.role))
        throw new Refusal(
          'forbidden',
          `you have no purpose in common with the role «${draft.role}»; preview on a made-up customer instead`,
        )
      // In the eyes of any role, whoever the ficha is for.
      const fichas = fixedFichas({
        revision: 'preview',
        templates: [{ ...template, for: { roles: [draft.role] } }],
        rules,
        policy,
      })
      const context = {
        ...(template.for.channels?.[0] ? { channel: template.for.channels[0] as never } : {}),
      }
      const cost = previewCost({ template, rules, policy, role: draft.role }, ports, measured, draft.locale)
      await ports.audit.write({
        at: ports.clock.now().toISOString(),
        tenant: agent.tenant,
        agent: agent.id,
        purpose: policy.roles[draft.role]?.purposes[0] ?? '',
        act: 'preview',
        what: [`template:${template.id}`, `role:${draft.role}`],
        outcome: 'allowed',
      })
      // A look while writing serves nobody: the quality page does not count it.
      const hub = createHub({
        ...ports,
        fichas,
        outcomes: { record: async () => {} },
        observations: undefined,
      })
      return {
        ...read,
        cost,
        events: await collected(
          hub.open(
            { hints: [], chosen: on.candidate, context, epoch: 0, locale: draft.locale },
            { ...agent, roles: [draft.role] },
            signal,
          ),
        ),
      }
    },
  }
}

async function collected(stream: AsyncIterable<CardEvent>): Promise<readonly CardEvent[]> {
  const events: CardEvent[] = []
  for await (const event of stream) events.push(event)
  return events
}
