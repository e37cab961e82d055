import {
  isQuestion,
  type Policy,
  policySchema,
  question,
  type Rule,
  ruleSchema,
  sensitivities,
  type Template,
  templateSchema,
} from '../../contract/index.ts'
import { type KeyUnder, message, messageOr } from '../messages/index.ts'
import { compiledOf } from './compile.ts'
import { checkCondition } from './condition.ts'
import { holesOf } from './format.ts'
import { policyMigrations, readFile, ruleMigrations, templateMigrations } from './read.ts'
import type { FichaCheck, FichaProblem, RuleCheck } from './types.ts'

/** Above this number of facts at first sight, publishing needs a written reason. */
export const maxFactsAtFirstSight = 12
/**
 * What the agent sees before scrolling or opening anything: each headline fact, each glance answer, and one
 * for every panel that stands open (its first line). The name itself does not count.
 */
export const factsAtFirstSight = (template: Template): number =>
  template.marks.length +
  template.glance.length +
  template.panels.filter((panel) => panel.ask === 'at-once').length

const known = (path: string): boolean => {
  const [q = '', field = '', ...rest] = path.split('.')
  if (q === 'own') return field !== '' && rest.length > 0
  if (q === 'cards') return field !== ''
  return isQuestion(q) && rest.length === 0 && (field === '*' || Object.hasOwn(question(q).fields, field))
}

/** A rule from outside, parsed and compiled: its reads and cost, or every problem with its place. */
export function checkRule(input: unknown, locale = 'es'): RuleCheck {
  const read = readFile(ruleSchema, ruleMigrations, input, locale)
  if (!read.ok) return read
  const rule = read.value
  const compiled = compiledOf(rule, locale)
  if ('problems' in compiled) return { ok: false, problems: compiled.problems }
  const problems: FichaProblem[] = []
  const names = new Set([...Object.keys(rule.values), ...(rule.kind === 'stage' ? ['stage'] : [])])
  for (const answer of ['yes', 'no'] as const) {
    const text = rule.text[answer]
    if (text === undefined) continue
    const texts = typeof text === 'string' ? [text] : Object.values(text)
    for (const hole of new Set(texts.flatMap((t) => holesOf(t ?? ''))))
      if (!names.has(hole))
        problems.push({ path: `text.${answer}`, says: message('file.no-such-hole', locale, { what: hole }) })
  }
  if (rule.kind === 'advice' && (!rule.advice || rule.text.yes === undefined))
    problems.push({ path: 'advice', says: message('file.advice-needs', locale) })
  if (rule.kind === 'stage' && names.size < 2)
    problems.push({ path: 'values', says: message('file.stage-needs', locale) })
  if (rule.ask && !known(rule.ask.fact))
    problems.push({ path: 'ask.fact', says: message('file.no-such-fact', locale, { what: rule.ask.fact }) })
  for (const name of Object.keys(rule.ask?.with ?? {})) {
    const path = `${rule.ask?.fact.split('.')[0]}.${name}`
    if (!known(path))
      problems.push({ path: `ask.with.${name}`, says: message('file.no-such-fact', locale, { what: path }) })
  }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, rule, reads: compiled.compiled.reads, cost: compiled.compiled.cost }
}

