import type { Asked, Connector } from '../../contract/index.ts'
import {
  type AdviceEvent,
  type FactUsed,
  type Field,
  localize,
  type Rule,
  type SignalEvent,
  safeLink,
  type TriState,
} from '../../contract/index.ts'
import { fieldsOf } from '../fetch/validate.ts'
import { message } from '../messages/index.ts'
import { factLabel } from '../messages/labels.ts'
import { rowsDifferByRole } from '../policy/rows.ts'
import {
  leastPermissive,
  mayAct,
  mostPermissive,
  see,
  seeAs,
  type Viewer,
  type Visibility,
} from '../policy/viewer.ts'
import type { ChosenQuestion, RankedAdvice, RuleResult, Used } from '../rules/types.ts'
import { mask } from './mask.ts'
import { withoutHiddenAmounts } from './reading.ts'

/**
 * The facts a rule reads, taken from its expressions only, so that what is shown does not depend on what was
 * found.
 */
export type Reads = (rule: Rule) => readonly string[]

/**
 * Whether the result was released on its own: by the publisher, who lowered the rule's sensitivity, or by the
 * administrator, with a policy line for it.
 */
export const approved = (viewer: Viewer, rule: Rule): boolean =>
  rule.sensitivity !== undefined || viewer.roles.some((r) => Object.hasOwn(r.policy.see, `rule.${rule.id}`))

/**
 * A result is released like a field. A policy line for it wins, then a lowered sensitivity; else it is as
 * hidden as the most hidden fact it reads.
 */
export function seeResult(viewer: Viewer, rule: Rule, reads: Reads, used: readonly Used[] = []): Visibility {
  const facts = [...new Set([...reads(rule), ...used.map((u) => u.path)])]
  const inherited =
    facts.length === 0
      ? mostPermissive(viewer.roles.map((r) => seeAs(r.policy, `rule.${rule.id}`, 'none')))
      : leastPermissive(facts.map((p) => see(viewer, p)))
  return mostPermissive(
    viewer.roles.map((r) => {
      if (Object.hasOwn(r.policy.see, `rule.${rule.id}`)) return r.policy.see[`rule.${rule.id}`] ?? 'withheld'
      return rule.sensitivity ? seeAs(r.policy, `rule.${rule.id}`, rule.sensitivity) : inherited
    }),
  )
}

/**
 * A fact as this role may see it inside a reason or a sentence. Where a row filter applies, nobody can tell
 * which row it came from.
 */
const seeFact = (viewer: Viewer, path: string): Visibility =>
  rowsDifferByRole(viewer, path.split('.')[0] as Asked) ? 'withheld' : see(viewer, path)

export function releaseUsed(viewer: Viewer, used: Used): FactUsed {
  const hiddenFact: FactUsed = {
    fact: 'withheld',
    label: message('because.another-fact', viewer.locale),
    field: { shown: 'withheld' },
  }
  const shown = seeFact(viewer, used.path)
  if (shown === 'withheld') return hiddenFact
  const [head = '', second = '', third = ''] = used.path.split('.')
  const connector =
    viewer.connectors.get(head === 'own' ? second : (used.from?.connector ?? '')) ??
    [...viewer.connectors.values()].find((c) => Object.hasOwn(fieldsOf(c, head as Asked), second))
  const def = connector ? fieldsOf(connector, head as Asked)[head === 'own' ? third : second] : undefined
  // A sum or a count of a fact is not of the fact's type: masked, it would say nothing.
  const field: Field =
    shown === 'clear'
      ? {
          shown: 'clear',
          value: def?.of ? withoutHiddenAmounts(viewer, used.path, def.of, used.value) : used.value,
        }
      : {
          shown: 'masked',
          hint: def && typeof used.value !== 'number' ? safeMask(def, used.value, viewer.locale) : '•••',
          revealable: false,
        }
  const from = used.from && {
    connector: used.from.connector,
    fetchedAt: used.from.fetchedAt,
    ...(used.from.url && safeLink(used.from.url) ? { url: used.from.url } : {}),
  }
  return {
    fact: used.path,
    label: factLabel(used.path, viewer.locale, viewer.connectors),
    field,
    ...(from ? { from } : {}),
  }
}
const safeMask = (def: Parameters<typeof mask>[0], value: unknown, locale: string): string => {
  try {
    return mask(def, value, locale)
  } catch {
    return '•••'
  }
}

const maxReasons = 24
/**
 * As many reasons as a person reads. Hidden ones become a single reason, so that their number tells nothing.
 */
function releaseReasons(viewer: Viewer, used: readonly Used[]): readonly FactUsed[] {
  const all = used.map((u) => releaseUsed(viewer, u))
  const shown = all.filter((f) => f.field.shown !== 'withheld')
  const hidden = all.find((f) => f.field.shown === 'withheld')
  return hidden ? [...shown.slice(0, maxReasons), hidden] : shown.slice(0, maxReasons)
}

