import type { EventBody, Fault } from '../../connectors/contract/index.ts'
import { ago, clear, reading, row, type Say, signal, system, who } from './people.ts'

export const eur = (amount: string) => ({ amount, currency: 'EUR' })
export const requests = (s: Say) =>
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
export const orders = (s: Say) =>
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
export const payments = (s: Say, failed = true) =>
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
export const loyalty = (s: Say) =>
  reading('loyalty', 'till', [
    row('till', {
      tier: { code: 'gold', label: s('Oro', 'Gold', 'Ouro'), tone: 'good' },
      points: 4120,
      voucher: eur('10.00'),
      since: '2019-03-02',
    }),
  ])
export const glance = (s: Say) => [
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
export const advice = (s: Say): EventBody => ({
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
export const margin = (s: Say) =>
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
export const systems = (s: Say, pay: 'down' | 'answered' = 'down') => [
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

const fault = (code: Fault['code'], says: string, connector?: string): EventBody => ({
  event: 'fault',
  code,
  says,
  ...(connector ? { connector } : {}),
})
const faults = (s: Say): readonly EventBody[] => [
  fault(
    'stranger-dropped',
    s(
      'Tienda devolvió un registro de otra persona; se ha descartado.',
      'Shop returned a record of somebody else; it was dropped.',
      'Loja devolveu um registo de outra pessoa; foi descartado.',
    ),
    'shop',
  ),
  fault(
    'rule-stopped',
    s('La regla «riesgo» se detuvo.', 'The rule “risk” was stopped.', 'A regra «risco» foi parada.'),
  ),
  fault(
    'too-many-records',
    s('Soporte devolvió 900 registros.', 'Support returned 900 records.', 'Suporte devolveu 900 registos.'),
    'desk',
  ),
  fault(
    'duplicate-in-system',
    s('Tienda lo tiene dos veces.', 'Shop has them twice.', 'Loja tem-no duas vezes.'),
    'shop',
  ),
  fault(
    'conflict',
    s(
      'Tienda y Soporte no coinciden en el nombre.',
      'Shop and Support disagree about the name.',
      'Loja e Suporte não coincidem no nome.',
    ),
  ),
  fault(
    'card-missing',
    s(
      'Suscripciones no dio su tarjeta.',
      'Subscriptions did not give its card.',
      'Subscrições não deu o seu cartão.',
    ),
    'subs',
  ),
  fault(
    'malformed',
    s(
      'Pagos: un importe no es un importe.',
      'Payments: an amount is not an amount.',
      'Pagamentos: um valor não é um valor.',
    ),
    'pay',
  ),
  fault('hub', s('Error interno número 7.', 'Internal error number 7.', 'Erro interno número 7.')),
]

/** Everything a card can say at once. */
export const fullCard = (s: Say, layout: 'compact' | 'touch'): readonly EventBody[] => [
  who(s, {}, layout),
  ...systems(s),
  requests(s),
  orders(s),
  payments(s),
  loyalty(s),
  ...glance(s),
  advice(s),
  margin(s),
  ...faults(s),
]
