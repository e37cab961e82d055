import type { FichaFault, FichaSet, Policy, Rule, Template } from '../../contract/index.ts'
import { nameOf } from '../../hub/operations/preview/read-draft.ts'
import { checkPolicy, checkRule, checkTemplate, type FichaProblem } from '../../hub/rules/index.ts'

type Read = { set: FichaSet; faults: readonly [] } | { set?: undefined; faults: readonly FichaFault[] }

/**
 * A whole set as a file or the editor gave it: every template, rule and the policy, each fault with its
 * place. All of it is good, or none is taken.
 */
export function checkSet(input: unknown, locale: string): Read {
  const whole = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {}
  const faults: FichaFault[] = []
  const add = (place: string, problems: readonly FichaProblem[]) => {
    for (const p of problems)
      faults.push({
        place: [place, p.path].filter(Boolean).join('.'),
        says: p.says,
        ...(p.at ? { at: p.at } : {}),
      })
  }
  const list = (key: string, least: number, most: number): readonly unknown[] => {
    const value = whole[key]
    if (Array.isArray(value) && value.length >= least && value.length <= most) return value
    faults.push({
      place: key,
      says: `${key}: expected a list of ${least} to ${most}; found ${Array.isArray(value) ? value.length : 'none'}`,
    })
    return []
  }

  const refused: string[] = []
  const rules = list('rules', 0, 500).flatMap((input, i): Rule[] => {
    const read = checkRule(input, locale)
    if (read.ok) return [read.rule]
    add(`rules.${nameOf(input, i)}`, read.problems)
    refused.push(nameOf(input, i))
    return []
  })
  // a rule that is wrong is told once, at its place: that templates name it is no further fault
  const named = [...rules, ...refused.map((id) => ({ id }) as Rule)]
  const templates = list('templates', 1, 100).flatMap((input, i): Template[] => {
    const read = checkTemplate(input, { rules: named, locale })
    if (read.ok) return [read.value]
    add(`templates.${nameOf(input, i)}`, read.problems)
    return []
  })
  let policy: Policy | undefined
  const read = checkPolicy(whole.policy, locale)
  if (read.ok) policy = read.value
  else add('policy', read.problems)

  for (const [kind, all] of [
    ['rules', rules],
    ['templates', templates],
  ] as const) {
    const ids = all.map((one) => one.id)
    for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i)))
      faults.push({ place: `${kind}.${id}`, says: `${id}: two have this id; give one another` })
  }
  // whoever publishes this could never publish again, nor undo it
  if (policy && !Object.values(policy.roles).some((role) => role.mayEdit))
    faults.push({
      place: 'policy.roles',
      says: 'no role has mayEdit: nobody could change this again; leave it to one',
    })
  return policy && !faults.length ? { set: { version: 1, templates, rules, policy }, faults: [] } : { faults }
}

/**
 * Rules that `after` declares less sensitive than the facts they read, and `before` did not so: each is
 * confirmed by name.
 */
export function newlyLowered(before: FichaSet, after: FichaSet): string[] {
  const was = new Map(before.rules.map((rule) => [rule.id, rule.sensitivity]))
  return after.rules
    .filter((rule) => rule.sensitivity !== undefined && was.get(rule.id) !== rule.sensitivity)
    .map((rule) => rule.id)
}

/**
 * What one set changes in another, for the audit: ids only. Rules whose result is declared less sensitive are
 * named apart.
 */
export function changed(before: FichaSet, after: FichaSet): string[] {
  const out: string[] = []
  for (const [kind, old, now] of [
    ['template', before.templates, after.templates],
    ['rule', before.rules, after.rules],
  ] as const) {
    const was = new Map((old as readonly { id: string }[]).map((one) => [one.id, JSON.stringify(one)]))
    for (const one of now) if (was.get(one.id) !== JSON.stringify(one)) out.push(`${kind}:${one.id}`)
    const still = new Set((now as readonly { id: string }[]).map((one) => one.id))
    for (const id of was.keys()) if (!still.has(id)) out.push(`removed-${kind}:${id}`)
  }
  if (JSON.stringify(before.policy) !== JSON.stringify(after.policy)) out.push('policy')
  const lowered = newlyLowered(before, after)
  for (const rule of after.rules)
    if (lowered.includes(rule.id)) out.push(`sensitivity:${rule.id}=${rule.sensitivity}`)
  return out
}
