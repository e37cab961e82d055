import {
  type FactPath,
  highestSensitivity,
  localize,
  type Rule,
  type Sensitivity,
} from '../../contract/index.ts'
import { actionOf } from './action-path.ts'
import { fill, holesOf, type Writing } from './format.ts'
import type { Outcome } from './outcome.ts'
import type { RankedAdvice } from './types.ts'

/** Repair ranks before a promise, then help, then thanks, and an offer last. */
const order = ['repair', 'promise', 'help', 'thanks', 'offer'] as const
export const maxAdvice = 3

const guard = (id: string, when: string, norm: Rule['norm'] = {}): Rule => ({
  version: 1,
  id,
  kind: 'signal',
  title: id,
  when,
  values: {},
  norm,
  text: {},
  tone: {},
})
/** No offer while something is open or the last months went badly, nor while that is unknown. */
export const offerGuard = guard(
  'offer-guard',
  '!requests.exists(r, r.open) && !feedback.within(90).exists(f, satisfaction(f) <= 0.6)',
)

const consentGuards = new Map<string, Rule>()
/** The customer's latest consent for this purpose, in this channel or in any. No answer is no consent. */
export function consentGuard(purpose: string): Rule {
  let rule = consentGuards.get(purpose)
  if (!rule) {
    rule = guard(
      'consent-guard',
      'consents.filter(c, c.purpose.code == norm.purpose && (!has(c.channel) || !has(context.channel) || c.channel.code == context.channel)).last().granted',
      { purpose },
    )
    consentGuards.set(purpose, rule)
  }
  return rule
}

export interface Moment {
  stage: Outcome | undefined
  channel: string | undefined
  flags: readonly string[]
  writing: Writing
  mayOffer(): boolean
  consents(purpose: string): boolean
  sensitivityOf(path: FactPath): Sensitivity
}

/**
 * The advice that applies now, best first, at most three. Advice declined in one channel rests in all of
 * them.
 */
export function rankAdvice(outcomes: readonly Outcome[], moment: Moment): RankedAdvice[] {
  const fits = ({ rule, evaluated }: Outcome): boolean => {
    const { advice } = rule
    if (!advice || evaluated.answer.is !== 'yes' || moment.flags.includes(`advice:${rule.id}`)) return false
    if (advice.stages && !advice.stages.includes(moment.stage?.evaluated.stage ?? '')) return false
    if (advice.channels && !advice.channels.includes(moment.channel ?? '')) return false
    if (advice.consent !== undefined && !moment.consents(advice.consent)) return false
    // An offer that declares no consent still needs the usual one for marketing.
    if (
      advice.rank === 'offer' &&
      (!moment.mayOffer() || (advice.consent === undefined && !moment.consents('marketing')))
    )
      return false
    return !lacksFigures(rule, evaluated.values, moment.writing.locale)
  }
  const place = ({ rule }: Outcome): number => order.indexOf(rule.advice?.rank ?? 'offer')
  return outcomes
    .filter(fits)
    .sort((a, b) => place(a) - place(b))
    .slice(0, maxAdvice)
    .map((o) => adviceOf(o, moment))
}
/** "Apologise for order —" is worse than silence. */
const lacksFigures = (rule: Rule, values: ReadonlyMap<string, unknown>, locale: string): boolean =>
  rule.text.yes === undefined || holesOf(localize(rule.text.yes, locale)).some((name) => !values.has(name))

function adviceOf({ rule, evaluated, result }: Outcome, moment: Moment): RankedAdvice {
  const advice = rule.advice as NonNullable<Rule['advice']>
  const action = actionOf(advice.action)
  // Showing the advice reveals the stage, so the sensitivity of the stage's facts counts too.
  const stage = advice.stages && moment.stage ? [moment.stage.result.sensitivity] : []
  return {
    rule: rule.id,
    rank: advice.rank,
    used: result.used,
    restDays: advice.restDays,
    text:
      rule.text.yes === undefined
        ? ''
        : fill(localize(rule.text.yes, moment.writing.locale), evaluated.values, moment.writing),
    sensitivity: rule.sensitivity ?? highestSensitivity([result.sensitivity, ...stage]),
    ...(action ? { action } : {}),
    ...(advice.link === undefined ? {} : { link: advice.link }),
  }
}
