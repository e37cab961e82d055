import type { Action, Block, ForeignCards } from './connector.ts'
import type { FieldDefs, Sensitivity } from './field.ts'
import type { IdentifierKind } from './identifier.ts'
import type { Text } from './values.ts'
import type { Question } from './vocabulary.ts'

type AnsweredFrom = 'record' | readonly IdentifierKind[]
/**
 * What a connector declares, as JSON: what it answers and how it is laid out. No origin, no access, nothing
 * of a customer.
 */
export interface ConnectorDeclaration {
  id: string
  title: Text
  find?: { by: readonly IdentifierKind[] }
  answers: { [Q in Question]?: { from: AnsweredFrom; freshFor?: number } }
  own?: { fields: FieldDefs; blocks?: readonly Block[]; answer: { from: AnsweredFrom } }
  cards?: { sensitivity: Sensitivity; keys: ForeignCards['keys']; answer: { from: AnsweredFrom } }
  actions?: Record<string, Omit<Action, 'run'>>
  mayHoldDuplicates?: true
}

/**
 * What the editor needs to show a draft on a made-up customer at each keystroke, without asking anybody: what
 * the systems declare, the settings a card depends on, and the editor's own claims (row filters of a policy
 * read them).
 */
export interface PreviewMaterial {
  declared: readonly ConnectorDeclaration[]
  country: string
  currency: string
  timeZone: string
  owners: Readonly<Record<string, readonly string[]>>
  patience: { soft: number; hard: number }
  claims: Readonly<Record<string, string>>
}
