import type { Asked, EventBody } from '../../../connectors/contract/index.ts'
import { connectorErrorCodes } from '../../../connectors/contract/index.ts'
import type { Cases } from '../case.ts'
import { foreignEvents } from '../foreign.ts'
import { ago, clear, from, reading, relations, row, type Say, signal, system, who } from '../people.ts'
import { eur, fullCard, glance, loyalty, orders, payments, requests, systems } from '../readings.ts'
import { householdRollUp } from '../roll-up.ts'

const asking = (question: Asked, connector: string, how: 'waiting' | 'late' | 'failed'): EventBody => ({
  event: 'reading',
  reading: {
    question,
    connector,
    state: { known: 'nothing' },
    asking:
      how === 'waiting'
        ? { asking: 'waiting', since: ago(500) }
        : how === 'late'
          ? { asking: 'late', after: 2_100 }
          : { asking: 'failed', code: 'unavailable', since: ago(600_000) },
  },
})
/** The reading of a question whose rows are not all there is. */
const incomplete = (event: EventBody, missing: 'truncated' | 'filtered' | 'unreadable'): EventBody =>
  event.event === 'reading' && event.reading.state.known === 'value'
    ? {
        ...event,
        reading: {
          ...event.reading,
          ...(missing === 'truncated' ? { totals: { count: 37 }, next: 'n1' } : {}),
          state: {
            known: 'incomplete',
            value: event.reading.state.value,
            from: event.reading.state.from,
            missing,
          },
        },
      }
    : event
/** What stands on the card besides the questions that a case is about. */
const others = (say: Say, ...own: readonly Asked[]): readonly EventBody[] => [
  ...systems(say, 'answered'),
  ...glance(say),
  ...[requests(say), orders(say), payments(say, false), loyalty(say)].filter(
    (event) => event.event !== 'reading' || !own.includes(event.reading.question),
  ),
]
const unknown = (rule: string, say: Say) =>
  signal(rule, '', '', 'calm', {
    answer: clear({
      is: 'unknown',
      because: [
        {
          connector: 'survey',
          code: 'down',
          says: say('Encuestas no responde', 'Surveys does not answer', 'Inquéritos não responde'),
        },
      ],
    }),
  })
const noNorm = (rule: string, say: Say) =>
  signal(rule, '', '', 'calm', {
    answer: clear({
      is: 'unknown',
      because: [
        { code: 'no-norm', says: say('falta fijar la norma', 'norm not set', 'falta definir a norma') },
      ],
    }),
  })
const household = (say: Say, layout: 'compact' | 'touch') => [...relations(say, layout), ...glance(say)]
const rollUpSteps = [{ press: '.roll-up button' }, { see: '.roll-up .rows li' }] as const

