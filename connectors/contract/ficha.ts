import * as v from 'valibot'
import { sensitivities } from './field.ts'
import { textSchema, tones } from './values.ts'
import { questions } from './vocabulary.ts'

// Templates, rules and policies are data: written in files (`*.ficha.json`) or in the editor, published as JSON
// Schema.
const id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,59}$/, 'lower-case letters, digits and dashes'))
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(60))
const asked = v.picklist([...questions, 'own', 'cards'])
const expression = v.pipe(v.string(), v.maxLength(2_000))
const days = v.pipe(v.number(), v.integer(), v.minValue(0))

/** The schema of `Panel`. */
export const panelSchema = v.strictObject({
  id,
  question: asked,
  title: v.optional(textSchema),
  /** at-once: with the card · on-opening: when the panel is unfolded · on-request: only by "pedir más". */
  ask: v.picklist(['at-once', 'on-opening', 'on-request']),
  fields: v.pipe(v.array(word), v.minLength(1), v.maxLength(30)),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 5),
  /** Only these connectors. Default: every one that answers. */
  from: v.optional(v.pipe(v.array(word), v.minLength(1))),
  /** Milliseconds: soft says "late", hard gives up. */
  patience: v.optional(
    v.strictObject({ soft: v.pipe(v.number(), v.minValue(50)), hard: v.pipe(v.number(), v.minValue(100)) }),
  ),
  /** Seconds; lowers the connector's own freshness, never raises it. */
  freshFor: v.optional(v.pipe(v.number(), v.minValue(0))),
  priority: v.optional(v.pipe(v.number(), v.integer()), 0),
  /**
   * Of a `relations` panel: add up `total` of these rows, below the parent that names them. Nothing is
   * merged.
   */
  rollUp: v.optional(v.picklist(['household', 'company'])),
})
/**
 * One panel of a template: a question, when it is asked, and the fields it shows.
 * @interface
 */
export type Panel = v.InferOutput<typeof panelSchema>

/**
 * What to do in a case, in the company's own text, shown beside the case. The case is rows of a panel's
 * question (all of them, or those whose `field` is one of `is`: a code or the text itself), or a rule of this
 * template that answers yes.
 */
export const policyWordsSchema = v.strictObject({
  id,
  title: textSchema,
  text: textSchema,
  beside: v.union([
    v.strictObject({
      question: asked,
      where: v.optional(
        v.strictObject({ field: word, is: v.pipe(v.array(word), v.minLength(1), v.maxLength(20)) }),
      ),
    }),
    v.strictObject({ rule: id }),
  ]),
})
/**
 * A policy of the company as a template holds it, checked by `policyWordsSchema`.
 * @interface
 */
export type PolicyWords = v.InferOutput<typeof policyWordsSchema>

/** The schema of `Template`. */
export const templateSchema = v.strictObject({
  version: v.literal(1),
  id,
  title: textSchema,
  for: v.strictObject({
    roles: v.pipe(v.array(word), v.minLength(1)),
    hosts: v.optional(v.array(word)),
    channels: v.optional(v.array(word)),
    when: v.optional(expression),
  }),
  layout: v.picklist(['compact', 'touch']),
  /** Rule ids, in order. */
  glance: v.pipe(v.array(id), v.maxLength(8)),
  /** Facts of the first sight line under the name: `loyalty.tier`, `person.since`. */
  marks: v.optional(v.array(word), []),
  signals: v.optional(v.array(id), []),
  advice: v.optional(v.array(id), []),
  panels: v.array(panelSchema),
  /** Questions the role may ask though no panel shows them ("pedir más"). */
  mayAsk: v.optional(v.array(asked), []),
  mayOverride: v.optional(v.boolean(), true),
  timeline: v.optional(v.array(asked), []),
  policies: v.optional(v.pipe(v.array(policyWordsSchema), v.maxLength(40))),
  /** The reason for more than twelve facts at first sight. */
  because: v.optional(v.pipe(v.string(), v.minLength(10))),
})
/**
 * A card template ("ficha tipo"): what a role sees, as data, in a file (`*.ficha.json`) or in the editor.
 * Name, form of address, how sure and by which key are not in it: no template can remove them.
 * @interface
 */
export type Template = v.InferOutput<typeof templateSchema>

