import type { EventBody } from '../../connectors/contract/index.ts'
import { ago, candidates, clear, reading, row, type Say, sayIn, signal, system, who } from './people.ts'

/** Each case is what a source says, then how its stream ends. */
export interface Case {
  events: readonly EventBody[]
  end: 'settled' | 'hangs' | 'lost' | 'offline' | 'refused'
  inPage?: boolean
  blank?: boolean
  open?: string
}

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const requests = (s: Say) =>
  reading(
    'requests',
    'desk',
    [
      row(
        'desk',
        {
          subject: s('Pedido 10432 no llegó', 'Order 10432 did not arrive', 'A encomenda 10432 não chegou'),
          status: { code: 'due', label: s('vence hoy', 'due today', 'vence hoje'), tone: 'bad' },
          kind: { code: 'claim', label: s('Reclamación', 'Complaint', 'Reclamação') },
          messages: 3,
          due: ago(-20 * 3_600_000),
          dateCreated: ago(5 * 86_400_000),
          told: [s('Estará fuera hasta el lunes', 'Will be away until Monday', 'Estará fora até segunda')],
          offered: [s('Reenvío sin coste', 'Free resend', 'Reenvio sem custo')],
        },
        1_000,
      ),
    ],
    { asking: 'idle' },
    1_000,
  )
const orders = (s: Say) =>
  reading('orders', 'shop', [
    row('shop', {
      orderNumber: '10432',
      total: eur('129.90'),
      orderDate: ago(9 * 86_400_000),
      shop: 'web',
      status: { code: 'late', label: s('retrasado', 'late', 'atrasado'), tone: 'bad' },
      lines: [
        { product: s('Botas de agua', 'Rain boots', 'Botas de chuva'), quantity: 1, price: eur('89.90') },
        { product: s('Calcetines', 'Socks', 'Meias'), quantity: 4, price: eur('10.00') },
      ],
    }),
    row('shop', {
      orderNumber: 'T-8841',
      total: eur('24.50'),
      orderDate: ago(19 * 86_400_000),
      shop: s('tienda Colón', 'Colón shop', 'loja Colón'),
      status: { code: 'done', label: s('entregado', 'delivered', 'entregue'), tone: 'good' },
    }),
  ])
const payments = (s: Say, failed = true) =>
  reading(
    'payments',
    'pay',
    [
      row('pay', {
        method: s('Tarjeta …0119', 'Card …0119', 'Cartão …0119'),
        amount: eur('129.90'),
        status: { code: 'paid', label: s('cobrado', 'paid', 'cobrado'), tone: 'good' },
        paymentDate: ago(9 * 86_400_000),
        iban: { shown: 'masked', hint: 'ES•• ••56', revealable: true },
      }),
    ],
    failed ? { asking: 'failed', code: 'unavailable', since: ago(600_000) } : { asking: 'idle' },
    7_200_000,
  )
const loyalty = (s: Say) =>
  reading('loyalty', 'till', [
    row('till', {
      tier: { code: 'gold', label: s('Oro', 'Gold', 'Ouro'), tone: 'good' },
      points: 4120,
      voucher: eur('10.00'),
      since: '2019-03-02',
    }),
  ])
