import type { Policy, Rule, Template } from '../../contract/index.ts'
import { checkPolicy, checkRule, checkTemplate } from '../rules/check.ts'
import type { FichaCheck } from '../rules/types.ts'
import policyFile from './default.policy.json' with { type: 'json' }
import { ruleFiles } from './rules/index.ts'
import adviser from './templates/adviser.ficha.json' with { type: 'json' }
import claims from './templates/claims.ficha.json' with { type: 'json' }
import night from './templates/night.ficha.json' with { type: 'json' }
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
export const defaultRules: readonly Rule[] = ruleFiles.map((file) => own(parseRule(file), file))
export const defaultTemplates: readonly Template[] = [adviser, store, claims, night].map((file) =>
  own(checkTemplate(file, { rules: defaultRules }), file),
)
export const defaultPolicy: Policy = own(checkPolicy(policyFile), policyFile)
