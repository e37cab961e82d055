import type { FieldDefs, FieldValues, Sensitivity } from './field.ts'
import type { ValueType } from './values.ts'

// The return types are written out: `satisfies FieldDef` would widen every type to any value type, and a
// number would pass for money.
const f = <T extends ValueType, S extends Sensitivity>(
  type: T,
  sensitivity: S,
): { type: T; sensitivity: S } => ({ type, sensitivity })
const many = <T extends ValueType, S extends Sensitivity>(
  type: T,
  sensitivity: S,
): { type: T; sensitivity: S; list: true } => ({ type, sensitivity, list: true })

/** A question as the vocabulary defines it: how many rows, its fields, and which of them are dates. */
export interface QuestionDef {
  rows: 'one' | 'many'
  dated?: string
  coming?: string
  ownerOnly?: true
  fields: FieldDefs
}
const questionDefs = {
  /** Who they are. One value out of many systems (survivorship). */
  person: {
    rows: 'one',
    fields: {
      name: f('personName', 'personal'),
      kind: f('status', 'none'),
      mails: many('mail', 'personal'),
      phones: many('phone', 'personal'),
      birthDate: f('date', 'personal'),
      nationalId: f('id', 'personal'),
      address: f('address', 'personal'),
      language: f('language', 'none'),
      since: f('date', 'pseudonymous'),
      segment: f('status', 'pseudonymous'),
      verified: f('boolean', 'none'),
      remark: f('text', 'personal'),
    },
  },
  preferences: {
    rows: 'one',
    fields: {
      formOfAddress: f('status', 'none'),
      language: f('language', 'none'),
      channel: f('status', 'none'),
      bestHour: f('text', 'none'),
      shop: f('text', 'pseudonymous'),
      sizes: { ...many('text', 'pseudonymous'), of: { kind: { type: 'text' }, size: { type: 'text' } } },
      brands: many('text', 'pseudonymous'),
      likes: many('text', 'personal'),
      remark: f('text', 'personal'),
    },
  },
  orders: {
    rows: 'many',
    dated: 'orderDate',
    coming: 'expectedArrival',
    ownerOnly: true,
    fields: {
      orderNumber: f('id', 'pseudonymous'),
      orderDate: f('datetime', 'pseudonymous'),
      status: f('status', 'pseudonymous'),
      total: f('money', 'financial'),
      channel: f('status', 'none'),
      shop: f('text', 'none'),
      items: f('number', 'none'),
      motive: f('text', 'personal'),
      lines: {
        ...many('text', 'personal'),
        of: {
          product: { type: 'text' },
          quantity: { type: 'number' },
          price: { type: 'money' },
          category: { type: 'text' },
          motive: { type: 'text' },
        },
      },
      expectedArrival: f('datetime', 'pseudonymous'),
      delivered: f('datetime', 'pseudonymous'),
      shippedTo: f('address', 'personal'),
      pickup: f('text', 'pseudonymous'),
    },
  },
  /** Tickets, complaints, claims: something the customer asked that must end. */
  requests: {
    rows: 'many',
    dated: 'dateCreated',
    coming: 'due',
    ownerOnly: true,
    fields: {
      number: f('id', 'pseudonymous'),
      subject: f('text', 'personal'),
      kind: f('status', 'none'),
      status: f('status', 'pseudonymous'),
      open: f('boolean', 'pseudonymous'),
      priority: f('status', 'none'),
      dateCreated: f('datetime', 'pseudonymous'),
      dateModified: f('datetime', 'pseudonymous'),
      dateClosed: f('datetime', 'pseudonymous'),
      due: f('datetime', 'pseudonymous'),
      channel: f('status', 'none'),
      messages: f('number', 'none'),
      firstAnswered: f('datetime', 'pseudonymous'),
      order: f('id', 'pseudonymous'),
      matter: f('text', 'pseudonymous'),
      told: many('text', 'personal'),
      offered: many('text', 'personal'),
      handoff: f('text', 'personal'),
    },
  },
  /** Calls, chats, visits, mails: each time we met. */
  interactions: {
    rows: 'many',
    dated: 'startDate',
    fields: {
      kind: f('status', 'none'),
      startDate: f('datetime', 'pseudonymous'),
      duration: f('duration', 'none'),
      waited: f('duration', 'none'),
      direction: f('status', 'none'),
      matter: f('text', 'pseudonymous'),
      summary: f('text', 'personal'),
      told: many('text', 'personal'),
      offered: many('text', 'personal'),
      transfers: f('number', 'none'),
      resolved: f('boolean', 'none'),
      place: f('text', 'none'),
    },
  },
  payments: {
    rows: 'many',
    dated: 'paymentDate',
    coming: 'due',
    ownerOnly: true,
    fields: {
      reference: f('id', 'pseudonymous'),
      amount: f('money', 'financial'),
      status: f('status', 'financial'),
      method: f('text', 'financial'),
      paymentDate: f('datetime', 'pseudonymous'),
      due: f('datetime', 'financial'),
      order: f('id', 'pseudonymous'),
      iban: f('text', 'financial'),
    },
  },
  returns: {
    rows: 'many',
    dated: 'returnDate',
    ownerOnly: true,
    fields: {
      number: f('id', 'pseudonymous'),
      returnDate: f('datetime', 'pseudonymous'),
      status: f('status', 'pseudonymous'),
      amount: f('money', 'financial'),
      reason: f('text', 'personal'),
      order: f('id', 'pseudonymous'),
      product: f('text', 'personal'),
    },
  },
  /** CSAT, NPS, CES, reviews. `score` on the scale of its kind: NPS 0–10, CSAT 1–5, CES 1–7, review 1–5. */
  feedback: {
    rows: 'many',
    dated: 'dateCreated',
    fields: {
      kind: f('status', 'none'),
      score: f('number', 'pseudonymous'),
      outOf: f('number', 'none'),
      comment: f('text', 'personal'),
      dateCreated: f('datetime', 'pseudonymous'),
      order: f('id', 'pseudonymous'),
      request: f('id', 'pseudonymous'),
      channel: f('status', 'none'),
    },
  },
  loyalty: {
    rows: 'one',
    ownerOnly: true,
    fields: {
      number: f('id', 'pseudonymous'),
      tier: f('status', 'pseudonymous'),
      tierSince: f('date', 'pseudonymous'),
      tierBefore: f('status', 'pseudonymous'),
      points: f('number', 'pseudonymous'),
      pointsExpiring: f('number', 'pseudonymous'),
      pointsExpire: f('date', 'pseudonymous'),
      voucher: f('money', 'financial'),
      since: f('date', 'pseudonymous'),
      shop: f('text', 'none'),
    },
  },
  subscriptions: {
    rows: 'many',
    dated: 'startDate',
    coming: 'renewal',
    ownerOnly: true,
    fields: {
      number: f('id', 'pseudonymous'),
      product: f('text', 'pseudonymous'),
      status: f('status', 'pseudonymous'),
      price: f('money', 'financial'),
      every: f('duration', 'none'),
      startDate: f('datetime', 'pseudonymous'),
      renewal: f('datetime', 'pseudonymous'),
      endDate: f('datetime', 'pseudonymous'),
      /** why it was ended: a reason of the company's own list */ endReason: f('status', 'pseudonymous'),
    },
  },
  referrals: {
    rows: 'many',
    dated: 'dateCreated',
    fields: {
      dateCreated: f('datetime', 'pseudonymous'),
      status: f('status', 'pseudonymous'),
      bought: f('boolean', 'pseudonymous'),
      reward: f('money', 'financial'),
      friend: f('text', 'personal'),
    },
  },
  consents: {
    rows: 'many',
    dated: 'dateModified',
    ownerOnly: true,
    fields: {
      purpose: f('status', 'none'),
      granted: f('boolean', 'none'),
      channel: f('status', 'none'),
      dateModified: f('datetime', 'pseudonymous'),
      basis: f('text', 'none'),
    },
  },
  campaigns: {
    rows: 'many',
    dated: 'sent',
    fields: {
      name: f('text', 'none'),
      sent: f('datetime', 'pseudonymous'),
      channel: f('status', 'none'),
      opened: f('boolean', 'pseudonymous'),
      answered: f('status', 'pseudonymous'),
      offer: f('text', 'none'),
    },
  },
  /** Web, app and store visits, carts, searches, mentions, location, video. */
  behaviour: {
    rows: 'many',
    dated: 'startDate',
    fields: {
      kind: f('status', 'none'),
      startDate: f('datetime', 'pseudonymous'),
      what: f('text', 'personal'),
      value: f('money', 'financial'),
      place: f('text', 'personal'),
      device: f('text', 'pseudonymous'),
    },
  },
  /** What they own: products, warranties, RFID or sensor state. */
  things: {
    rows: 'many',
    dated: 'purchaseDate',
    coming: 'warrantyEnds',
    fields: {
      name: f('text', 'pseudonymous'),
      serial: f('id', 'pseudonymous'),
      purchaseDate: f('datetime', 'pseudonymous'),
      warrantyEnds: f('datetime', 'pseudonymous'),
      state: f('status', 'pseudonymous'),
      order: f('id', 'pseudonymous'),
    },
  },
  /** Value, profitability, churn, propensity: the result of a model, with the model and its date. */
  scores: {
    rows: 'many',
    dated: 'since',
    fields: {
      kind: f('status', 'none'),
      value: f('number', 'pseudonymous'),
      money: f('money', 'financial'),
      before: f('number', 'pseudonymous'),
      since: f('datetime', 'pseudonymous'),
      model: f('text', 'none'),
    },
  },
  /**
   * Household, company, parent: edges, never merges. `member`: a number by which who is named is found (card,
   * customer number, mail).
   */
  relations: {
    rows: 'many',
    fields: {
      kind: f('status', 'pseudonymous'),
      name: f('text', 'personal'),
      role: f('text', 'personal'),
      since: f('date', 'pseudonymous'),
      parent: f('text', 'personal'),
      total: f('money', 'financial'),
      member: f('id', 'pseudonymous'),
    },
  },
  /** What we promised, and by when. */
  promises: {
    rows: 'many',
    dated: 'made',
    coming: 'due',
    fields: {
      what: f('text', 'personal'),
      made: f('datetime', 'pseudonymous'),
      due: f('datetime', 'pseudonymous'),
      kept: f('datetime', 'pseudonymous'),
      status: f('status', 'pseudonymous'),
      by: f('text', 'none'),
      order: f('id', 'pseudonymous'),
      request: f('id', 'pseudonymous'),
    },
  },
  /** What to do here, in the company's own text. */
  policies: {
    rows: 'many',
    fields: {
      title: f('text', 'none'),
      text: f('text', 'none'),
      when: f('text', 'none'),
      motive: f('text', 'none'),
    },
  },
} as const satisfies Record<string, QuestionDef>

