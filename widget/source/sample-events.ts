/** One right event of each kind, for the tests of whoever reads the stream. */
export const stamp = { v: 1, epoch: 0, seq: 0, revision: 0 } as const
const from = { connector: 'shop', record: 'r1', fetchedAt: '2026-11-01T10:00:00Z', confirmed: true }
const clear = <T>(value: T) => ({ shown: 'clear', value }) as const

export const who = {
  ...stamp,
  event: 'who',
  outcome: 'identified',
  card: 'handle',
  person: { name: clear({ full: 'Marta Soler' }), kind: 'person', marks: [] },
  sure: { level: 'sure', by: 'mail', says: 'By mail', reasons: [] },
  keys: [{ kind: 'mail', value: clear('marta@example.es'), found: true }],
  ficha: {
    id: 'adviser',
    title: 'Asesora',
    layout: 'compact',
    glance: [],
    panels: [],
    mayAsk: [],
    timeline: false,
    others: [],
    actions: [],
    purpose: 'care',
  },
} as const
export const reading = {
  ...stamp,
  seq: 1,
  event: 'reading',
  reading: {
    question: 'orders',
    connector: 'shop',
    state: {
      known: 'value',
      value: [{ ref: 'row', from, fields: { total: clear({ amount: '10.00', currency: 'EUR' }) } }],
      from,
      freshUntil: '2026-11-01T10:05:00Z',
    },
    asking: { asking: 'idle' },
  },
} as const
export const signal = {
  ...stamp,
  event: 'signal',
  rule: 'vip',
  kind: 'glance',
  title: 'VIP',
  answer: clear({ is: 'yes' }),
  text: clear('Sí'),
  tone: 'good',
  reasons: [],
} as const
export const advice = {
  ...stamp,
  event: 'advice',
  items: [{ id: 'a', ref: 'h', rank: 'repair', text: 'Disculparse', reasons: [] }],
} as const
export const system = {
  ...stamp,
  event: 'system',
  connector: 'shop',
  title: 'Tienda',
  state: 'answered',
} as const
export const settled = { ...stamp, seq: 2, event: 'settled', answered: 1, failed: 0, changes: 'c0' } as const