/** A sentence with figures of facts that the role may not see keeps its words and loses those figures. */
function releaseText(
  viewer: Viewer,
  rule: Rule,
  is: TriState['is'],
  text: string,
  reads: Reads,
  used: readonly Used[],
): Field<string> {
  const template = is === 'unknown' ? undefined : rule.text[is]
  const words = template ? localize(template, viewer.locale) : text
  // A text without figures says no more than the result itself.
  if (template && !words.includes('{')) return { shown: 'clear', value: text }
  const facts = new Set([...reads(rule), ...used.map((u) => u.path)])
  const clear = [...facts].every((p) => seeFact(viewer, p) === 'clear')
  if (clear || !template)
    return { shown: 'clear', value: clear || is === 'unknown' ? text : localize(rule.title, viewer.locale) }
  return { shown: 'masked', hint: words.replace(/\{[^}]*\}/g, '•••'), revealable: false }
}

export function releaseSignal(
  viewer: Viewer,
  rule: Rule,
  result: RuleResult,
  reads: Reads,
): SignalEvent | undefined {
  if (result.kind === 'advice') return undefined
  const shown = seeResult(viewer, rule, reads, result.used)
  const base = {
    event: 'signal' as const,
    rule: rule.id,
    kind: result.kind,
    title: localize(rule.title, viewer.locale),
  }
  if (shown !== 'clear') {
    const hidden: Field<never> =
      shown === 'masked' ? { shown: 'masked', hint: '•••', revealable: false } : { shown: 'withheld' }
    return { ...base, answer: hidden, text: hidden, tone: 'calm', reasons: [] }
  }
  const text = releaseText(viewer, rule, result.answer.is, result.text, reads, result.used)
  const spark =
    result.spark &&
    text.shown === 'clear' &&
    result.used.every((u) => seeFact(viewer, u.path) === 'clear') &&
    reads(rule).every((p) => seeFact(viewer, p) === 'clear')
      ? result.spark
      : undefined
  return {
    ...base,
    answer: { shown: 'clear', value: result.answer },
    text,
    tone: result.tone,
    ...(spark ? { spark } : {}),
    reasons: releaseReasons(viewer, result.used),
  }
}

/**
 * A template names `connector.action` without knowing the systems. The action is dropped where no connector
 * has it or the role may not act.
 */
export function releaseAction(
  viewer: Viewer,
  action: { connector: string; name: string } | undefined,
): { connector: string; name: string } | undefined {
  const connector: Connector | undefined = action && viewer.connectors.get(action.connector)
  return action &&
    connector?.actions &&
    Object.hasOwn(connector.actions, action.name) &&
    mayAct(viewer, action.connector, action.name)
    ? { connector: action.connector, name: action.name }
    : undefined
}

export interface Refs {
  advice(a: RankedAdvice): Promise<string>
  question(q: ChosenQuestion): Promise<string>
}

/** An advice is seen whole or not at all: half a proposal helps nobody. */
export async function releaseAdvice(
  viewer: Viewer,
  advice: readonly RankedAdvice[],
  chosen: ChosenQuestion | undefined,
  rules: readonly Rule[],
  reads: Reads,
  refs: Refs,
): Promise<AdviceEvent> {
  const items: AdviceEvent['items'][number][] = []
  for (const a of advice) {
    const rule = rules.find((r) => r.id === a.rule)
    if (!rule || seeResult(viewer, rule, reads, a.used) !== 'clear') continue
    const text = releaseText(viewer, rule, 'yes', a.text, reads, a.used)
    const action = releaseAction(viewer, a.action)
    const link = a.link && text.shown === 'clear' ? safeLink(a.link) : undefined
    items.push({
      id: a.rule,
      ref: await refs.advice(a),
      rank: a.rank,
      text:
        text.shown === 'clear'
          ? text.value
          : text.shown === 'masked'
            ? text.hint
            : localize(rule.title, viewer.locale),
      reasons: releaseReasons(viewer, a.used),
      ...(action ? { action } : {}),
      ...(link ? { link } : {}),
    })
  }
  const rule = chosen && rules.find((r) => r.id === chosen.rule)
  const action = releaseAction(viewer, chosen?.action)
  const question =
    chosen && rule && seeFact(viewer, chosen.fact) === 'clear'
      ? {
          id: chosen.rule,
          ref: await refs.question(chosen),
          words: chosen.words,
          why: seeResult(viewer, rule, reads) === 'clear' ? chosen.why : '',
          ...(action ? { action } : {}),
          options: chosen.options,
          ...(chosen.type ? { type: chosen.type } : {}),
        }
      : undefined
  return { event: 'advice', items: items.slice(0, 3), ...(question ? { ask: question } : {}) }
}