/** The name of a question of the vocabulary: `'orders'`. */
export type Question = keyof typeof questionDefs
/**
 * The questions a card may ask and the fields of their answers, each with its type and its default
 * sensitivity. Names follow schema.org where it has one.
 *
 * - `rows`: `one` row a customer, or `many`.
 * - `dated`: the field that says when a row happened. `coming`: the one that says what is still to come.
 * - `ownerOnly`: a balance or a status. Where the configuration names owners, only they are asked.
 *
 * Every row also has an `id` (of its system, never sent to a browser) and may have a `url`. What is missing
 * here, a connector declares with `own`.
 */
export const vocabulary: typeof questionDefs = questionDefs
/** All questions of the vocabulary. */
export const questions = Object.keys(questionDefs) as Question[]
/** Is this the name of a question of the vocabulary? */
export const isQuestion = (s: unknown): s is Question =>
  typeof s === 'string' && Object.hasOwn(questionDefs, s)
/** The same data, widened: for code that walks fields without knowing which question it has. */
export const question = (q: Question): QuestionDef => questionDefs[q]

/**
 * A row of the answer to a question. A misspelt field, or a value of another type, does not compile.
 *
 * @example
 * ```ts
 * const row: Row<'orders'> = { id: '17', orderNumber: 'A-17', total: { amount: '94.98', currency: 'EUR' } }
 * ```
 */
export type Row<Q extends Question> = { id: string; url?: string | undefined } & FieldValues<
  (typeof questionDefs)[Q]['fields']
>
/** A row of any question, for code that does not know which. */
export type AnyRow = { id: string; url?: string | undefined } & Record<string, unknown>
/** The name of a field of a question: `FieldName<'loyalty'>` is `'tier' | 'points' | …`. */
export type FieldName<Q extends Question> = keyof (typeof questionDefs)[Q]['fields'] & string
/**
 * `orders.total`: how policies, rules and templates name a fact. Own fields of a connector:
 * `own.<connector>.<field>`; foreign cards: `cards.<connector>`.
 */
export type FactPath = `${Question}.${string}` | `own.${string}` | `cards.${string}`
