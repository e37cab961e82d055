import type { Policy, Rule, Template } from '../../contract/index.ts'
import { checkPolicy, checkRule, checkTemplate } from '../rules/check.ts'
import type { FichaCheck } from '../rules/types.ts'
import policyFile from './default.policy.json' with { type: 'json' }
import { ruleFiles } from './rules/index.ts'
import adviser from './templates/adviser.ficha.json' with { type: 'json' }
import claims from './templates/claims.ficha.json' with { type: 'json' }
import store from './templates/store.ficha.json' with { type: 'json' }

export {
  checkPolicy,
  checkRule,
  checkTemplate,
  factsAtFirstSight,
  maxFactsAtFirstSight,
} from '../rules/check.ts'
export { currentVersion } from '../rules/read.ts'

/** Parses a file from outside, of this version or an older one: the template, or what to change in it. */
export const parseTemplate = (input: unknown, locale?: string): FichaCheck<Template> =>
  checkTemplate(input, locale === undefined ? {} : { locale })
export const parseRule = (input: unknown, locale?: string): FichaCheck<Rule> => {
  const checked = checkRule(input, locale)
  return checked.ok ? { ok: true, value: checked.rule } : checked
}
export const parsePolicy = (input: unknown, locale?: string): FichaCheck<Policy> => checkPolicy(input, locale)

/** The shipped files must be valid: a mistake in one stops the start and names its place. */
function own<T>(checked: FichaCheck<T>, file: unknown): T {
  if (checked.ok) return checked.value
  throw new Error(
    `shipped file ${String((file as { id?: unknown }).id ?? 'policy')}: ${checked.problems.map((p) => `${p.path}: ${p.says}`).join('; ')}`,
  )
}
const templateFiles: readonly unknown[] = [adviser, store, claims]
export const defaultRules: readonly Rule[] = ruleFiles.map((file) => own(parseRule(file), file))
export const defaultTemplates: readonly Template[] = templateFiles.map((file) =>
  own(checkTemplate(file, { rules: defaultRules }), file),
)
export const defaultPolicy: Policy = own(checkPolicy(policyFile), policyFile)

const idOf = (file: unknown): unknown => (file as { id?: unknown } | null)?.id
/** The shipped set as files: each name, and what it holds. */
export const shippedFiles: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(templateFiles.map((file) => [`${idOf(file)}.ficha.json`, file])),
  ...Object.fromEntries(ruleFiles.map((file) => [`${idOf(file)}.rule.json`, file])),
  'policy.json': policyFile,
}

/** The files of a company, as they were read. */
export interface CompanyFiles {
  templates: readonly unknown[]
  rules: readonly unknown[]
  policy: unknown
}
/**
 * The set of a company: its own files, and from the shipped set what they lack. Of the rules, each whose id it
 * has not; the templates, where it has none; the policy, where it has none. Nothing is checked here.
 */
export function overShipped({ templates, rules, policy }: CompanyFiles): CompanyFiles & { version: 1 } {
  const shipped = new Set<unknown>(defaultRules.map(idOf))
  const own = (rule: Rule) => rules.filter((file) => idOf(file) === rule.id)
  return {
    version: 1,
    templates: templates.length > 0 ? templates : defaultTemplates,
    rules: [
      ...defaultRules.flatMap((rule) => (own(rule).length > 0 ? own(rule) : [rule])),
      ...rules.filter((file) => !shipped.has(idOf(file))),
    ],
    policy: policy ?? defaultPolicy,
  }
}
