import type { TimelineAnswer, TimelineEntry } from '../../connectors/contract/index.ts'
import { ago, clear, from, type Say } from './people.ts'

const order = (daysAgo: number, orderNumber: string, coming = false): TimelineEntry => ({
  key: orderNumber,
  question: 'orders',
  at: ago(daysAgo * 86_400_000),
  coming,
  from: from('shop'),
  fields: { orderNumber: clear(orderNumber), total: clear({ amount: '129.90', currency: 'EUR' }) },
  title: 'orderNumber',
  amount: 'total',
})

export const timeline = (say: Say): TimelineAnswer => ({
  coming: [order(-2, '10460', true)],
  comingPartial: [],
  entries: [
    order(1, '10450'),
    {
      key: 'request',
      question: 'requests',
      at: ago(1.1 * 86_400_000),
      coming: false,
      from: from('desk'),
      fields: {
        subject: clear(
          say('Pedido 10432 no llegó', 'Order 10432 did not arrive', 'A encomenda 10432 não chegou'),
        ),
        status: clear({ code: 'due', label: say('vence hoy', 'due today', 'vence hoje'), tone: 'bad' }),
      },
      title: 'subject',
      status: 'status',
    },
    order(4, '10432'),
  ],
  more: false,
  withheld: [],
  gaps: [],
  kinds: [
    {
      question: 'orders',
      label: say('Pedidos', 'Orders', 'Encomendas'),
      types: { orderNumber: 'id', total: 'money' },
    },
    {
      question: 'requests',
      label: say('Casos', 'Cases', 'Casos'),
      types: { subject: 'text', status: 'status' },
    },
  ],
})
export const emptyTimeline = (say: Say): TimelineAnswer => ({ ...timeline(say), coming: [], entries: [] })
export const gappyTimeline = (say: Say): TimelineAnswer => ({
  ...timeline(say),
  comingPartial: [say('Tienda', 'Shop', 'Loja')],
  withheld: [say('Pagos', 'Payments', 'Pagamentos')],
  gaps: [
    { connector: 'till', title: say('Caja', 'Till', 'Caixa'), question: 'payments', is: 'waiting' },
    {
      connector: 'survey',
      title: say('Encuestas', 'Surveys', 'Inquéritos'),
      question: 'feedback',
      is: 'failed',
    },
    { connector: 'desk', title: say('Soporte', 'Support', 'Suporte'), question: 'requests', is: 'filtered' },
    { connector: 'web', title: say('Web', 'Web', 'Web'), question: 'behaviour', is: 'unordered' },
    { connector: 'shop', title: say('Tienda', 'Shop', 'Loja'), question: 'returns', is: 'unread' },
  ],
})
