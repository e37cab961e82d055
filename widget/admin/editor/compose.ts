import type { MaterialAnswer, Rule } from '../../../connectors/contract/index.ts'

/**
 * A condition made of choices instead of written: how much of what, compared with a number, in how many days.
 */
export interface Choice {
  question: string
  measure: 'count' | 'sum' | 'average' | 'max' | 'min' | 'value' | 'days'
  field: string
  operator: '>=' | '<=' | '>' | '<' | '=='
  /** Null while the company has not set it. */
  than: number | null
  days: number | undefined
  /** The name of the figure in the norm. */
  name?: string | undefined
}
export const operators = ['>=', '<=', '>', '<', '=='] as const

type Fact = MaterialAnswer['facts'][number]
const numbers = new Set<Fact['type']>(['money', 'number', 'percent'])
const dates = new Set<Fact['type']>(['date', 'datetime'])
/** What may be measured: figures of a list or of one value, or how long ago a date is. */
export const measurable = (
  facts: readonly Fact[],
  question: string,
  measure: Choice['measure'],
): readonly Fact[] =>
  facts.filter(
    (fact) =>
      fact.path.startsWith(`${question}.`) &&
      !fact.list &&
      (measure === 'days' ? dates : numbers).has(fact.type),
  )

/** The figures are kept in the norm, so that each can be changed in one line. */
export function compose({
  question,
  measure,
  field,
  operator,
  than,
  days,
  name = 'than',
}: Choice): Pick<Rule, 'when' | 'norm'> {
  const list = days === undefined ? question : `${question}.within(norm.days)`
  const norm = { [name]: than, ...(days === undefined ? {} : { days }) }
  const left =
    measure === 'count'
      ? `${list}.count()`
      : measure === 'value'
        ? `${question}.${field}`
        : measure === 'days'
          ? `days(${question}.${field})`
          : `${list}.${measure}('${field}')`
  return {
    when: `${left} ${operator} norm.${name}`,
    norm: measure === 'value' || measure === 'days' ? { [name]: than } : norm,
  }
}
/** The choices an expression was made of; undefined for one written by hand. */
export function recognise(rule: Pick<Rule, 'when' | 'norm'>): Choice | undefined {
  const m =
    /^(\w+)(\.within\(norm\.days\))?\.(count|sum|average|max|min)\((?:'(\w+)')?\) (>=|<=|>|<|==) norm\.(\w+)$/.exec(
      rule.when.trim(),
    )
  const single = m
    ? null
    : /^(?:days\((\w+)\.(\w+)\)|(\w+)\.(\w+)) (>=|<=|>|<|==) norm\.(\w+)$/.exec(rule.when.trim())
  const name = m?.[6] ?? single?.[6]
  const set = name === undefined ? undefined : rule.norm[name]
  const than = set === null ? null : Number(set)
  if (than !== null && !Number.isFinite(than)) return undefined
  if (m) {
    const days = m[2] ? Number(rule.norm.days ?? Number.NaN) : undefined
    return days !== undefined && !Number.isFinite(days)
      ? undefined
      : {
          question: m[1] as string,
          measure: m[3] as Choice['measure'],
          field: m[4] ?? '',
          operator: m[5] as Choice['operator'],
          than,
          days,
          ...named(m[6]),
        }
  }
  return single
    ? {
        question: (single[1] ?? single[3]) as string,
        measure: single[1] ? 'days' : 'value',
        field: (single[2] ?? single[4]) as string,
        operator: single[5] as Choice['operator'],
        than,
        days: undefined,
        ...named(single[6]),
      }
    : undefined
}
const named = (name: string | undefined): Pick<Choice, 'name'> =>
  name === undefined || name === 'than' ? {} : { name }
