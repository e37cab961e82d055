import { type Asked, localize, type PreviewCost } from '../../../contract/index.ts'
import type { PlanInput } from '../../plan/queries.ts'
import { planCard } from '../../plan/queries.ts'
import { sensitivityOf, viewerOf } from '../../policy/viewer.ts'
import { costOf, readsOf } from '../../rules/index.ts'
import type { DraftCard } from './preview-run.ts'

/**
 * Mean seconds of a system's answers and over how many, as the gateway measured them; undefined before the
 * first.
 */
export type Measured = (connector: string) => { mean: number; count: number } | undefined

/** What opening this ficha asks, of whom, how private, and how long its slowest system took. */
export function previewCost(
  { template, rules, policy, role }: DraftCard,
  ports: Pick<PlanInput, 'connectors' | 'settings'>,
  measuredOf: Measured,
  locale: string,
): PreviewCost {
  const known = new Map(ports.connectors.map((c) => [c.id, c]))
  const used = new Set([...template.glance, ...template.signals, ...template.advice])
  const own = rules.filter((rule) => used.has(rule.id))
  const viewer = viewerOf(policy, [role], policy.roles[role]?.purposes[0] ?? '', {}, known, locale)
  const cost = costOf(template, own, (path) => sensitivityOf(path, known))
  const asked = new Map<string, { questions: Set<Asked>; fields: number }>()
  for (const query of planCard(
    template,
    own,
    { readsOf },
    { viewer, connectors: ports.connectors, settings: ports.settings },
  )) {
    const mine = asked.get(query.connector.id) ?? { questions: new Set<Asked>(), fields: 0 }
    mine.questions.add(query.question)
    mine.fields += query.fields.length
    asked.set(query.connector.id, mine)
  }
  const systems = [...asked].map(([connector, { questions, fields }]) => {
    const measured = measuredOf(connector)
    return {
      connector,
      title: localize(known.get(connector)?.title ?? connector, locale),
      questions: [...questions],
      fields,
      ...(measured ? { seconds: measured.mean, measured: measured.count } : {}),
    }
  })
  const slowest = systems.reduce<(typeof systems)[number] | undefined>(
    (most, s) => ((s.seconds ?? -1) > (most?.seconds ?? -1) ? s : most),
    undefined,
  )
  return {
    systems,
    ...(slowest?.seconds === undefined ? {} : { slowest: slowest.connector }),
    atOnce: cost.atOnce.length,
    onOpening: cost.onOpening.length,
    personal: cost.personal,
    steps: cost.steps,
    rules: cost.rules.map(({ rule, reads, alone }) => ({ rule, reads, alone })),
  }
}
