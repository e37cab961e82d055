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
  deciding: readonly Asked[]
  cost: RuleCost
  /** It reads the time, so an earlier result may no longer hold. */
  clock: boolean
}
/** The most steps a rule may take by declared list sizes. Ordinary rules take a tenth of it. */
export const mostSteps = 1_000_000

export const questionOf = (path: string): Asked => {
  const [first = ''] = path.split('.', 1)
  return isQuestion(first) ? first : first === 'cards' ? 'cards' : 'own'
}

/** Parses one expression, or says what is wrong and where. `boolean`: it must be true or false. */
export function compileExpression(
  source: string,
  path: string,
  norm: Rule['norm'],
  boolean: boolean,
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
  if (boolean && checked.type !== 'bool' && checked.type !== 'dyn')
    problems.push(
      problem(
        path,
        source,
        {
          code: 'not_a_condition',
          node: { start: 0, end: source.length },
          what: { type: typeWord(checked.type ?? '', locale) },
        },
        locale,
      ),
    )
  if (analysis.steps > mostSteps)
    problems.push(
      problem(
        path,
        source,
        {
          code: 'too_costly',
          node: { start: 0, end: source.length },
          what: { steps: analysis.steps, most: mostSteps },
        },
        locale,
      ),
    )
  return problems.length > 0 ? { problems } : { expression: { ...analysis, run } }
}

/**
 * What every offer reads besides its own expressions: consent, and whether something is open or went badly.
 */
export const offerReads: readonly FactPath[] = [
  'consents.purpose',
  'consents.granted',
  'consents.channel',
  'consents.dateModified',
  'requests.open',
  'requests.dateCreated',
  'feedback.score',
  'feedback.kind',
  'feedback.outOf',
  'feedback.dateCreated',
]
const consentReads = offerReads.slice(0, 4)

export function compileRule(
  rule: Rule,
  locale = 'es',
): { compiled: Compiled } | { problems: readonly FichaProblem[] } {
  const problems: FichaProblem[] = []
  const compile = (source: string, path: string, boolean: boolean): Expression | undefined => {
    const result = compileExpression(source, path, rule.norm, boolean, locale)
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
  if (steps > mostSteps)
    return {
      problems: [
        problem(
          'when',
          rule.when,
          { code: 'too_costly', node: { start: 0, end: rule.when.length }, what: { steps, most: mostSteps } },
          locale,
        ),
      ],
    }
  const reads = new Set<FactPath>(all.flatMap((e) => [...e.reads]))
  if (rule.advice?.rank === 'offer') for (const path of offerReads) reads.add(path)
  if (rule.advice?.consent !== undefined || rule.ask?.consent !== undefined)
    for (const path of consentReads) reads.add(path)
  const questions = [...new Set([...reads].map(questionOf))]
  const deciding = [
    ...new Set(
      (rule.kind === 'stage' || rule.kind === 'margin' ? all : [when]).flatMap((e) =>
        [...e.reads].map(questionOf),
      ),
    ),
  ]
  return {
    compiled: {
      rule,
      when,
      values,
      reads: [...reads].sort(),
      questions,
      deciding,
      cost: { steps, reads: reads.size, questions },
      clock: all.some((e) => e.clock),
    },
  }
}

const byRule = new WeakMap<Rule, ReturnType<typeof compileRule>>()
const byContent = new Map<string, ReturnType<typeof compileRule>>()
const mostKept = 2_000
/**
 * Compiled once for each rule object and for each content, because a store may load the same rule anew for
 * every card. `locale` is the language of the problems, if there are any.
 */
export function compiledOf(rule: Rule, locale = 'es'): ReturnType<typeof compileRule> {
  let known = byRule.get(rule)
  if (known) return known
  const content = `${locale}${JSON.stringify(rule)}`
  known = byContent.get(content) ?? compileRule(rule, locale)
  byContent.delete(content)
  byContent.set(content, known)
  if (byContent.size > mostKept) byContent.delete(byContent.keys().next().value as string)
  byRule.set(rule, known)
  return known
}
/**
 * Every fact a rule may read, including those for its consent and the conditions of an offer. Plans and costs
 * are based on it. Empty for a rule that `checkRule` refuses.
 */
export function readsOf(rule: Rule): readonly FactPath[] {
  const known = compiledOf(rule)
  return 'compiled' in known ? known.compiled.reads : []
}
