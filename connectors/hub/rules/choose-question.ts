import {
  type FactPath,
  type FieldDef,
  isQuestion,
  localize,
  question,
  type Sensitivity,
} from '../../contract/index.ts'
import { message } from '../messages/index.ts'
import { actionOf } from './action-path.ts'
import { isUnread } from './because.ts'
import { questionOf } from './compile.ts'
import { evaluate } from './evaluate.ts'
import type { Outcome } from './outcome.ts'
import type { ChosenQuestion, DeriverInput, FactBase, FactRow, QuestionFacts } from './types.ts'

interface About {
  locale: string
  settings: DeriverInput['settings']
  sensitivityOf(path: FactPath): Sensitivity
  consents(purpose: string): boolean
}

/**
 * Chooses the one question worth asking: among the missing facts that the customer could give, the one whose
 * answer would decide most. Each possible answer is tried on the rules. A system that is down is waited for,
 * so that the customer is not asked in its place.
 */
export function chooseQuestion(
  outcomes: readonly Outcome[],
  facts: FactBase,
  about: About,
): ChosenQuestion | undefined {
  const unknown = outcomes.filter((o) => o.evaluated.answer.is === 'unknown')
  let best: { outcome: Outcome; settles: readonly Outcome[]; worth: number } | undefined
  for (const outcome of unknown) {
    const wanted = outcome.rule.ask
    if (!wanted || facts.flags.includes(`asked:${outcome.rule.id}`)) continue
    if (!facts.questions[questionOf(wanted.fact)]?.complete || !outcome.evaluated.absent.has(wanted.fact))
      continue
    // Some system has it, and only the reading failed: nobody is bothered for that.
    if (isUnread(wanted.fact, facts)) continue
    if (wanted.consent !== undefined && !about.consents(wanted.consent)) continue
    const action = actionOf(wanted.action)
    // An answer that could be stored nowhere is not asked for: the rule's file names no action, or none works here.
    if (facts.actable && !(action && facts.actable(action))) continue
    const { settles, worth } = settledBy(outcome, unknown, facts, about)
    if (worth > (best?.worth ?? 0)) best = { outcome, settles, worth }
  }
  if (!best) return undefined
  const { rule } = best.outcome
  const wanted = rule.ask as NonNullable<typeof rule.ask>
  const action = actionOf(wanted.action)
  const asked = questionOf(wanted.fact)
  const type = isQuestion(asked)
    ? question(asked).fields[wanted.fact.slice(asked.length + 1)]?.type
    : undefined
  return {
    rule: rule.id,
    fact: wanted.fact as FactPath,
    words: localize(wanted.words, about.locale),
    why: message('ask.why', about.locale, {
      what: best.settles.map((o) => localize(o.rule.title, about.locale)).join(', '),
    }),
    options: (wanted.options ?? []).map((o) => ({ value: o.value, label: localize(o.label, about.locale) })),
    sensitivity: about.sensitivityOf(wanted.fact as FactPath),
    ...(action ? { action } : {}),
    ...(type && !wanted.options?.length ? { type } : {}),
  }
}

/** An answer at a glance is worth more than a remark further down. */
const weight = ({ rule }: Outcome): number => (rule.kind === 'glance' ? 3 : 1)

/** How many undecided rules each answer would decide, averaged over the answers. */
function settledBy(
  { rule }: Outcome,
  unknown: readonly Outcome[],
  facts: FactBase,
  about: About,
): { settles: Outcome[]; worth: number } {
  const wanted = rule.ask as NonNullable<typeof rule.ask>
  const reading = unknown.filter((o) => o.compiled.reads.includes(wanted.fact as FactPath))
  const options = wanted.options ?? []
  if (options.length === 0) {
    const settles = reading.filter((o) => o.evaluated.absent.has(wanted.fact))
    return { settles, worth: settles.reduce((n, o) => n + weight(o), 0) }
  }
  const settles = new Set<Outcome>()
  let decided = 0
  for (const { value } of options) {
    const supposed = suppose(facts, wanted.fact, value, wanted.with ?? {})
    for (const outcome of reading) {
      if (evaluate(outcome.compiled, supposed, about.settings, about.locale).answer.is === 'unknown') continue
      decided += weight(outcome)
      settles.add(outcome)
    }
  }
  return { settles: reading.filter((o) => settles.has(o)), worth: decided / options.length }
}

/** The same facts, as if the customer had answered `value`. */
function suppose(
  facts: FactBase,
  path: string,
  value: string,
  alsoAnswered: Readonly<Record<string, string>>,
): FactBase {
  const q = questionOf(path)
  const known = facts.questions[q] as QuestionFacts
  if (!isQuestion(q)) return facts
  const field = path.slice(q.length + 1)
  const def = question(q)
  const now = facts.now.toISOString()
  const values: Record<string, unknown> = { id: 'supposed', [field]: typed(def.fields[field], value) }
  for (const [name, answered] of Object.entries(alsoAnswered))
    values[name] = typed(def.fields[name], answered)
  if (def.dated !== undefined) values[def.dated] ??= now
  const row: FactRow = {
    connector: 'agent',
    from: { connector: 'agent', record: 'supposed', fetchedAt: now, confirmed: false },
    values,
  }
  return { ...facts, questions: { ...facts.questions, [q]: { ...known, rows: [...known.rows, row] } } }
}
function typed(def: FieldDef | undefined, value: string): unknown {
  switch (def?.type) {
    case 'number':
    case 'percent':
      return Number(value)
    case 'boolean':
      return value === 'true' || value === 'yes'
    case 'status':
      return { code: value }
    default:
      return def?.list ? [value] : value
  }
}