const glance = (s: Say) => [
  signal('best', '', s('Sí · Oro', 'Yes · Gold', 'Sim · Ouro'), 'good'),
  signal(
    'open',
    '',
    s('1 reclamación, vence hoy', '1 complaint, due today', '1 reclamação, vence hoje'),
    'bad',
  ),
  signal('contacts', '', s('4 veces en 30 días', '4 times in 30 days', '4 vezes em 30 dias'), 'warn'),
  signal('satisfied', '', 'NPS 3', 'bad', { spark: [9, 8, 9, 6, 3] }),
  signal(
    'history',
    '',
    s('37 pedidos · 1.842 € / 12 m', '37 orders · €1,842 / 12 m', '37 encomendas · 1.842 € / 12 m'),
    'calm',
  ),
  signal('recommended', '', s('A 2 personas', 'To 2 people', 'A 2 pessoas'), 'good'),
  signal('stage', '', s('Después de la compra', 'After the purchase', 'Depois da compra'), 'calm', {
    kind: 'stage',
  }),
  signal(
    'defines',
    '',
    s('Compra web, recoge en tienda', 'Buys online, collects in store', 'Compra online, levanta na loja'),
    'calm',
  ),
]
const advice = (s: Say): EventBody => ({
  event: 'advice',
  items: [
    {
      id: 'sorry',
      ref: 'a1',
      rank: 'repair',
      text: s(
        'Pide disculpas por el retraso del pedido 10432 antes de ofrecer nada.',
        'Apologise for the delay of order 10432 before offering anything.',
        'Peça desculpa pelo atraso da encomenda 10432 antes de oferecer algo.',
      ),
      reasons: [
        {
          fact: 'orders.status',
          label: s('Estado', 'Status', 'Estado'),
          field: clear({ code: 'late', label: s('retrasado', 'late', 'atrasado'), tone: 'bad' }),
          from: { connector: 'shop', fetchedAt: ago(8_000) },
        },
      ],
    },
    {
      id: 'thanks',
      ref: 'a2',
      rank: 'thanks',
      text: s(
        'Agradece que nos recomendó a dos personas.',
        'Thank them for recommending us to two people.',
        'Agradeça ter-nos recomendado a duas pessoas.',
      ),
      reasons: [],
    },
  ],
  ask: {
    id: 'size',
    ref: 'q1',
    words: s('¿Qué talla usa de calzado?', 'Which shoe size?', 'Que número calça?'),
    why: s(
      'Nadie lo sabe y pidió botas.',
      'Nobody knows and boots were ordered.',
      'Ninguém sabe e pediu botas.',
    ),
    options: ['38', '39', '40'].map((v) => ({ value: v, label: v })),
  },
})
const margin = (s: Say) =>
  signal(
    'margin',
    s('Margen', 'Margin', 'Margem'),
    s(
      'hasta 15 €, envío gratis, o tu idea',
      'up to €15, free delivery, or your idea',
      'até 15 €, envio grátis, ou a sua ideia',
    ),
    'calm',
    { kind: 'margin' },
  )
const systems = (s: Say, pay: 'down' | 'answered' = 'down') => [
  system('shop', s('Tienda', 'Shop', 'Loja'), 'answered'),
  system('desk', s('Soporte', 'Support', 'Suporte'), 'answered'),
  system('till', s('Fidelidad', 'Loyalty', 'Fidelidade'), 'answered'),
  pay === 'down'
    ? system('pay', s('Pagos', 'Payments', 'Pagamentos'), 'down', {
        code: 'unavailable',
        since: ago(600_000),
      })
    : system('pay', s('Pagos', 'Payments', 'Pagamentos'), 'answered'),
]