/**
 * A rule: one CEL expression over the vocabulary and the context, with its words. glance/signal: `when` is
 * true, false or unknown; `value` (optional) gives the words' figure · stage: first true wins · advice:
 * `when` says it applies, `rank` its kind · margin: what the agent may give · promise: kept / broken /
 * unknown.
 */
export const ruleSchema = v.strictObject({
  version: v.literal(1),
  id,
  kind: v.picklist(['glance', 'signal', 'stage', 'advice', 'margin', 'promise']),
  title: textSchema,
  when: expression,
  /** Named CEL expressions whose results fill `{name}` in the texts. */
  values: v.optional(v.record(word, expression), {}),
  /**
   * The numbers and texts of the house norm, read as `norm.x`: one line to change. `null`: the company has not
   * set it yet, and the rule is unknown until it does.
   */
  norm: v.optional(v.record(word, v.nullable(v.union([v.number(), v.string(), v.boolean()]))), {}),
  text: v.optional(v.strictObject({ yes: v.optional(textSchema), no: v.optional(textSchema) }), {}),
  tone: v.optional(
    v.strictObject({ yes: v.optional(v.picklist(tones)), no: v.optional(v.picklist(tones)) }),
    {},
  ),
  /** Lowers the sensitivity of the result below that of the facts it read; audited when published. */
  sensitivity: v.optional(v.picklist(sensitivities)),
  advice: v.optional(
    v.strictObject({
      rank: v.picklist(['repair', 'promise', 'help', 'thanks', 'offer']),
      stages: v.optional(v.array(word)),
      channels: v.optional(v.array(word)),
      /** Consent needed (`consents.purpose` code), for offers. */
      consent: v.optional(word),
      action: v.optional(word),
      link: v.optional(v.string()),
      /** Days a "not now" lasts, in every channel. */
      restDays: v.optional(days, 30),
    }),
  ),
  /** Which question this rule would like asked to the customer when it is unknown for lack of a fact. */
  ask: v.optional(
    v.strictObject({
      fact: word,
      words: textSchema,
      action: v.optional(word),
      options: v.optional(v.array(v.strictObject({ value: word, label: textSchema }))),
      consent: v.optional(word),
      /** Other facts of the row the answer makes: of a consent, its purpose. */
      with: v.optional(v.record(word, word)),
    }),
  ),
})
/**
 * A rule of the company, checked by `ruleSchema`. RULES.md explains the expressions.
 * @interface
 */
export type Rule = v.InferOutput<typeof ruleSchema>

/** What a role may see for a purpose. The default is to deny: a fact without a line is withheld. */
export const policySchema = v.strictObject({
  version: v.literal(1),
  roles: v.record(
    word,
    v.strictObject({
      purposes: v.pipe(v.array(word), v.minLength(1)),
      /**
       * By sensitivity, then by fact path (`orders.total`, `orders.*`, `own.shop.*`, `cards.subs`,
       * `rule.best-customer`): the most specific line wins. Foreign cards need a line of their own; `cards.*`
       * shows those of every connector, each no more than its sensitivity is seen.
       */
      see: v.record(word, v.picklist(['clear', 'masked', 'withheld'])),
      mayReveal: v.optional(v.array(word), []),
      mayAct: v.optional(v.array(word), []),
      /**
       * Rows kept: every condition must hold. `field` equals one of `values` (`$agent.shop` reads the agent's
       * claims). Rows without the field are kept.
       */
      rows: v.optional(v.array(v.strictObject({ question: asked, field: word, values: v.array(word) })), []),
      /** Only the core facts until the agent has confirmed one question with the customer. */
      afterConfirmation: v.optional(v.boolean(), false),
      maySearch: v.optional(v.boolean(), true),
      mayLink: v.optional(v.boolean(), true),
      mayEdit: v.optional(v.boolean(), false),
    }),
  ),
  /** What a purpose forbids asking at all, whoever asks. */
  purposes: v.record(word, v.strictObject({ title: textSchema, forbids: v.optional(v.array(word), []) })),
})
/**
 * What each role may see, reveal and do, checked by `policySchema`.
 * @interface
 */
export type Policy = v.InferOutput<typeof policySchema>
/**
 * The part of a policy that is about one role.
 * @interface
 */
export type RolePolicy = Policy['roles'][string]
