import * as v from 'valibot'
import { askedSchema } from './reading.ts'
import { listOf } from './released.ts'
import { rollUpKind } from './roll-up.ts'

const text = v.string()
const optionSchema = v.strictObject({ value: text, label: text })
/** The schema of a list of choices, each a value and how it reads. */
export const optionsSchema = listOf(optionSchema)
/** Names one action of one system. */
export const actionNameSchema = v.strictObject({ connector: text, name: text })

const policyViewSchema = v.strictObject({
  id: text,
  title: text,
  text,
  /** Only beside rows whose field is one of these. */
  where: v.optional(v.strictObject({ field: text, is: listOf(text) })),
})
/**
 * Words of a policy, beside what it governs.
 * @interface
 */
export type PolicyView = v.InferOutput<typeof policyViewSchema>
/** The schema of the policies beside something, if there are any. */
export const policiesSchema = v.optional(listOf(policyViewSchema))

const panelViewSchema = v.strictObject({
  id: text,
  question: askedSchema,
  title: text,
  ask: v.picklist(['at-once', 'on-opening', 'on-request']),
  state: v.picklist(['open', 'withheld']),
  fields: listOf(v.strictObject({ name: text, label: text, type: text, list: v.optional(v.boolean()) })),
  systems: listOf(v.strictObject({ connector: text, title: text })),
  blocks: v.optional(listOf(v.strictObject({ connector: text, blocks: listOf(v.unknown()) }))),
  /** Of relations: add up the totals of these below the parent that names them. */
  rollUp: v.optional(rollUpKind),
  policies: policiesSchema,
})
/**
 * One panel of a card: its question, when it is asked, and the fields it shows, in order.
 * @interface
 */
export type PanelView = v.InferOutput<typeof panelViewSchema>

const actionViewSchema = v.strictObject({
  connector: text,
  name: text,
  title: text,
  confirm: text,
  input: listOf(
    v.strictObject({
      name: text,
      label: text,
      type: text,
      required: v.boolean(),
      maxLength: v.optional(v.number()),
      options: v.optional(optionsSchema),
    }),
  ),
})
/**
 * An action the agent may take, with the form it needs.
 * @interface
 */
export type ActionView = v.InferOutput<typeof actionViewSchema>

/** The schema of `FichaView`. */
export const fichaViewSchema = v.strictObject({
  id: text,
  title: text,
  layout: v.picklist(['compact', 'touch']),
  glance: listOf(v.strictObject({ rule: text, title: text })),
  panels: listOf(panelViewSchema),
  /** `panel`: how its answer is laid out, when the hub says so. */
  mayAsk: listOf(v.strictObject({ question: askedSchema, title: text, panel: v.optional(panelViewSchema) })),
  timeline: v.boolean(),
  others: listOf(v.strictObject({ id: text, title: text })),
  actions: listOf(actionViewSchema),
  purpose: text,
})
/**
 * The template as this reader sees it: what is on the card, what may be asked and done.
 * @interface
 */
export type FichaView = v.InferOutput<typeof fichaViewSchema>