export const caseNames = [
  'full',
  'waiting',
  'late',
  'identity',
  'none',
  'unknown',
  'incomplete',
  'masked',
  'possible',
  'question',
  'several',
  'nobody',
  'locked',
  'lost',
  'offline',
  'refused',
  'blank',
  'demo',
  'foreign',
  'restricted',
  'search',
  'help',
  'timeline',
  'act',
  'more',
] as const
export function scripted(name: string, lang: string, layout: 'compact' | 'touch'): Case {
  const s = sayIn(lang)
  const me = who(s, {}, layout)
  const full = [
    me,
    ...systems(s),
    requests(s),
    orders(s),
    payments(s),
    loyalty(s),
    ...glance(s),
    advice(s),
    margin(s),
    {
      event: 'fault',
      code: 'stranger-dropped',
      says: s(
        'Tienda devolvió un registro de otra persona; se ha descartado.',
        'Shop returned a record of somebody else; it was dropped.',
        'Loja devolveu um registo de outra pessoa; foi descartado.',
      ),
      connector: 'shop',
    } as EventBody,
  ]
  const late = (question: 'orders' | 'requests', connector: string): EventBody => ({
    event: 'reading',
    reading: { question, connector, state: { known: 'nothing' }, asking: { asking: 'late', after: 2_100 } },
  })
  const down = (question: 'orders' | 'payments' | 'loyalty', connector: string): EventBody => ({
    event: 'reading',
    reading: {
      question,
      connector,
      state: { known: 'nothing' },
      asking: { asking: 'failed', code: 'unavailable', since: ago(600_000) },
    },
  })
  const unknown = (rule: string, title: string) =>
    signal(rule, title, '', 'calm', {
      answer: clear({
        is: 'unknown',
        because: [
          {
            connector: 'survey',
            code: 'down',
            says: s('Encuestas no responde', 'Surveys does not answer', 'Inquéritos não responde'),
          },
        ],
      }),
    })
  switch (name) {
    case 'waiting':
      return { events: [me, system('shop', s('Tienda', 'Shop', 'Loja'), 'asking')], end: 'hangs' }
    case 'identity':
      return { events: [], end: 'hangs' }
    case 'late':
      return {
        events: [
          me,
          late('orders', 'shop'),
          system('shop', s('Tienda', 'Shop', 'Loja'), 'late'),
          requests(s),
        ],
        end: 'hangs',
      }
    case 'none':
      return {
        events: [
          me,
          ...systems(s, 'answered'),
          reading('orders', 'shop', []),
          reading('requests', 'desk', []),
          reading('payments', 'pay', []),
          reading('loyalty', 'till', []),
        ],
        end: 'settled',
      }
    case 'unknown':
      return {
        events: [
          me,
          ...systems(s),
          down('orders', 'shop'),
          down('payments', 'pay'),
          requests(s),
          down('loyalty', 'till'),
          unknown('satisfied', ''),
          unknown('best', ''),
          signal('contacts', '', '', 'calm', { answer: { shown: 'withheld' } }),
        ],
        end: 'settled',
      }
    case 'incomplete': {
      const o = orders(s)
      return {
        events: [
          me,
          ...systems(s, 'answered'),
          o.event === 'reading' && o.reading.state.known === 'value'
            ? {
                ...o,
                reading: {
                  ...o.reading,
                  totals: { count: 37 },
                  next: 'n1',
                  state: {
                    known: 'incomplete',
                    value: o.reading.state.value,
                    from: o.reading.state.from,
                    missing: 'truncated',
                  },
                },
              }
            : o,
          requests(s),
        ],
        end: 'settled',
      }
    }
    case 'masked':
      return {
        events: [
          me,
          ...systems(s, 'answered'),
          payments(s, false),
          reading('orders', 'shop', [
            row('shop', {
              orderNumber: '10\u202E432',
              total: { shown: 'withheld' },
              shop: { shown: 'masked', hint: '•••', revealable: false },
            }),
          ]),
        ],
        end: 'settled',
      }
    case 'possible':
      return {
        events: [
          who(
            s,
            {
              outcome: 'possible',
              sure: { level: 'possible', by: 'phone', says: '', reasons: [] },
              candidates: candidates(s).slice(0, 1),
            },
            layout,
          ),
          ...systems(s, 'answered'),
        ],
        end: 'settled',
      }
    case 'question':
      return {
        events: [
          who(
            s,
            { question: { candidate: { ...candidates(s)[1]! } }, candidates: candidates(s).slice(2) },
            layout,
          ),
          ...full.slice(1),
        ],
        end: 'settled',
      }
    case 'several': {
      const m = who(s, { outcome: 'several', candidates: candidates(s), sure: undefined }, layout)
      return { events: [{ ...m, person: undefined } as EventBody, ...systems(s, 'answered')], end: 'settled' }
    }
    case 'nobody': {
      const m = who(
        s,
        {
          outcome: 'nobody',
          sure: undefined,
          keys: [{ kind: 'phone', value: clear('+34699000111'), found: false }],
        },
        layout,
      )
      return { events: [{ ...m, person: undefined } as EventBody, ...systems(s)], end: 'settled' }
    }
    case 'locked':
      return {
        events: [
          who(
            s,
            {
              locked: {
                words: s(
                  'Antes de abrir la cuenta, pregunta por la población de su último envío.',
                  'Before opening the account, ask for the town of the last delivery.',
                  'Antes de abrir a conta, pergunte a localidade do último envio.',
                ),
              },
            },
            layout,
          ),
          ...systems(s, 'answered'),
        ],
        end: 'settled',
      }
    case 'lost':
      return { events: full.slice(0, 8), end: 'lost' }
    case 'offline':
      return { events: [], end: 'offline' }
    case 'refused':
      return { events: [], end: 'refused' }
    case 'blank':
      return { events: [], end: 'hangs', blank: true }
    case 'demo':
      return { events: full, end: 'settled', inPage: true }
    case 'foreign':
      return { events: foreignCase(s, me), end: 'settled' }
    case 'restricted':
      return {
        events: [
          who(
            s,
            {
              person: {
                name: { shown: 'masked', hint: 'L••• M•••', revealable: false },
                kind: 'company',
                marks: [],
              },
              sure: { level: 'probable', by: 'several-keys', says: '', reasons: [] },
              keys: [{ kind: 'mail', value: { shown: 'withheld' }, found: false }],
            },
            layout,
          ),
          ...full.slice(1),
        ],
        end: 'settled',
      }
    case 'search':
    case 'help':
    case 'timeline':
    case 'act':
    case 'more':
      return { events: full, end: 'settled', open: name }
    default:
      return { events: full, end: 'settled' }
  }
}

