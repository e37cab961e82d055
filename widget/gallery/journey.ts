import type { JourneyAnswer, JourneyStep } from '../../connectors/contract/index.ts'
import { ago, type Say } from './people.ts'

const step = (is: JourneyStep['is'], daysAgo: number, more: Partial<JourneyStep> = {}): JourneyStep => ({
  is,
  daysAgo,
  at: ago(daysAgo * 86_400_000),
  ...more,
})

export const journey = (say: Say): JourneyAnswer => {
  const delay = say('Pedido 10432 no llegó', 'Order 10432 did not arrive', 'A encomenda 10432 não chegou')
  return {
    days: 90,
    pseudonym: false,
    steps: [
      step('ordered', 40, { amount: { amount: '129.90', currency: 'EUR' }, words: '10432' }),
      step('reached', 39, { channel: 'mail' }),
      step('delivered', 30, { late: true }),
      step('contact', 9, { channel: 'phone', matter: 1, waited: 190 }),
      step('opened', 9, { matter: 1, words: delay }),
      step('promised', 9, { matter: 1, words: say('Llamar el lunes', 'Call on Monday', 'Ligar na segunda') }),
      step('answered', 8, { channel: 'mail', matter: 1, waited: 7_200 }),
      step('contact', 3, { channel: 'chat', matter: 1, again: 2 }),
      step('kept', 2, { matter: 1 }),
      step('closed', 2, { matter: 1 }),
      step('returned', 2, { amount: { amount: '40.00', currency: 'EUR' } }),
      step('said', 1, {
        score: 3,
        outOf: 10,
        tone: 'bad',
        words: say('Tres llamadas', 'Three calls', 'Três chamadas'),
      }),
    ],
    cut: 0,
    waits: { is: 'known', value: { seconds: 740, times: 3, longest: 420 }, partial: true },
    answers: { is: 'known', value: { times: 1, longestSeconds: 7_200 } },
    matters: {
      is: 'known',
      value: [
        {
          matter: 1,
          name: delay,
          contacts: 3,
          channels: ['phone', 'chat'],
          hops: 1,
          transfers: 2,
          waited: 740,
          solved: true,
        },
      ],
    },
    hops: { is: 'known', value: 1 },
    promises: {
      is: 'known',
      value: [
        { kind: 'delivery', what: '10432', dueDaysAgo: 34, receivedDaysAgo: 30, is: 'late', lateDays: 4 },
        { kind: 'word', what: say('Llamar', 'Call', 'Ligar'), dueDaysAgo: 2, receivedDaysAgo: 2, is: 'kept' },
        { kind: 'word', what: say('Abonar', 'Refund', 'Reembolsar'), dueDaysAgo: 1, is: 'broken' },
        { kind: 'delivery', what: '10460', dueDaysAgo: -2, is: 'open' },
        { kind: 'delivery', what: '10450', dueDaysAgo: 0, is: 'unknown' },
      ],
    },
    scores: {
      is: 'known',
      value: [9, 8, 9, 6, 3].map((score, i) => ({ daysAgo: 400 - i * 90, kind: 'nps', score, outOf: 10 })),
    },
    saidAndDone: { score: 3, outOf: 10, kind: 'nps', contacts: 3, name: delay },
    missing: [],
  }
}
export const unknownJourney = (say: Say): JourneyAnswer => ({
  ...journey(say),
  steps: [step('ordered', 40)],
  waits: { is: 'unknown' },
  answers: { is: 'unknown' },
  matters: { is: 'withheld' },
  hops: { is: 'withheld' },
  promises: { is: 'unknown' },
  scores: { is: 'withheld' },
  saidAndDone: undefined,
  missing: [
    {
      connector: 'phone',
      title: say('Centralita', 'Switchboard', 'Central'),
      question: 'interactions',
      is: 'failed',
    },
    {
      connector: 'desk',
      title: say('Soporte', 'Support', 'Suporte'),
      question: 'requests',
      is: 'incomplete',
    },
  ],
})
export const emptyJourney: JourneyAnswer = {
  days: 90,
  pseudonym: false,
  steps: [],
  cut: 0,
  waits: { is: 'known', value: { seconds: 0, times: 0, longest: 0 } },
  answers: { is: 'known', value: { times: 0, longestSeconds: 0 } },
  matters: { is: 'known', value: [] },
  hops: { is: 'known', value: 0 },
  promises: { is: 'known', value: [] },
  scores: { is: 'known', value: [] },
  missing: [],
}
