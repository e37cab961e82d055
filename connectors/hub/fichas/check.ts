import {
  isQuestion,
  type Policy,
  policySchema,
  question,
  type Rule,
  ruleSchema,
  say,
  sensitivities,
  type Template,
  type Text,
  templateSchema,
} from '../../contract/index.ts'
import { compiledOf } from '../derive/compile.ts'
import { checkCondition } from '../derive/condition.ts'
import { holesOf } from '../derive/format.ts'
import type { FichaCheck, FichaProblem, RuleCheck } from '../derive/types.ts'
import { policyMigrations, readFile, ruleMigrations, templateMigrations } from './read.ts'

const words = {
  noSuchFact: {
    es: '«{what}» no es un dato del vocabulario',
    en: '"{what}" is not a fact of the vocabulary',
    pt: '«{what}» não é um dado do vocabulário',
  },
  noSuchRule: {
    es: 'no hay ninguna regla «{what}»',
    en: 'there is no rule "{what}"',
    pt: 'não há nenhuma regra «{what}»',
  },
  noSuchHole: {
    es: 'el texto usa «{what}» y values no lo calcula',
    en: 'the text uses "{what}" and values does not work it out',
    pt: 'o texto usa «{what}» e values não o calcula',
  },
  adviceNeeds: {
    es: 'una regla de consejo necesita «advice» y un texto «yes»',
    en: 'an advice rule needs "advice" and a text "yes"',
    pt: 'uma regra de conselho precisa de «advice» e de um texto «yes»',
  },
  stageNeeds: {
    es: 'una regla de momento necesita en «values» al menos una condición por momento',
    en: 'a stage rule needs at least one condition per stage in "values"',
    pt: 'uma regra de momento precisa em «values» de pelo menos uma condição por momento',
  },
  fromNeeded: {
    es: 'un panel de «{what}» dice en «from» de qué conectores',
    en: 'a panel of "{what}" says in "from" which connectors',
    pt: 'um painel de «{what}» diz em «from» de que conectores',
  },
  tooMany: {
    es: 'a primera vista hay {n} datos y lo razonable son {most}: quita alguno o escribe el motivo en «because»',
    en: 'there are {n} facts at first sight and {most} is reasonable: remove some or write the reason in "because"',
    pt: 'à primeira vista há {n} dados e o razoável são {most}: retire algum ou escreva o motivo em «because»',
  },
  twice: { es: '«{what}» está dos veces', en: '"{what}" stands twice', pt: '«{what}» está duas vezes' },
  noSuchPurpose: {
    es: 'el fin «{what}» no está en «purposes»',
    en: 'the purpose "{what}" is not in "purposes"',
    pt: 'o fim «{what}» não está em «purposes»',
  },
  noSuchLine: {
    es: '«{what}» no es una sensibilidad, un dato, own.*, cards.* ni rule.*',
    en: '"{what}" is not a sensitivity, a fact, own.*, cards.* or rule.*',
    pt: '«{what}» não é uma sensibilidade, um dado, own.*, cards.* nem rule.*',
  },
  rollUp: {
    es: '«rollUp» suma el dato «total» de un panel de «relations»: ponlo en uno que lo muestre, o quítalo',
    en: '"rollUp" adds up the fact "total" of a panel of "relations": put it in one that shows it, or remove it',
    pt: '«rollUp» soma o dado «total» de um painel de «relations»: ponha-o num que o mostre, ou retire-o',
  },
  besideRule: {
    es: 'esta ficha no usa la regla «{what}»: elige una de las suyas',
    en: 'this ficha does not use the rule "{what}": choose one of its own',
    pt: 'esta ficha não usa a regra «{what}»: escolha uma das suas',
  },
  besideNothing: {
    es: 'esta ficha no tiene un apartado de «{what}»: añádelo o pon la norma junto a otra cosa',
    en: 'this ficha has no panel of "{what}": add one or put the words beside something else',
    pt: 'esta ficha não tem um painel de «{what}»: adicione-o ou ponha a norma junto de outra coisa',
  },
  besideUnseen: {
    es: 'el apartado no muestra «{what}»: añade el dato, o las filas no se pueden distinguir',
    en: 'the panel does not show "{what}": add the fact, or rows cannot be told apart',
    pt: 'o painel não mostra «{what}»: adicione o dado, ou as linhas não se distinguem',
  },
  patience: {
    es: 'la paciencia «hard» tiene que ser mayor que «soft»',
    en: 'the "hard" patience must be greater than "soft"',
    pt: 'a paciência «hard» tem de ser maior que «soft»',
  },
} satisfies Record<string, Text>
const speak = (which: keyof typeof words, locale: string, what: Record<string, unknown> = {}): string =>
  say(words[which], locale).replace(/\{(\w+)\}/g, (_, k: string) => String(what[k]))