function foreignCase(s: Say, me: EventBody): readonly EventBody[] {
  if (me.event !== 'who') return []
  const extra = [
    {
      id: 'subs',
      question: 'cards' as const,
      title: s('Suscripción', 'Subscription', 'Subscrição'),
      ask: 'at-once' as const,
      state: 'open' as const,
      fields: [{ name: 'plan', label: 'Plan', type: 'text' }],
      systems: [{ connector: 'subs', title: s('Suscripciones', 'Subscriptions', 'Subscrições') }],
    },
    {
      id: 'own',
      question: 'own' as const,
      title: s('Tienda física', 'Physical shop', 'Loja física'),
      ask: 'at-once' as const,
      state: 'open' as const,
      fields: [
        { name: 'visits', label: s('Visitas', 'Visits', 'Visitas'), type: 'number' },
        { name: 'trend', label: '', type: 'series' },
        { name: 'badge', label: 'Club', type: 'status' },
      ],
      systems: [{ connector: 'till', title: s('Caja', 'Till', 'Caixa') }],
      blocks: [
        {
          connector: 'till',
          blocks: [
            { block: 'metric', field: 'visits', spark: 'trend' },
            { block: 'badges', fields: ['badge'] },
            { block: 'facts', title: 'Club', fields: ['visits'] },
          ],
        },
      ],
    },
  ]
  return [
    { ...me, ficha: { ...me.ficha, panels: extra } },
    reading('own', 'till', [
      row('till', {
        visits: 14,
        trend: clear([1, 3, 2, 5, 8]),
        badge: { code: 'vip', label: 'Club', tone: 'good' },
      }),
    ]),
    {
      event: 'reading',
      reading: {
        question: 'cards',
        connector: 'subs',
        asking: { asking: 'idle' },
        state: {
          known: 'value',
          freshUntil: ago(-1),
          from: { ...row('subs', {}).from, confirmed: false, askedBy: 'lucia@example.com' },
          value: [
            row('subs', {
              card: clear({
                key: 'plan',
                title: 'Plan',
                state: 'loaded',
                blocks: [
                  {
                    is: 'row',
                    main: [{ is: 'text', text: 'Caja mensual', tone: 'normal', size: 'l' }],
                    aside: [{ is: 'badge', text: s('activa', 'active', 'ativa'), tone: 'good' }],
                  },
                  { is: 'divider' },
                  {
                    is: 'box',
                    content: [
                      {
                        is: 'text',
                        text: s(
                          'Próxima entrega el lunes',
                          'Next delivery on Monday',
                          'Próxima entrega na segunda',
                        ),
                        tone: 'muted',
                        size: 's',
                      },
                      { is: 'copy', value: 'SUB-889', label: 'Ref.' },
                    ],
                  },
                  { is: 'link', label: s('Abrir', 'Open', 'Abrir'), url: 'https://subs.example/889' },
                ],
              }),
            }),
          ],
        },
      },
    },
  ]
}
