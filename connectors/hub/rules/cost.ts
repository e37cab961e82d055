import {
  type Asked,
  type FactPath,
  isQuestion,
  question,
  type Rule,
  type Sensitivity,
  sensitivities,
  type Template,
} from '../../contract/index.ts'
import { compiledOf, questionOf } from './compile.ts'

/**
 * What opening a card with this template costs, for its author: what is asked, how much of it is personal,
 * and which rule needs it.
 */
export interface TemplateCost {
  /** Asked with the card: panels asked at once, headline facts and everything the template's rules read. */
  atOnce: readonly FactPath[]
  /** Asked only when somebody opens a panel. */
  onOpening: readonly FactPath[]
  questions: readonly Asked[]
  /** Of those asked at once, the ones that are personal, financial or special. */
  personal: readonly FactPath[]
  steps: number
  rules: readonly {
    rule: string
    steps: number
    reads: readonly FactPath[] /** Asked for this rule alone: what removing it would save. */
    alone: readonly FactPath[]
  }[]
}

export function costOf(
  template: Template,
  rules: readonly Rule[],
  sensitivityOf: (path: FactPath) => Sensitivity,
): TemplateCost {
  const ids = new Set([...template.glance, ...template.signals, ...template.advice])
  const own = rules
    .filter((rule) => ids.has(rule.id))
    .flatMap((rule) => {
      const result = compiledOf(rule)
      return 'compiled' in result ? [result.compiled] : []
    })
  const fieldsOf = (ask: 'at-once' | 'on-opening'): FactPath[] =>
    template.panels
      .filter((panel) => panel.ask === ask)
      .flatMap((panel) => pathsOf(panel.question, panel.fields, panel.from ?? []))
  const shown = new Set<FactPath>([...fieldsOf('at-once'), ...(template.marks as FactPath[])])
  const wanted = new Map<FactPath, number>()
  for (const { reads } of own) for (const path of reads) wanted.set(path, (wanted.get(path) ?? 0) + 1)
  const atOnce = [...new Set([...shown, ...wanted.keys()])].sort()
  return {
    atOnce,
    onOpening: [...new Set(fieldsOf('on-opening'))].filter((path) => !atOnce.includes(path)).sort(),
    questions: [...new Set(atOnce.map(questionOf))],
    personal: atOnce.filter(
      (path) => sensitivities.indexOf(sensitivityOf(path)) >= sensitivities.indexOf('personal'),
    ),
    steps: own.reduce((n, { cost }) => n + cost.steps, 0),
    rules: own.map(({ rule, cost, reads }) => ({
      rule: rule.id,
      steps: cost.steps,
      reads,
      alone: reads.filter((path) => wanted.get(path) === 1 && !shown.has(path)),
    })),
  }
}
function pathsOf(asked: Asked, fields: readonly string[], from: readonly string[]): FactPath[] {
  // Without `from` they are those of every connector.
  const connectors = from.length > 0 ? from : ['*']
  if (asked === 'cards') return connectors.map((connector): FactPath => `cards.${connector}`)
  if (!isQuestion(asked))
    return connectors.flatMap((connector) => fields.map((field): FactPath => `own.${connector}.${field}`))
  return (fields.includes('*') ? Object.keys(question(asked).fields) : fields).map(
    (field): FactPath => `${asked}.${field}`,
  )
}
