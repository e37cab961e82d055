import * as v from 'valibot'
import { connectorErrorCodes } from './errors.ts'
import { identifierKinds } from './identifier.ts'
import { rollUpKind } from './roll-up.ts'
import { tones, valueSchemas } from './values.ts'
import { questions } from './vocabulary.ts'

/**
 * The card events as a schema: published as JSON Schema, and what tests hold every stream against. The types in event.ts and reading.ts are
 * the definition; event-schema.test.ts proves that the two say the same.
 */
const text = v.string()
const maybe = <S extends v.GenericSchema>(schema: S) => v.optional(schema)
const asked = v.picklist([...questions, 'own', 'cards'])
const kind = v.picklist(identifierKinds)
const tone = v.picklist(tones)
const being = v.picklist(['person', 'company', 'household', 'prospect'])
const code = v.picklist(connectorErrorCodes)
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const from = v.strictObject({
  connector: text,
  record: text,
  url: maybe(text),
  fetchedAt: text,
  observedAt: maybe(text),
  confirmed: v.boolean(),
  askedBy: maybe(text),
})
const field = <S extends v.GenericSchema>(value: S) =>
  v.variant('shown', [
    v.strictObject({
      shown: v.literal('clear'),
      value,
      losers: maybe(v.array(v.strictObject({ value, from }))),
      from: maybe(from),
    }),
    v.strictObject({ shown: v.literal('masked'), hint: text, revealable: v.boolean(), ref: maybe(text) }),
    v.strictObject({ shown: v.literal('withheld') }),
  ])
const anyField = field(v.unknown())

const row = v.strictObject({ ref: text, from, fields: v.record(text, anyField) })
const known = v.variant('known', [
  v.strictObject({ known: v.literal('nothing') }),
  v.strictObject({ known: v.literal('none'), from }),
  v.strictObject({ known: v.literal('value'), value: v.array(row), from, freshUntil: text }),
  v.strictObject({
    known: v.literal('incomplete'),
    value: v.array(row),
    from,
    missing: v.picklist(['truncated', 'filtered']),
  }),
  v.strictObject({ known: v.literal('withheld') }),
])
const asking = v.variant('asking', [
  v.strictObject({ asking: v.literal('idle') }),
  v.strictObject({ asking: v.literal('waiting'), since: text }),
  v.strictObject({ asking: v.literal('late'), after: v.number() }),
  v.strictObject({ asking: v.literal('failed'), code, since: text, retryAt: maybe(text) }),
])
const because = v.strictObject({
  connector: maybe(text),
  code: v.picklist([
    'down',
    'late',
    'incomplete',
    'waiting',
    'not-asked',
    'withheld',
    'no-system',
    'stopped',
  ]),
  says: text,
})
const sums = field(v.array(valueSchemas.money))
const rollUp = v.strictObject({
  kind: rollUpKind,
  question: v.picklist(questions),
  beyond: count,
  sums,
  complete: v.boolean(),
  because: v.array(because),
  members: v.array(
    v.strictObject({
      name: field(text),
      role: maybe(field(text)),
      self: maybe(v.literal(true)),
      is: v.picklist(['waiting', 'value', 'none', 'incomplete', 'unknown', 'withheld']),
      sums,
      from: v.array(from),
      because: v.array(because),
    }),
  ),
})
const reading = v.strictObject({
  question: asked,
  connector: text,
  state: known,
  asking,
  totals: maybe(v.strictObject({ count: maybe(v.number()), sum: maybe(valueSchemas.money) })),
  next: maybe(text),
  rollUp: maybe(rollUp),
})

