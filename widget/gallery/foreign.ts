import type { EventBody } from '../../connectors/contract/index.ts'
import { ago, clear, reading, row, type Say } from './people.ts'

/** Blocks of a connector of its own, and a card in somebody else's words. */
export function foreignEvents(s: Say, me: EventBody): readonly EventBody[] {
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