export const factCases = {
  waiting: [
    'Asked, not answered',
    (say, layout) => ({
      events: [
        who(say, {}, layout),
        asking('orders', 'shop', 'waiting'),
        system('shop', say('Tienda', 'Shop', 'Loja'), 'asking'),
      ],
      end: 'hangs',
    }),
  ],
  late: [
    'Late',
    (say, layout) => ({
      events: [
        who(say, {}, layout),
        asking('orders', 'shop', 'late'),
        system('shop', say('Tienda', 'Shop', 'Loja'), 'late'),
        requests(say),
      ],
      end: 'hangs',
    }),
  ],
  none: [
    'None',
    (say, layout) => ({
      events: [
        who(say, {}, layout),
        ...systems(say, 'answered'),
        reading('orders', 'shop', []),
        reading('requests', 'desk', []),
        reading('payments', 'pay', []),
        reading('loyalty', 'till', []),
      ],
      end: 'settled',
    }),
  ],
  down: [
    'Down: nobody knows',
    (say, layout) => ({
      events: [
        who(say, {}, layout),
        ...systems(say),
        asking('orders', 'shop', 'failed'),
        asking('payments', 'pay', 'failed'),
        requests(say),
        asking('loyalty', 'till', 'failed'),
        unknown('satisfied', say),
        unknown('best', say),
        signal('contacts', '', '', 'calm', { answer: { shown: 'withheld' } }),
        signal('open', '', '', 'calm', { answer: clear({ is: 'no' }) }),
        signal('stage', '', '', 'calm', {
          answer: { shown: 'masked', hint: '•••', revealable: false },
          kind: 'stage',
        }),
      ],
      end: 'settled',
    }),
  ],
  'no-norm': [
    'A norm that the company has not set',
    (say, layout) => ({
      events: [who(say, {}, layout), ...others(say), noNorm('best', say)],
      end: 'settled',
    }),
  ],
  'down-codes': [
    'Every way a system fails',
    (say, layout) => ({
      events: [
        who(say, {}, layout),
        ...connectorErrorCodes.map((code, i) =>
          system(`s${i}`, `${say('Sistema', 'System', 'Sistema')} ${i + 1}`, 'down', {
            code,
            since: ago(600_000),
          }),
        ),
        system('s9', say('Sin preguntar', 'Unasked', 'Sem perguntar'), 'not-asked'),
        asking('orders', 'shop', 'failed'),
        {
          event: 'reading',
          reading: {
            question: 'requests',
            connector: 'desk',
            state: { known: 'nothing' },
            asking: { asking: 'failed', code: 'malformed', since: ago(1_000) },
          },
        },
      ],
      end: 'settled',
    }),
  ],
  'not-asked': [
    'Not asked',
    (say, layout) => ({
      events: [
        who(say, {}, layout),
        system('shop', say('Tienda', 'Shop', 'Loja'), 'not-asked'),
        system('desk', say('Soporte', 'Support', 'Suporte'), 'answered'),
        requests(say),
        ...glance(say),
      ],
      end: 'settled',
    }),
  ],
  stale: [
    'Old: the system has failed since',
    (say, layout) => ({
      events: [
        who(say, {}, layout),
        ...systems(say),
        requests(say),
        ...glance(say),
        loyalty(say),
        payments(say),
        reading(
          'orders',
          'shop',
          [row('shop', { orderNumber: '10432', total: eur('129.90') }, 86_400_000)],
          { asking: 'idle' },
          86_400_000,
        ),
      ],
      end: 'settled',
    }),
  ],
  truncated: [
    'Incomplete: there are more',
    (say, layout) => ({
      events: [who(say, {}, layout), ...others(say, 'orders'), incomplete(orders(say), 'truncated')],
      end: 'settled',
    }),
  ],
  filtered: [
    'Incomplete: the role does not see all rows',
    (say, layout) => ({
      events: [who(say, {}, layout), ...others(say, 'orders'), incomplete(orders(say), 'filtered')],
      end: 'settled',
    }),
  ],
  unreadable: [
    'Incomplete: part of the answer could not be read',
    (say, layout) => ({
      events: [who(say, {}, layout), ...others(say, 'orders'), incomplete(orders(say), 'unreadable')],
      end: 'settled',
    }),
  ],
  withheld: [
    'Withheld panels',
    (say, layout) => ({
      events: [
        who(say, {}, layout),
        ...others(say, 'payments'),
        {
          event: 'reading',
          reading: {
            question: 'payments',
            connector: 'pay',
            state: { known: 'withheld' },
            asking: { asking: 'idle' },
          },
        },
      ],
      end: 'settled',
    }),
  ],
  masked: [
    'Masked and withheld fields',
    (say, layout) => ({
      events: [
        who(say, {}, layout),
        ...others(say, 'payments', 'orders'),
        payments(say, false),
        reading('orders', 'shop', [
          row('shop', {
            orderNumber: '10\u202E432',
            total: { shown: 'withheld' },
            shop: { shown: 'masked', hint: '•••', revealable: false },
          }),
        ]),
      ],
      end: 'settled',
    }),
  ],
  reveal: [
    'A masked value is asked for',
    (say, layout) => ({
      events: [who(say, {}, layout), ...others(say)],
      end: 'settled',
      steps: [{ see: '.further' }, { press: '.masked button' }, { see: '.masked form' }],
    }),
  ],
  revealed: [
    'A masked value is readable for a while',
    (say, layout) => ({
      events: [who(say, {}, layout), ...others(say)],
      end: 'settled',
      steps: [
        { see: '.further' },
        { press: '.masked button' },
        {
          type: '.masked input',
          text: say('Devolución', 'Refund', 'Devolução'),
        },
        { press: '.masked [type=submit]' },
        { see: '.seen' },
      ],
    }),
  ],
  'other-values': [
    'Two systems disagree',
    (say, layout) => ({
      events: [
        who(say, {}, layout),
        ...others(say, 'loyalty'),
        reading('loyalty', 'till', [
          row('till', {
            tier: {
              shown: 'clear',
              value: { code: 'gold', label: say('Oro', 'Gold', 'Ouro'), tone: 'good' },
              losers: [
                {
                  value: { code: 'silver', label: say('Plata', 'Silver', 'Prata') },
                  from: from('shop', 86_400_000),
                },
              ],
            },
            points: 4120,
          }),
        ]),
      ],
      end: 'settled',
      steps: [{ press: '.losers summary' }],
    }),
  ],
  foreign: [
    "A system's own blocks, and a card in its own words",
    (say, layout) => ({ events: foreignEvents(say, who(say, {}, layout)), end: 'settled' }),
  ],
  faults: [
    'What was dropped, and why',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      steps: [{ press: '.faults summary' }],
    }),
  ],
  'panel-asked': [
    'A panel opened, its answer on its way',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      ask: 'waits',
      steps: [
        { press: '[data-panel=interactions] header button' },
        { see: '[data-panel=interactions].is-waiting' },
      ],
    }),
  ],
  'panel-empty': [
    'A panel opened, and it holds nothing',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      ask: [reading('interactions', 'desk', []), reading('interactions', 'shop', [])],
      steps: [
        { press: '[data-panel=interactions] header button' },
        { see: '[data-panel=interactions].is-none' },
      ],
    }),
  ],
  'panel-failed': [
    'A panel opened, and the gateway said no',
    (say, layout) => ({
      events: fullCard(say, layout),
      end: 'settled',
      ask: 'too-many',
      steps: [
        { press: '[data-panel=interactions] header button' },
        { see: '[data-panel=interactions].is-unknown' },
      ],
    }),
  ],
  tree: [
    'A household, as its systems draw it',
    (say, layout) => ({ events: household(say, layout), end: 'settled' }),
  ],
  'sum-whole': [
    'What a household has, in all',
    (say, layout) => ({
      events: household(say, layout),
      end: 'settled',
      ask: [householdRollUp(say, 'whole')],
      steps: rollUpSteps,
    }),
  ],
  'sum-partial': [
    'What a household has, at least',
    (say, layout) => ({
      events: household(say, layout),
      end: 'settled',
      ask: [householdRollUp(say, 'partial')],
      steps: rollUpSteps,
    }),
  ],
  'sum-hidden': [
    'The role sees no amounts of a household',
    (say, layout) => ({
      events: household(say, layout),
      end: 'settled',
      ask: [householdRollUp(say, 'hidden')],
      steps: rollUpSteps,
    }),
  ],
  'sum-failed': [
    'A household that could not be asked',
    (say, layout) => ({
      events: household(say, layout),
      end: 'settled',
      ask: 'offline',
      steps: [{ press: '.roll-up button' }, { see: '.roll-up .partial' }],
    }),
  ],
} satisfies Cases
