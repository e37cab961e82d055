import type { ParseResult } from '@marcbachmann/cel-js'
import { type Asked, type FactPath, isQuestion, type Rule } from '../../contract/index.ts'
import { type Analysis, analyse } from './cel/analyse.ts'
import { ruleEnvironment } from './cel/environment.ts'
import { failure, problem } from './cel/problems.ts'
import { typeWord } from './cel/refusals.ts'
import type { FichaProblem, RuleCost } from './types.ts'

/** A rule's expression, parsed and type-checked once. */
export interface Expression extends Analysis {
  run: ParseResult
}
export interface Compiled {
  rule: Rule
  when: Expression
  values: ReadonlyMap<string, Expression>
  reads: readonly FactPath[]
  questions: readonly Asked[]
  /**
   * The questions its answer depends on. A silent system that only fills in a figure or restricts an offer is
   * no reason for an unknown answer.
   */
  decidingQuestions: readonly Asked[]
  cost: RuleCost
  /** It reads the time, so an earlier result may no longer hold. */
  readsClock: boolean
}
/** The most steps a rule may take by declared list sizes. Ordinary rules take a tenth of it. */
export const maxSteps = 1_000_000

/** Which question answers a fact: `orders.total` → `orders`; facts of no question are the customer's `own`. */
export const questionOf = (path: string): Asked => {
  const [first = ''] = path.split('.', 1)
  if (isQuestion(first) || first === 'cards') return first
  return 'own'
}

/** A problem of the whole expression, and not of one place in it. */
const problemOfWhole = (
  path: string,
  source: string,
  code: Parameters<typeof problem>[2]['code'],
  what: Readonly<Record<string, string | number>>,
  locale: string,
): FichaProblem => problem(path, source, { code, node: { start: 0, end: source.length }, what }, locale)

/** Parses one expression, or says what is wrong and where. `mustBeBoolean`: it decides something. */
export function compileExpression(
  source: string,
  path: string,
  norm: Rule['norm'],
  mustBeBoolean: boolean,
  locale: string,
): { expression: Expression } | { problems: FichaProblem[] } {
  let run: ParseResult
  try {
    run = ruleEnvironment.parse(source)
  } catch (error) {
    return { problems: [failure(path, source, error, locale)] }
  }
  const analysis = analyse(run.ast, norm)
  const problems = analysis.findings.map((finding) => problem(path, source, finding, locale))
  if (problems.length > 0) return { problems }
  const checked = run.check()
  if (!checked.valid) return { problems: [failure(path, source, checked.error, locale)] }
  if (mustBeBoolean && checked.type !== 'bool' && checked.type !== 'dyn')
    problems.push(
      problemOfWhole(path, source, 'not_a_condition', { type: typeWord(checked.type ?? '', locale) }, locale),
    )
  if (analysis.steps > maxSteps)
    problems.push(
      problemOfWhole(path, source, 'too_costly', { steps: analysis.steps, most: maxSteps }, locale),
    )
  return problems.length > 0 ? { problems } : { expression: { ...analysis, run } }
}

const consentReads: readonly FactPath[] = [
  'consents.purpose',
  'consents.granted',
  'consents.channel',
  'consents.dateModified',
]
/**
 * What every offer reads besides its own expressions: consent, and whether something is open or went badly.
 */
export const offerReads: readonly FactPath[] = [
  ...consentReads,
  'requests.open',
  'requests.dateCreated',
  'feedback.score',
  'feedback.kind',
  'feedback.outOf',
  'feedback.dateCreated',
]

/** Parses and checks all expressions of a rule. `locale`: the language of the problems. */
export function compileRule(
  rule: Rule,
  locale = 'es',
): { compiled: Compiled } | { problems: readonly FichaProblem[] } {
  const problems: FichaProblem[] = []
  const compile = (source: string, path: string, mustBeBoolean: boolean): Expression | undefined => {
    const result = compileExpression(source, path, rule.norm, mustBeBoolean, locale)
    if ('expression' in result) return result.expression
    problems.push(...result.problems)
    return undefined
  }
  const when = compile(rule.when, 'when', true)
  const values = new Map<string, Expression>()
  for (const [name, source] of Object.entries(rule.values)) {
    const value = compile(source, `values.${name}`, rule.kind === 'stage')
    if (value) values.set(name, value)
  }
  if (!when || problems.length > 0) return { problems }
  const all = [when, ...values.values()]
  const steps = all.reduce((n, e) => n + e.steps, 0)
  if (steps > maxSteps)
    return {
      problems: [problemOfWhole('when', rule.when, 'too_costly', { steps, most: maxSteps }, locale)],
    }
  const reads = new Set<FactPath>(all.flatMap((e) => [...e.reads]))
  if (rule.advice?.rank === 'offer') for (const path of offerReads) reads.add(path)
  if (rule.advice?.consent !== undefined || rule.ask?.consent !== undefined)
    for (const path of consentReads) reads.add(path)
  const questions = [...new Set([...reads].map(questionOf))]
  const decidingExpressions = rule.kind === 'stage' || rule.kind === 'margin' ? all : [when]
  const decidingQuestions = [...new Set(decidingExpressions.flatMap((e) => [...e.reads].map(questionOf)))]
  return {
    compiled: {
      rule,
      when,
      values,
      reads: [...reads].sort(),
      questions,
      decidingQuestions,
      cost: { steps, reads: reads.size, questions },
      readsClock: all.some((e) => e.clock),
    },
  }
}

const byRule = new WeakMap<Rule, { locale: string; result: ReturnType<typeof compileRule> }>()
const byContent = new Map<string, ReturnType<typeof compileRule>>()
const maxCached = 2_000
/**
 * Compiled once for each rule object and for each content, because a store may load the same rule anew for
 * every card. `locale` is the language of the problems, if there are any.
 */
export function compiledOf(rule: Rule, locale = 'es'): ReturnType<typeof compileRule> {
  const cached = byRule.get(rule)
  if (cached?.locale === locale) return cached.result
  const content = `${locale}${JSON.stringify(rule)}`
  const result = byContent.get(content) ?? compileRule(rule, locale)
  byContent.delete(content)
  byContent.set(content, result)
  if (byContent.size > maxCached) byContent.delete(byContent.keys().next().value as string)
  byRule.set(rule, { locale, result })
  return result
}
/**
 * Every fact a rule may read, including those for its consent and the conditions of an offer. Plans and costs
 * are based on it. Empty for a rule that `checkRule` refuses.
 */
export function readsOf(rule: Rule): readonly FactPath[] {
  const known = compiledOf(rule)
  return 'compiled' in known ? known.compiled.reads : []
}
