import type { FichaFault, Policy, Rule, Template } from '../../../contract/index.ts'
import { Refusal } from '../../ports.ts'
import {
  checkRule,
  checkTemplate,
  type FichaProblem,
  factsAtFirstSight,
  maxFactsAtFirstSight,
} from '../../rules/index.ts'

/** What somebody is writing, against what is published. Everything is unchecked yet. */
export interface Draft {
  template: unknown
  rules: readonly unknown[]
  role: string
  locale: string
  published: { rules: readonly Rule[]; policy: Policy }
}
/** `ready`: nothing is wrong, and this is what it says. */
export interface ReadDraft {
  faults: readonly FichaFault[]
  firstSight: number
  mostAtFirstSight: number
  ready?: { template: Template; rules: readonly Rule[] } | undefined
}

/** Every fault of a draft with its place, or the draft itself. Refuses a role the policy does not have. */
export function readDraft(draft: Draft): ReadDraft {
  const faults: FichaFault[] = []
  const own = draft.rules.flatMap((input, i) => {
    const read = checkRule(input, draft.locale)
    if (read.ok) return [read.rule]
    faults.push(...faultsAt('rules', input, i, read.problems))
    return []
  })
  const written = new Set(draft.rules.map(idOf))
  const rules = [...own, ...draft.published.rules.filter((rule) => !written.has(rule.id))]
  const read = checkTemplate(draft.template, {
    rules: [...rules, ...stillNamed(draft.rules, own)],
    locale: draft.locale,
  })
  if (!read.ok) faults.push(...faultsAt('templates', draft.template, 0, read.problems))
  if (!Object.hasOwn(draft.published.policy.roles, draft.role))
    throw new Refusal('not-found', 'the policy has no such role')
  const template = read.ok ? read.value : undefined
  return {
    faults,
    firstSight: template ? factsAtFirstSight(template) : 0,
    mostAtFirstSight: maxFactsAtFirstSight,
    ...(template && faults.length === 0 ? { ready: { template, rules } } : {}),
  }
}

const idOf = (input: unknown): string =>
  typeof input === 'object' && input !== null && typeof (input as { id?: unknown }).id === 'string'
    ? (input as { id: string }).id
    : ''
/** A rule that is being written badly is still a rule: that its template names it is no second fault. */
const stillNamed = (inputs: readonly unknown[], good: readonly Rule[]): Rule[] =>
  inputs.filter((i) => idOf(i) && !good.some((g) => g.id === idOf(i))) as Rule[]

/** Faults of one template or rule, each with its place in the whole set. */
export const faultsAt = (
  kind: 'rules' | 'templates',
  input: unknown,
  i: number,
  problems: readonly FichaProblem[],
): FichaFault[] =>
  problems.map((p) => ({
    place: [`${kind}.${nameOf(input, i)}`, p.path].filter(Boolean).join('.'),
    says: p.says,
    ...(p.at ? { at: p.at } : {}),
  }))

/** By its id where it has a good one, else by its place in the list. */
export const nameOf = (input: unknown, i: number): string =>
  /^[a-z][a-z0-9-]{0,59}$/.test(idOf(input)) ? idOf(input) : String(i)
