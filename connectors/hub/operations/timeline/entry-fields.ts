import { type Question, question as vocabularyOf } from '../../../contract/index.ts'

/**
 * What one entry says: its date, a title, a status and an amount, and nothing else. Of several titles the
 * first the role sees clearly is asked.
 */
export interface EntryFields {
  dated?: string | undefined
  coming?: string | undefined
  title: readonly string[]
  status?: string
  amount?: string
}

const fieldsByQuestion: { readonly [Q in Question]?: Omit<EntryFields, 'dated' | 'coming'> } = {
  orders: { title: ['orderNumber'], status: 'status', amount: 'total' },
  requests: { title: ['subject', 'number'], status: 'status' },
  interactions: { title: ['summary', 'matter'], status: 'kind' },
  payments: { title: ['reference', 'order'], status: 'status', amount: 'amount' },
  returns: { title: ['product', 'number'], status: 'status', amount: 'amount' },
  feedback: { title: ['comment'], status: 'kind', amount: 'score' },
  loyalty: { title: [], status: 'tier', amount: 'pointsExpiring' },
  subscriptions: { title: ['product'], status: 'status', amount: 'price' },
  referrals: { title: ['friend'], status: 'status', amount: 'reward' },
  consents: { title: ['basis'], status: 'purpose' },
  campaigns: { title: ['name'], status: 'answered' },
  behaviour: { title: ['what'], status: 'kind', amount: 'value' },
  things: { title: ['name'], status: 'state' },
  scores: { title: ['model'], status: 'kind', amount: 'value' },
  promises: { title: ['what'], status: 'status' },
}

/** Undefined for what has no date. */
export function entryFieldsOf(question: Question): EntryFields | undefined {
  const fields = fieldsByQuestion[question]
  const { dated, coming } = vocabularyOf(question)
  const comingField = question === 'loyalty' ? 'pointsExpire' : coming
  return fields && (dated || comingField) ? { ...fields, dated, coming: comingField } : undefined
}
