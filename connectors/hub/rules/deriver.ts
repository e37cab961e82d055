import { highestSensitivity, localize, type Rule, type Tone, type TriState } from '../../contract/index.ts'
import { message, messageOr } from '../messages/index.ts'
import { Series } from './cel/lists.ts'
import { chooseQuestion } from './choose-question.ts'
import { type Compiled, compiledOf } from './compile.ts'
import { type Evaluated, evaluate } from './evaluate.ts'
import { fill, type Writing } from './format.ts'
import type { Outcome } from './outcome.ts'
import { consentGuard, offerGuard, rankAdvice } from './rank-advice.ts'
import type { Deriver, DeriverInput, DeriverRun, FactBase, RuleResult } from './types.ts'

/**
 * Runs a template's own rules over the known facts. A rule runs again only when an answer it reads is another
 * object, the situation changed, or (if it reads the time) the minute changed.
 */
export function createDeriver(input: DeriverInput): Deriver {
  const { template, locale, settings } = input
  // To Intl, plain `pt` means Brazil. The product's Portuguese is that of Portugal unless the reader asks
  // otherwise.
  const writing: Writing = { locale: locale === 'pt' ? 'pt-PT' : locale, ...settings }
  const byId = new Map(input.rules.map((rule) => [rule.id, rule]))
  const ownRules = [...new Set([...template.glance, ...template.signals, ...template.advice])]
    .map((id) => byId.get(id))
    .filter((rule) => rule !== undefined)
  const remembered = input.remembered ?? new WeakMap()

  const keyOf = (compiled: Compiled, facts: FactBase): unknown[] => {
    const expressions = [compiled.when, ...compiled.values.values()]
    return [
      ...compiled.questions.map((q) => facts.questions[q]),
      expressions.some((e) => e.context) ? JSON.stringify(facts.context) : '',
      compiled.readsClock ? Math.floor(facts.now.getTime() / 60_000) : 0,
    ]
  }
  function outcomeOf(rule: Rule, facts: FactBase): Outcome | undefined {
    const result = compiledOf(rule)
    if (!('compiled' in result)) return undefined
    const { compiled } = result
    const key = keyOf(compiled, facts)
    const before = remembered.get(rule)
    if (before && before.key.length === key.length && before.key.every((part, i) => part === key[i]))
      return before.outcome as Outcome
    const evaluated = evaluate(compiled, facts, settings, locale)
    const outcome = { rule, compiled, evaluated, result: resultOf(compiled, evaluated) }
    remembered.set(rule, { key, outcome })
    return outcome
  }
  function resultOf(compiled: Compiled, evaluated: Evaluated): RuleResult {
    const { rule } = compiled
    const spark = evaluated.values.get('spark')
    const { answer } = evaluated
    return {
      rule: rule.id,
      kind: rule.kind,
      answer,
      text: textOf(rule, answer, evaluated),
      tone: toneOf(rule, answer),
      ...(spark instanceof Series && spark.points.length > 1 ? { spark: spark.points } : {}),
      used: evaluated.used.map((u) => ({ ...u, sensitivity: input.sensitivityOf(u.path) })),
      sensitivity:
        rule.sensitivity ?? highestSensitivity(compiled.reads.map((path) => input.sensitivityOf(path))),
    }
  }
  function textOf(rule: Rule, answer: TriState, { values, stage, missing }: Evaluated): string {
    if (answer.is === 'unknown')
      return `${message('answer.unknown', locale)}: ${answer.because.map((b) => b.says).join('; ')}`
    const text = rule.text[answer.is]
    const named =
      stage === undefined
        ? values
        : new Map([...values, ['stage', messageOr(`stage.${stage}`, locale, stage)]])
    if (text !== undefined)
      return `${fill(localize(text, locale), named, writing)}${missing ? ` (${missing.map((b) => b.says).join('; ')})` : ''}`
    if (stage !== undefined && answer.is === 'yes') return messageOr(`stage.${stage}`, locale, stage)
    const is = rule.kind === 'promise' ? (answer.is === 'yes' ? 'kept' : 'broken') : answer.is
    return message(`answer.${is}`, locale)
  }

  return {
    run(facts: FactBase): DeriverRun {
      const outcomes = ownRules.map((rule) => outcomeOf(rule, facts)).filter((o) => o !== undefined)
      const stopped = ownRules
        .filter((rule) => !('compiled' in compiledOf(rule)))
        .map((rule) => ({ rule: rule.id, says: refusal(rule) }))
      for (const { rule, evaluated } of outcomes)
        if (evaluated.stopped !== undefined)
          stopped.push({ rule: rule.id, says: `${localize(rule.title, locale)}: ${evaluated.stopped}` })
      const stageRule = outcomes.find((o) => o.rule.kind === 'stage') ?? ofKind('stage', facts)
      const guard = (rule: Rule): boolean => outcomeOf(rule, facts)?.evaluated.answer.is === 'yes'
      const advice = rankAdvice(
        outcomes.filter((o) => o.rule.kind === 'advice'),
        {
          stage: stageRule,
          channel: facts.context.channel,
          flags: facts.flags,
          writing,
          mayOffer: () => guard(offerGuard),
          consents: (purpose) => guard(consentGuard(purpose)),
          sensitivityOf: input.sensitivityOf,
        },
      )
      const question = chooseQuestion(outcomes, facts, {
        locale,
        settings,
        sensitivityOf: input.sensitivityOf,
        consents: (purpose) => guard(consentGuard(purpose)),
      })
      return {
        results: outcomes.filter((o) => o.rule.kind !== 'advice').map((o) => o.result),
        advice,
        ...(question ? { question } : {}),
        stopped,
      }
    },
  }

  /**
   * An advice may name stages although the template shows none. The facts it reads itself were fetched, those
   * of the stage perhaps not.
   */
  function ofKind(kind: Rule['kind'], facts: FactBase): Outcome | undefined {
    const rule = input.rules.find((r) => r.kind === kind)
    return rule ? outcomeOf(rule, facts) : undefined
  }
  function refusal(rule: Rule): string {
    const result = compiledOf(rule)
    return 'problems' in result
      ? `${localize(rule.title, locale)}: ${result.problems.map((p) => p.says).join('; ')}`
      : ''
  }
}

const toneOf = (rule: Rule, answer: TriState): Tone =>
  answer.is === 'unknown' ? 'calm' : (rule.tone[answer.is] ?? 'calm')
