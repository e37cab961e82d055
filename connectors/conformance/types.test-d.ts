import * as v from 'valibot'
import {
  type Answers,
  answers,
  type Connector,
  defineConnector,
  type FieldDefs,
  type Own,
  own,
  type Row,
} from '../contract/index.ts'

/**
 * What must not compile. Checked by `tsc --noEmit`: an `@ts-expect-error` that meets no error is itself an
 * error, so each of these lines fails the build the day the contract stops catching it.
 */
const fields = {
  margin: { type: 'money', sensitivity: 'financial' },
  visits: { type: 'series', sensitivity: 'pseudonymous' },
  tier: { type: 'status', sensitivity: 'none' },
} as const satisfies FieldDefs
const answer = {
  from: 'record',
  get: async () => ({ value: { id: '1', margin: { amount: '1.00', currency: 'EUR' } }, complete: true }),
} as const

export const fine: Own = own({
  fields,
  answer,
  blocks: [
    { block: 'facts', fields: ['margin'] },
    { block: 'metric', field: 'margin', spark: 'visits' },
    { block: 'badges', fields: ['tier'] },
  ],
})

// A misspelt field in a block.
// @ts-expect-error 'margn' is no field of its own
export const misspelt = own({ fields, answer, blocks: [{ block: 'facts', fields: ['margn'] }] })
export const misspeltSpark = own({
  fields,
  answer,
  // @ts-expect-error neither is the spark
  blocks: [{ block: 'metric', field: 'margin', spark: 'visit' }],
})
export const carrying = own({
  fields,
  answer,
  // @ts-expect-error a block points at fields and never carries values
  blocks: [{ block: 'facts', fields: ['margin'], values: ['1.00'] }],
})
export const ownValue = own({
  fields,
  // @ts-expect-error money is not a text
  answer: { from: 'record', get: async () => ({ value: { id: '1', margin: '1.00' }, complete: true }) },
})
// @ts-expect-error how private it is must be said
export const unsaid: FieldDefs = { note: { type: 'text' } }

// A wrong value type in the vocabulary.
// @ts-expect-error total is money, not a number
export const number: Row<'orders'> = { id: '1', total: 9498 }
// @ts-expect-error an amount is a decimal string
export const amount: Row<'orders'> = { id: '1', total: { amount: 94.98, currency: 'EUR' } }
// @ts-expect-error a status has one of four tones
export const tone: Row<'orders'> = { id: '1', status: { code: 'sent', tone: 'green' } }
// @ts-expect-error phones are a list
export const single: Row<'person'> = { id: '1', phones: '+34600123456' }
// @ts-expect-error a line has no such part
export const line: Row<'orders'> = { id: '1', lines: [{ product: 'x', colour: 'red' }] }

// A wrong field in an answer.
export const declared: Answers = answers({
  orders: {
    from: 'record',
    get: async () => ({ rows: [{ id: '1', total: { amount: '1.00', currency: 'EUR' } }], complete: true }),
  },
  person: { from: ['mail'], get: async () => ({ value: null, complete: true }) },
})
export const field = answers({
  // @ts-expect-error orders have no `totl`
  orders: {
    from: 'record',
    get: async () => ({ rows: [{ id: '1', totl: { amount: '1.00', currency: 'EUR' } }], complete: true }),
  },
})
export const oneField = answers({
  // @ts-expect-error a person has no `email`: mails are a list
  person: { from: 'record', get: async () => ({ value: { id: '1', email: 'a@b.example' }, complete: true }) },
})

// An answer to the wrong question, or in the wrong shape.
export const strange = answers({
  // @ts-expect-error a person's mails are no order
  orders: {
    from: 'record',
    get: async () => ({ rows: [{ id: '1', mails: ['a@b.example'] }], complete: true }),
  },
})
export const question: Answers = {
  // @ts-expect-error a person is one value, not rows
  person: { from: 'record', get: async () => ({ rows: [], complete: true }) },
  // @ts-expect-error requests are rows, not one value
  requests: { from: 'record', get: async () => ({ value: null, complete: true }) },
  // @ts-expect-error whether it is complete must be said
  payments: { from: 'record', get: async () => ({ rows: [] }) },
  subscriptions: {
    from: 'record',
    // @ts-expect-error the right name with another question's type: an order's status is not a text
    get: async () => ({ rows: [{ id: '1', status: 'active' }], complete: true }),
  },
}
export const unknown: Answers = {
  // @ts-expect-error no such question
  weather: { from: 'record', get: async () => ({ rows: [], complete: true }) },
}

// Want.fields is typed by its question.
export const wanted = answers({
  orders: {
    from: 'record',
    get: async (_record, want) => {
      if (want.fields.includes('total')) return { rows: [], complete: true }
      // @ts-expect-error orders have no field `points`
      return { rows: want.fields.includes('points') ? [] : [], complete: true }
    },
  },
})

// Who is asked: a record, or an identifier, never mixed up.
export const subject: Answers = {
  // @ts-expect-error by an identifier there is no record id
  feedback: { from: ['mail'], get: async (key) => ({ rows: [{ id: key.id }], complete: true }) },
  // @ts-expect-error no such kind of identifier
  campaigns: { from: ['email'], get: async () => ({ rows: [], complete: true }) },
}

// Secrets are named, and every access has its own parts.
// @ts-expect-error basic needs its user
export const access: Connector['access'] = { kind: 'basic', secret: 'SHOP_PASSWORD' }
// @ts-expect-error a value has no place here
export const value: Connector['access'] = { kind: 'bearer', token: 'abc' }

// What the schema fills in need not be given; what it does not must be.
const withDefault = defineConnector(
  'gym',
  v.strictObject({ id: v.optional(v.string(), 'gym'), origin: v.string() }),
  ({ id, origin }) => ({ id, title: id, origins: [origin], access: { kind: 'open' }, answers: {} }),
)
export const filledIn: Connector = withDefault({ origin: 'https://gym.example' })
// @ts-expect-error the origin has no default
export const missing = withDefault({ id: 'gym' })
