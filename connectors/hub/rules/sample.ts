import type { Because, Question, Rule, Template } from '../../contract/index.ts'
import type { DeriverInput, FactBase, FactRow, QuestionFacts } from './types.ts'

/** Made-up facts for the tests and benchmarks of this room. */
export const now = new Date('2026-11-21T12:00:00Z')
export const daysAgo = (n: number): string => new Date(now.getTime() - n * 86_400_000).toISOString()

export const rows = (connector: string, all: readonly Record<string, unknown>[]): FactRow[] =>
  all.map((values) => ({
    values,
    connector,
    from: { connector, record: 'r1', fetchedAt: now.toISOString(), confirmed: true },
  }))
export const whole = (connector: string, ...all: Record<string, unknown>[]): QuestionFacts => ({
  complete: true,
  because: [],
  rows: rows(connector, all),
})
export const partial = (
  because: Because,
  connector: string,
  ...all: Record<string, unknown>[]
): QuestionFacts => ({ complete: false, because: [because], rows: rows(connector, all) })
export const down = (connector: string): Because => ({
  connector,
  code: 'down',
  says: `${connector} no responde`,
})
export const truncated = (connector: string): Because => ({
  connector,
  code: 'incomplete',
  says: `${connector} tiene más`,
})

export const facts = (
  questions: Partial<Record<Question | 'own', QuestionFacts>>,
  more: Partial<FactBase> = {},
): FactBase => ({ questions, context: {}, now, flags: [], ...more })
export const order = (
  days: number,
  euros: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  orderNumber: `${days}-${euros}`,
  orderDate: daysAgo(days),
  total: { amount: euros.toFixed(2), currency: 'EUR' },
  ...more,
})

export const rule = (when: string, more: Partial<Rule> = {}): Rule => ({
  version: 1,
  id: 'trial',
  kind: 'signal',
  title: 'trial',
  when,
  values: {},
  norm: {},
  text: {},
  tone: {},
  ...more,
})
export const template = (rules: readonly Rule[], more: Partial<Template> = {}): Template => ({
  version: 1,
  id: 'trial',
  title: 'trial',
  for: { roles: ['adviser'] },
  layout: 'compact',
  marks: [],
  panels: [],
  mayAsk: [],
  mayOverride: true,
  timeline: [],
  glance: [],
  signals: rules.filter((r) => r.kind !== 'advice').map((r) => r.id),
  advice: rules.filter((r) => r.kind === 'advice').map((r) => r.id),
  ...more,
})
export const input = (rules: readonly Rule[], more: Partial<DeriverInput> = {}): DeriverInput => ({
  rules,
  template: template(rules),
  locale: 'es',
  titles: {},
  sensitivityOf: () => 'pseudonymous',
  settings: { timeZone: 'Europe/Madrid', currency: 'EUR' },
  ...more,
})