/** Facts at first sight above which publishing needs a written reason. */
export const mostFactsAtFirstSight = 12
/**
 * What meets the eye before anybody scrolls or opens anything: each mark under the name, each glance answer, and one for
 * every panel that stands open (its first line). The name itself is the nucleus and does not count.
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

/** A rule from outside, read and compiled: its reads and cost, or every problem with its place. */
export function checkRule(input: unknown, locale = 'es'): RuleCheck {
  const read = readFile(ruleSchema, ruleMigrations, input, locale)
  if (!read.ok) return read
  const rule = read.value
  const compiled = compiledOf(rule, locale)
  if ('problems' in compiled) return { ok: false, problems: compiled.problems }
  const problems: FichaProblem[] = []
  const given = new Set([...Object.keys(rule.values), ...(rule.kind === 'stage' ? ['stage'] : [])])
  for (const answer of ['yes', 'no'] as const) {
    const text = rule.text[answer]
    if (text === undefined) continue
    const spoken = typeof text === 'string' ? [text] : Object.values(text)
    for (const hole of new Set(spoken.flatMap((t) => holesOf(t ?? ''))))
      if (!given.has(hole))
        problems.push({ path: `text.${answer}`, says: speak('noSuchHole', locale, { what: hole }) })
  }
  if (rule.kind === 'advice' && (!rule.advice || rule.text.yes === undefined))
    problems.push({ path: 'advice', says: speak('adviceNeeds', locale) })
  if (rule.kind === 'stage' && given.size < 2)
    problems.push({ path: 'values', says: speak('stageNeeds', locale) })
  if (rule.ask && !known(rule.ask.fact))
    problems.push({ path: 'ask.fact', says: speak('noSuchFact', locale, { what: rule.ask.fact }) })
  for (const name of Object.keys(rule.ask?.with ?? {})) {
    const path = `${rule.ask?.fact.split('.')[0]}.${name}`
    if (!known(path))
      problems.push({ path: `ask.with.${name}`, says: speak('noSuchFact', locale, { what: path }) })
  }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, rule, reads: compiled.compiled.reads, cost: compiled.compiled.cost }
}

/** `rules`: what is or will be published with it; without them rule ids are not looked up. */
export function checkTemplate(
  input: unknown,
  { rules, locale = 'es' }: { rules?: readonly Rule[] | undefined; locale?: string } = {},
): FichaCheck<Template> {
  const read = readFile(templateSchema, templateMigrations, input, locale)
  if (!read.ok) return read
  const template = read.value
  const problems: FichaProblem[] = []
  const say1 = (path: string, which: keyof typeof words, what: Record<string, unknown> = {}) =>
    problems.push({ path, says: speak(which, locale, what) })
  if (template.for.when !== undefined) problems.push(...checkCondition(template.for.when, 'for.when', locale))
  const ids = rules && new Set(rules.map((rule) => rule.id))
  for (const list of ['glance', 'signals', 'advice'] as const)
    template[list].forEach((id, i) => {
      if (ids && !ids.has(id)) say1(`${list}.${i}`, 'noSuchRule', { what: id })
    })
  template.marks.forEach((path, i) => {
    if (!known(path)) say1(`marks.${i}`, 'noSuchFact', { what: path })
  })
  const seen = new Set<string>()
  template.panels.forEach((panel, i) => {
    if (seen.has(panel.id)) say1(`panels.${i}.id`, 'twice', { what: panel.id })
    seen.add(panel.id)
    if (panel.patience && panel.patience.hard <= panel.patience.soft) say1(`panels.${i}.patience`, 'patience')
    if (
      panel.rollUp &&
      (panel.question !== 'relations' || !panel.fields.some((f) => f === 'total' || f === '*'))
    )
      say1(`panels.${i}.rollUp`, 'rollUp')
    if (!isQuestion(panel.question)) {
      if (!panel.from?.length) say1(`panels.${i}.from`, 'fromNeeded', { what: panel.question })
      return
    }
    const { fields } = question(panel.question)
    panel.fields.forEach((field, j) => {
      if (field !== '*' && !Object.hasOwn(fields, field))
        say1(`panels.${i}.fields.${j}`, 'noSuchFact', { what: `${panel.question}.${field}` })
    })
  })
  const used = new Set([...template.glance, ...template.signals, ...template.advice])
  const named = new Set<string>()
  template.policies?.forEach(({ id, beside }, i) => {
    const place = `policies.${i}`
    if (named.has(id)) say1(`${place}.id`, 'twice', { what: id })
    named.add(id)
    if ('rule' in beside) {
      if (!used.has(beside.rule)) say1(`${place}.beside.rule`, 'besideRule', { what: beside.rule })
      return
    }
    const panels = template.panels.filter((p) => p.question === beside.question)
    if (panels.length === 0) say1(`${place}.beside.question`, 'besideNothing', { what: beside.question })
    else if (
      beside.where &&
      !panels.some((p) => p.fields.includes('*') || p.fields.includes(beside.where?.field ?? ''))
    )
      say1(`${place}.beside.where.field`, 'besideUnseen', { what: beside.where.field })
  })
  const n = factsAtFirstSight(template)
  if (n > mostFactsAtFirstSight && template.because === undefined)
    say1('because', 'tooMany', { n, most: mostFactsAtFirstSight })
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
          says: speak('noSuchPurpose', locale, { what: purpose }),
        })
    })
    for (const path of Object.keys(line.see))
      if (!lineKnown(path))
        problems.push({
          path: `roles.${role}.see.${path}`,
          says: speak('noSuchLine', locale, { what: path }),
        })
  }
  for (const [purpose, { forbids }] of Object.entries(read.value.purposes))
    forbids.forEach((path, i) => {
      if (!lineKnown(path) && !isQuestion(path))
        problems.push({
          path: `purposes.${purpose}.forbids.${i}`,
          says: speak('noSuchLine', locale, { what: path }),
        })
    })
  return problems.length > 0 ? { ok: false, problems } : read
}
