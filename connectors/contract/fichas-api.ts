import * as v from 'valibot'
import type { CardEvent } from './event.ts'
import { type Policy, policySchema, type Rule, ruleSchema, type Template, templateSchema } from './ficha.ts'
import type { Sensitivity } from './field.ts'
import type { PreviewMaterial } from './preview-material.ts'
import type { Asked } from './reading.ts'
import type { ValueType } from './values.ts'

/**
 * The editor's side of the API. All need a role with `mayEdit`. GET /v1/fichas → FichasAnswer · PUT
 * /v1/fichas {draft} · POST /v1/fichas/publish · POST /v1/fichas/undo · POST /v1/fichas/import · GET
 * /v1/fichas/export[?revision=] → FichaSet · POST /v1/fichas/preview → PreviewAnswer · GET
 * /v1/fichas/material?locale= → MaterialAnswer · GET /v1/fichas/proposals → ProposalsAnswer.
 */
export const fichaSetSchema = v.strictObject({
  version: v.literal(1),
  templates: v.pipe(v.array(templateSchema), v.minLength(1), v.maxLength(100)),
  rules: v.pipe(v.array(ruleSchema), v.maxLength(500)),
  policy: policySchema,
})
/** All templates, rules and the policy of a company: what the editor saves and publishes as one. */
export interface FichaSet {
  version: 1
  templates: readonly Template[]
  rules: readonly Rule[]
  policy: Policy
}

const revision = v.pipe(v.string(), v.minLength(1), v.maxLength(60))
const note = v.pipe(v.string(), v.trim(), v.maxLength(500))
/** Saves the draft of this tenant: checked, never shown to agents. `base`: the revision it was made from. */
export const draftRequest = v.strictObject({ draft: fichaSetSchema, base: revision })
/**
 * What `PUT /v1/fichas` takes.
 * @interface
 */
export type DraftRequest = v.InferOutput<typeof draftRequest>
/**
 * Rules whose result the publisher knowingly declares less sensitive than the facts it reads. One that is not
 * named here is refused.
 */
const lowered = v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(60))), v.maxLength(500)), [])
/** Makes the draft the published set. `conflict` when somebody published after `base`. */
export const publishRequest = v.strictObject({ base: revision, note: v.optional(note, ''), lowered })
/** Publishes an older revision again, as a new one: history is never rewritten. */
export const undoRequest = v.strictObject({ revision, base: revision })
/** A whole set from a file, as the new draft; with `publish` also published. Any fault refuses all of it. */
export const importRequest = v.strictObject({
  set: v.unknown(),
  base: revision,
  publish: v.optional(v.boolean(), false),
  note: v.optional(note, ''),
  lowered,
})

/** `by`: the name the host gave whoever published, else the agent's id. */
export interface FichaRevision {
  revision: string
  at: string
  note: string
  by?: string | undefined
}
/**
 * Where a template or a rule is wrong. `place`: `rules.best-customer.when`; `at` within that expression,
 * 1-based.
 */
export interface FichaFault {
  place: string
  says: string
  at?: { line: number; column: number; length: number } | undefined
}
/**
 * What `GET /v1/fichas` answers: what is published, the draft if there is one, and the history, newest
 * first.
 */
export interface FichasAnswer {
  revision: string
  published: FichaSet
  draft?: { set: FichaSet; base: string; at: string } | undefined
  history: readonly FichaRevision[]
}
/**
 * What saving, publishing, undoing and importing answer. A refused one is problem+json `rule-refused` with
 * `faults`.
 */
export interface FichasSaved {
  revision: string
  draft: boolean
}

const word = v.pipe(v.string(), v.minLength(1), v.maxLength(60))
/**
 * A card of what somebody is writing: the template, and the rules that differ from revision `base`. Nothing
 * of it is kept. `on`: a made-up customer, or a real one found by search, then audited and seen with no more
 * than the editor's own eyes.
 */
export const previewRequest = v.strictObject({
  base: revision,
  template: v.unknown(),
  rules: v.pipe(v.array(v.unknown()), v.maxLength(500)),
  role: word,
  locale: v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)), 'es'),
  on: v.union([
    v.strictObject({ sample: word }),
    v.strictObject({ candidate: v.pipe(v.string(), v.minLength(1), v.maxLength(16_384)) }),
  ]),
})
/**
 * What `POST /v1/fichas/preview` takes.
 * @interface
 */
export type PreviewRequest = v.InferInput<typeof previewRequest>
/** With faults there are no events: what is on screen stays what it was. */
export interface PreviewAnswer {
  faults: readonly FichaFault[]
  firstSight: number
  mostAtFirstSight: number
  cost?: PreviewCost | undefined
  events?: readonly CardEvent[] | undefined
}
/**
 * What a drafted card would cost: which systems it asks and when, how long they take, what personal facts it
 * shows.
 */
export interface PreviewCost {
  /** Asked when the card opens; `seconds` is this gateway's own measure (mean), over `measured` answers. */
  systems: readonly {
    connector: string
    title: string
    questions: readonly Asked[]
    fields: number
    seconds?: number | undefined
    measured?: number | undefined
  }[]
  slowest?: string | undefined
  atOnce: number
  onOpening: number
  personal: readonly string[]
  steps: number
  rules: readonly { rule: string; reads: readonly string[]; alone: readonly string[] }[]
}

/** What a template can contain, in the editor's language. */
export interface MaterialAnswer {
  questions: readonly {
    question: Asked
    label: string
    many: boolean
    dated?: string | undefined
    systems: readonly string[]
  }[]
  facts: readonly {
    path: string
    label: string
    type: ValueType
    list?: boolean | undefined
    sensitivity: Sensitivity
  }[]
  /** `seconds`: mean of this gateway's own measure, over `measured` answers; absent before the first. */
  systems: readonly {
    connector: string
    title: string
    seconds?: number | undefined
    measured?: number | undefined
  }[]
  actions: readonly { action: string; title: string }[]
  roles: readonly string[]
  hosts: readonly string[]
  samples: readonly { id: string; name: string; says: string }[]
  preview: PreviewMaterial
}
/** What agents missed, counted; never fewer than `minGroupSize` together. */
export interface ProposalsAnswer {
  days: number
  minGroupSize: number
  items: readonly (
    | {
        kind: 'asked-more'
        template: string
        question: Asked
        label: string
        times: number
        /** The template's, in the reader's language. */
        title?: string
      }
    | { kind: 'missed'; template: string; says: string; title?: string }
  )[]
}