/** `rules`: those that are or will be published with it. Without them rule ids are not checked. */
export function checkTemplate(
  input: unknown,
  { rules, locale = 'es' }: { rules?: readonly Rule[] | undefined; locale?: string } = {},
): FichaCheck<Template> {
  const read = readFile(templateSchema, templateMigrations, input, locale)
  if (!read.ok) return read
  const template = read.value
  const problems: FichaProblem[] = []
  const report = (
    path: string,
    fault: KeyUnder<'file'>,
    what: Readonly<Record<string, string | number>> = {},
  ) => problems.push({ path, says: messageOr(`file.${fault}`, locale, fault, what) })
  if (template.for.when !== undefined) problems.push(...checkCondition(template.for.when, 'for.when', locale))
  const ids = rules && new Set(rules.map((rule) => rule.id))
  for (const list of ['glance', 'signals', 'advice'] as const)
    template[list].forEach((id, i) => {
      if (ids && !ids.has(id)) report(`${list}.${i}`, 'no-such-rule', { what: id })
    })
  template.marks.forEach((path, i) => {
    if (!known(path)) report(`marks.${i}`, 'no-such-fact', { what: path })
  })
  const seen = new Set<string>()
  template.panels.forEach((panel, i) => {
    if (seen.has(panel.id)) report(`panels.${i}.id`, 'twice', { what: panel.id })
    seen.add(panel.id)
    if (panel.patience && panel.patience.hard <= panel.patience.soft)
      report(`panels.${i}.patience`, 'patience')
    if (
      panel.rollUp &&
      (panel.question !== 'relations' || !panel.fields.some((f) => f === 'total' || f === '*'))
    )
      report(`panels.${i}.rollUp`, 'roll-up')
    if (!isQuestion(panel.question)) return
    const { fields } = question(panel.question)
    panel.fields.forEach((field, j) => {
      if (field !== '*' && !Object.hasOwn(fields, field))
        report(`panels.${i}.fields.${j}`, 'no-such-fact', { what: `${panel.question}.${field}` })
    })
  })
  const used = new Set([...template.glance, ...template.signals, ...template.advice])
  const named = new Set<string>()
  template.policies?.forEach(({ id, beside }, i) => {
    const place = `policies.${i}`
    if (named.has(id)) report(`${place}.id`, 'twice', { what: id })
    named.add(id)
    if ('rule' in beside) {
      if (!used.has(beside.rule)) report(`${place}.beside.rule`, 'beside-rule', { what: beside.rule })
      return
    }
    const panels = template.panels.filter((p) => p.question === beside.question)
    if (panels.length === 0) report(`${place}.beside.question`, 'beside-nothing', { what: beside.question })
    else if (
      beside.where &&
      !panels.some((p) => p.fields.includes('*') || p.fields.includes(beside.where?.field ?? ''))
    )
      report(`${place}.beside.where.field`, 'beside-unseen', { what: beside.where.field })
  })
  const n = factsAtFirstSight(template)
  if (n > maxFactsAtFirstSight && template.because === undefined)
    report('because', 'too-many', { n, most: maxFactsAtFirstSight })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: template }
}

export function checkPolicy(input: unknown, locale = 'es'): FichaCheck<Policy> {
  const read = readFile(policySchema, policyMigrations, input, locale)
  if (!read.ok) return read
  const problems: FichaProblem[] = []
  const lineKnown = (path: string): boolean =>
    (sensitivities as readonly string[]).includes(path) ||
    /^rule\.(\*|[a-z][a-z0-9-]*)$/.test(path) ||
    path === 'own.*' ||
    known(path)
  for (const [role, line] of Object.entries(read.value.roles)) {
    line.purposes.forEach((purpose, i) => {
      if (!Object.hasOwn(read.value.purposes, purpose))
        problems.push({
          path: `roles.${role}.purposes.${i}`,
          says: message('file.no-such-purpose', locale, { what: purpose }),
        })
    })
    for (const path of Object.keys(line.see))
      if (!lineKnown(path))
        problems.push({
          path: `roles.${role}.see.${path}`,
          says: message('file.no-such-line', locale, { what: path }),
        })
  }
  for (const [purpose, { forbids }] of Object.entries(read.value.purposes))
    forbids.forEach((path, i) => {
      if (!lineKnown(path) && !isQuestion(path))
        problems.push({
          path: `purposes.${purpose}.forbids.${i}`,
          says: message('file.no-such-line', locale, { what: path }),
        })
    })
  return problems.length > 0 ? { ok: false, problems } : read
}
