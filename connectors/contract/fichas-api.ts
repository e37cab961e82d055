import * as v from 'valibot'
import { policySchema, ruleSchema, templateSchema, type Policy, type Rule, type Template } from './ficha.ts'

/**
 * The editor's side of the API. All need a role with `mayEdit`.
 * GET /v1/fichas → FichasAnswer · PUT /v1/fichas {draft} · POST /v1/fichas/publish · POST /v1/fichas/undo · POST /v1/fichas/import · GET /v1/fichas/export[?revision=] → FichaSet.
 */
export const fichaSetSchema = v.strictObject({
  version: v.literal(1),
  templates: v.pipe(v.array(templateSchema), v.minLength(1), v.maxLength(100)),
  rules: v.pipe(v.array(ruleSchema), v.maxLength(500)),
  policy: policySchema,
})
export interface FichaSet { version: 1; templates: readonly Template[]; rules: readonly Rule[]; policy: Policy }

const revision = v.pipe(v.string(), v.minLength(1), v.maxLength(60))
const note = v.pipe(v.string(), v.trim(), v.maxLength(500))
/** Saves the draft of this tenant: checked, never shown to agents. `base`: the revision it was made from. */
export const draftRequest = v.strictObject({ draft: fichaSetSchema, base: revision })
export type DraftRequest = v.InferOutput<typeof draftRequest>
/** Makes the draft the published set. `conflict` when somebody published after `base`. */
export const publishRequest = v.strictObject({ base: revision, note: v.optional(note, '') })
/** Publishes an older revision again, as a new one: history is never rewritten. */
export const undoRequest = v.strictObject({ revision, base: revision })
/** A whole set from a file, as the new draft; with `publish` also published. Any fault refuses all of it. */
export const importRequest = v.strictObject({ set: v.unknown(), base: revision, publish: v.optional(v.boolean(), false), note: v.optional(note, '') })

export interface FichaRevision { revision: string; at: string; note: string }
/** Where a template or a rule is wrong. `place`: `rules.best-customer.when`; `at` within that expression, 1-based. */
export interface FichaFault { place: string; says: string; at?: { line: number; column: number; length: number } | undefined }
export interface FichasAnswer { revision: string; published: FichaSet; draft?: { set: FichaSet; base: string; at: string } | undefined; history: readonly FichaRevision[] }
/** What saving, publishing, undoing and importing answer. A refused one is problem+json `rule-refused` with `faults`. */
export interface FichasSaved { revision: string; draft: boolean }