const reason = v.strictObject({ field: text, says: text, bits: v.number(), systems: v.array(text) })
/** One customer as search and the chooser show them. */
export const candidateSchema = v.strictObject({
  ref: text,
  name: field(valueSchemas.personName),
  kind: being,
  facts: v.array(v.strictObject({ kind: text, label: text, field: field(text) })),
  systems: v.array(text),
  says: text,
  bits: v.number(),
  preselected: v.boolean(),
})
const option = v.strictObject({ value: text, label: text })
const policies = maybe(
  v.array(
    v.strictObject({
      id: text,
      title: text,
      text,
      where: maybe(v.strictObject({ field: text, is: v.array(text) })),
    }),
  ),
)
const panel = v.strictObject({
  id: text,
  question: asked,
  title: text,
  ask: v.picklist(['at-once', 'on-opening', 'on-request']),
  state: v.picklist(['open', 'withheld']),
  fields: v.array(v.strictObject({ name: text, label: text, type: text, list: maybe(v.boolean()) })),
  systems: v.array(v.strictObject({ connector: text, title: text })),
  blocks: maybe(v.array(v.strictObject({ connector: text, blocks: v.array(v.unknown()) }))),
  rollUp: maybe(v.picklist(['household', 'company'])),
  policies,
})
const action = v.strictObject({
  connector: text,
  name: text,
  title: text,
  confirm: text,
  input: v.array(
    v.strictObject({
      name: text,
      label: text,
      type: text,
      required: v.boolean(),
      maxLength: maybe(v.number()),
      options: maybe(v.array(option)),
    }),
  ),
})
const ficha = v.strictObject({
  id: text,
  title: text,
  layout: v.picklist(['compact', 'touch']),
  glance: v.array(v.strictObject({ rule: text, title: text })),
  panels: v.array(panel),
  mayAsk: v.array(v.strictObject({ question: asked, title: text, panel: maybe(panel) })),
  timeline: v.boolean(),
  others: v.array(v.strictObject({ id: text, title: text })),
  actions: v.array(action),
  purpose: text,
})
const answer3 = v.variant('is', [
  v.strictObject({ is: v.literal('yes') }),
  v.strictObject({ is: v.literal('no') }),
  v.strictObject({ is: v.literal('unknown'), because: v.array(because) }),
])
const used = v.strictObject({
  fact: text,
  label: text,
  field: anyField,
  from: maybe(v.strictObject({ connector: text, fetchedAt: text, url: maybe(text) })),
})
const pointed = v.strictObject({ connector: text, name: text })

const stamp = { v: v.literal(1), epoch: count, seq: count, revision: count }
export const cardEventSchema = v.variant('event', [
  v.strictObject({
    ...stamp,
    event: v.literal('who'),
    outcome: v.picklist(['identified', 'possible', 'several', 'nobody']),
    card: text,
    person: maybe(
      v.strictObject({
        name: field(valueSchemas.personName),
        formOfAddress: maybe(field(text)),
        kind: being,
        marks: v.array(v.strictObject({ fact: text, label: text, field: anyField })),
      }),
    ),
    about: maybe(v.array(text)),
    sure: maybe(
      v.strictObject({
        level: v.picklist(['sure', 'probable', 'possible']),
        by: v.union([kind, v.literal('agent'), v.literal('several-keys')]),
        says: text,
        reasons: v.array(reason),
      }),
    ),
    keys: v.array(
      v.strictObject({ kind: v.union([kind, v.literal('any')]), value: field(text), found: v.boolean() }),
    ),
    candidates: maybe(v.array(candidateSchema)),
    question: maybe(v.strictObject({ candidate: candidateSchema })),
    locked: maybe(v.strictObject({ words: text })),
    ficha,
  }),
  v.strictObject({ ...stamp, event: v.literal('reading'), reading }),
  v.strictObject({ ...stamp, event: v.literal('retract'), records: v.array(text), says: text }),
  v.strictObject({
    ...stamp,
    event: v.literal('signal'),
    rule: text,
    kind: v.picklist(['glance', 'signal', 'stage', 'margin', 'promise']),
    title: text,
    answer: field(answer3),
    text: field(text),
    tone,
    spark: maybe(v.array(v.number())),
    reasons: v.array(used),
    policies,
  }),
  v.strictObject({
    ...stamp,
    event: v.literal('advice'),
    items: v.array(
      v.strictObject({
        id: text,
        ref: text,
        rank: v.picklist(['repair', 'promise', 'help', 'thanks', 'offer']),
        text,
        reasons: v.array(used),
        action: maybe(pointed),
        link: maybe(text),
        policies,
      }),
    ),
    ask: maybe(
      v.strictObject({
        id: text,
        ref: text,
        words: text,
        why: text,
        action: maybe(pointed),
        options: v.array(option),
        type: maybe(text),
      }),
    ),
  }),
  v.strictObject({
    ...stamp,
    event: v.literal('system'),
    connector: text,
    title: text,
    state: v.picklist(['asking', 'answered', 'late', 'down', 'not-asked']),
    code: maybe(code),
    since: maybe(text),
    retryAt: maybe(text),
  }),
  v.strictObject({
    ...stamp,
    event: v.literal('fault'),
    code: v.picklist([
      'stranger-dropped',
      'rule-stopped',
      'too-many-records',
      'duplicate-in-system',
      'conflict',
      'bad-hint',
      'card-missing',
      'malformed',
      'hub',
    ]),
    says: text,
    connector: maybe(text),
  }),
  v.strictObject({ ...stamp, event: v.literal('settled'), answered: count, failed: count, changes: text }),
])
