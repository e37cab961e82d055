import memory from '../../connectors/catalog/memory/index.ts'
import {
  type AnyRow,
  type Connector,
  type Identifier,
  matched,
  type Question,
  type SystemRecord,
  type Want,
} from '../../connectors/contract/index.ts'

/** Customers whose every value says whose it is: `¤a¤`. */
export interface Marked {
  w: string
  phone: string
  name: string
  record(system: string): SystemRecord
}
export const mark = (w: string): string => `¤${w}¤`
export const marksIn = (text: string): string[] => [...new Set(text.match(/¤[^¤]*¤/g) ?? [])]

export const customers = (count: number): Marked[] =>
  Array.from({ length: count }, (_, i) => {
    const w = `c${i}`
    const phone = `6001${String(i).padStart(2, '0')}${String(i * 37 + 100).padStart(3, '0')}`
    return {
      w,
      phone,
      name: `Persona ${mark(w)}`,
      record: (system) => ({
        id: `${system}-${w}`,
        name: { full: `Persona ${mark(w)}`, given: `Persona ${mark(w)}`, family: mark(w) },
        identifiers: [
          { kind: 'phone', value: `+34${phone}`, verified: true },
          { kind: 'mail', value: `${w}@cliente.example` },
        ],
        url: `https://${system}.example/${w}`,
      }),
    }
  })

const day = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString()
const text = (w: string, what: string) => `${what} ${mark(w)}`
const rowsOf = (w: string, system: string): Partial<Record<Question, AnyRow[]>> =>
  ({
    shop: {
      orders: [1, 2, 3].map((n) => ({
        id: `o${n}`,
        orderNumber: text(w, `P${n}`),
        orderDate: day(n * 20),
        total: { amount: '60.00', currency: 'EUR' },
        shop: text(w, 'Tienda'),
        motive: text(w, 'regalo'),
        status: { code: 'open', label: text(w, 'en camino') },
        lines: [{ product: text(w, 'bota'), quantity: 1 }],
      })),
      payments: [
        {
          id: 'p1',
          reference: text(w, 'R1'),
          amount: { amount: '60.00', currency: 'EUR' },
          method: text(w, 'tarjeta'),
          paymentDate: day(20),
        },
      ],
      returns: [
        {
          id: 'd1',
          number: text(w, 'D1'),
          returnDate: day(8),
          reason: text(w, 'talla'),
          product: text(w, 'bota'),
        },
      ],
    },
    desk: {
      requests: [1, 2].map((n) => ({
        id: `t${n}`,
        number: text(w, `T${n}`),
        subject: text(w, 'no llega'),
        open: n === 1,
        status: { code: 'open', label: text(w, 'abierto') },
        dateCreated: day(n),
        told: [text(w, 'ya dijo')],
        offered: [text(w, 'vale')],
        handoff: text(w, 'para el siguiente'),
      })),
      interactions: [
        {
          id: 'i1',
          startDate: day(3),
          summary: text(w, 'llamada'),
          matter: text(w, 'envío'),
          kind: { code: 'call', label: text(w, 'llamada') },
        },
      ],
    },
    till: {
      loyalty: [
        {
          id: 'l1',
          number: text(w, 'L'),
          tier: { code: 'gold', label: text(w, 'Oro') },
          points: 120,
          shop: text(w, 'Centro'),
        },
      ],
      preferences: [
        { id: 'f1', shop: text(w, 'Centro'), remark: text(w, 'de usted'), brands: [text(w, 'marca')] },
      ],
      feedback: [
        {
          id: 'n1',
          kind: { code: 'nps', label: 'NPS' },
          score: 9,
          outOf: 10,
          comment: text(w, 'bien'),
          dateCreated: day(15),
        },
      ],
    },
  })[system] as Partial<Record<Question, AnyRow[]>>

export interface Faulty {
  /** Called before each answer; may wait, or throw. */ before(call: {
    connector: string
    question: string
    customer: string
    signal: AbortSignal
  }): Promise<void>
}

/**
 * Three `memory` systems that hold the marked customers, each answer passing through the test's own hands
 * first.
 */
export function markedSystems(people: readonly Marked[], control: Faulty): Connector[] {
  const of = (id: string) => people.find((p) => id.endsWith(`-${p.w}`))?.w ?? ''
  return ['shop', 'desk', 'till'].map((system): Connector => {
    const plain = memory({
      id: system,
      title: { shop: 'Tienda', desk: 'Soporte', till: 'Caja' }[system] as string,
      people: people.map((p) => ({ record: p.record(system), answers: rowsOf(p.w, system) as never })),
    })
    const answers = Object.fromEntries(
      Object.entries(plain.answers).map(([question, answerer]) => [
        question,
        {
          ...answerer,
          freshFor: 0,
          async get(record: SystemRecord, want: Want, context: { signal: AbortSignal }) {
            await control.before({
              connector: system,
              question,
              customer: of(record.id),
              signal: context.signal,
            })
            return (
              answerer as unknown as { get(r: SystemRecord, w: Want, a: unknown): Promise<unknown> }
            ).get(record, want, context)
          },
        },
      ]),
    )
    return {
      ...plain,
      answers: answers as Connector['answers'],
      find: {
        by: ['phone', 'mail'],
        async run(key: Identifier, context) {
          const person = people.find(
            (p) => key.value === `+34${p.phone}` || key.value === `${p.w}@cliente.example`,
          )
          await control.before({
            connector: system,
            question: 'find',
            customer: person?.w ?? '',
            signal: context.signal,
          })
          return matched(person ? [person.record(system)] : [])
        },
      },
      ...(system === 'desk'
        ? {
            actions: {
              handoff: {
                title: 'Para el siguiente',
                confirm: 'Se deja: {line}',
                input: {
                  line: {
                    type: 'text',
                    label: 'Línea',
                    sensitivity: 'personal',
                    required: true,
                    maxLength: 300,
                  },
                },
                run: async () => ({ done: true }),
              },
            } as never,
          }
        : {}),
    }
  })
}

/** Waits in real time, or less when told to stop. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms)
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        done()
      },
      { once: true },
    )
  })
