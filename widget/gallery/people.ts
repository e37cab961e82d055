import type {
  ActionView,
  Candidate,
  EventBody,
  FichaView,
  Field,
  From,
  PanelView,
  Reading,
  ReleasedRow,
  SignalEvent,
  SystemEvent,
  Tone,
  Who,
} from '../../connectors/contract/index.ts'

/** Words for the scripted cards of the gallery: development only, never part of the built card. */
export type Say = (es: string, en: string, pt: string) => string
export const sayIn =
  (lang: string): Say =>
  (es, en, pt) =>
    lang === 'en' ? en : lang === 'pt' ? pt : es

export const ago = (ms: number): string => new Date(Date.now() - ms).toISOString()
export const clear = <T>(value: T): Field<T> => ({ shown: 'clear', value })
export const from = (connector: string, ms = 8_000, record = 'r1'): From => ({
  connector,
  record,
  fetchedAt: ago(ms),
  confirmed: true,
  url: `https://${connector}.example/r/1`,
})
export const row = (
  connector: string,
  fields: Record<string, Field | string | number | boolean | object>,
  ms = 8_000,
): ReleasedRow => ({
  ref: `${connector}-${Object.values(fields)
    .map((f) => JSON.stringify(f))
    .join('')}`.slice(0, 60),
  from: from(connector, ms),
  fields: Object.fromEntries(
    Object.entries(fields).map(([k, v]) => [
      k,
      typeof v === 'object' && 'shown' in v ? (v as Field) : clear(v),
    ]),
  ),
})
export const reading = (
  question: Reading['question'],
  connector: string,
  rows: readonly ReleasedRow[],
  asking: Reading['asking'] = { asking: 'idle' },
  ms = 8_000,
): EventBody => ({
  event: 'reading',
  reading: {
    question,
    connector,
    asking,
    state:
      rows.length > 0
        ? { known: 'value', value: rows, from: from(connector, ms), freshUntil: ago(-60_000) }
        : { known: 'none', from: from(connector, 1_000) },
  },
})
export const system = (
  connector: string,
  title: string,
  state: SystemEvent['state'],
  more: Partial<SystemEvent> = {},
): EventBody => ({ event: 'system', connector, title, state, ...more })
export const signal = (
  rule: string,
  title: string,
  text: string,
  tone: Tone,
  more: Partial<SignalEvent> = {},
): EventBody => ({
  event: 'signal',
  kind: 'glance',
  rule,
  title,
  answer: clear({ is: 'yes' as const }),
  text: clear(text),
  tone,
  reasons: [
    {
      fact: 'orders.total',
      label: 'Total',
      field: clear({ amount: '1842.00', currency: 'EUR' }),
      from: { connector: 'shop', fetchedAt: ago(8_000), url: 'https://shop.example/1' },
    },
    { fact: 'scores.value', label: '', field: { shown: 'withheld' } },
  ],
  ...more,
})

const panel = (
  id: string,
  question: PanelView['question'],
  title: string,
  fields: [string, string, string][],
  systems: [string, string][],
  more: Partial<PanelView> = {},
): PanelView => ({
  id,
  question,
  title,
  ask: 'at-once',
  state: 'open',
  fields: fields.map(([name, label, type]) => ({ name, label, type })),
  systems: systems.map(([connector, t]) => ({ connector, title: t })),
  ...more,
})

export const actions = (say: Say): ActionView[] => [
  {
    connector: 'desk',
    name: 'handoff',
    title: say('Para el siguiente', 'For the next one', 'Para o seguinte'),
    confirm: say('Dejar escrito: {text}', 'Leave in writing: {text}', 'Deixar escrito: {text}'),
    input: [
      {
        name: 'text',
        label: say('Una línea para quien siga', 'A line for whoever is next', 'Uma linha para quem seguir'),
        type: 'text',
        required: true,
        maxLength: 300,
      },
    ],
  },
]

export function ficha(say: Say, layout: FichaView['layout'] = 'compact'): FichaView {
  const shop: [string, string] = ['shop', say('Tienda', 'Shop', 'Loja')]
  const desk: [string, string] = ['desk', say('Soporte', 'Support', 'Suporte')]
  return {
    id: 'adviser',
    title: say('Asesor', 'Adviser', 'Consultor'),
    layout,
    purpose: 'care',
    timeline: true,
    actions: actions(say),
    others: [{ id: 'claims', title: say('Reclamaciones', 'Claims', 'Reclamações') }],
    mayAsk: [
      { question: 'returns', title: say('Devoluciones', 'Returns', 'Devoluções') },
      { question: 'scores', title: say('Puntuaciones', 'Scores', 'Pontuações') },
    ],
    glance: (
      [
        ['best', 'Entre nuestros mejores', 'Among our best', 'Entre os nossos melhores'],
        ['open', 'Tiene abierto', 'Has open', 'Tem em aberto'],
        ['contacts', 'Nos contacta', 'Contacts us', 'Contacta-nos'],
        ['satisfied', 'Satisfacción', 'Satisfaction', 'Satisfação'],
        ['history', 'Su historia', 'History', 'A sua história'],
        ['recommended', 'Nos ha recomendado', 'Recommended us', 'Recomendou-nos'],
        ['stage', 'Momento', 'Moment', 'Momento'],
        ['defines', 'Lo que define', 'What stands out', 'O que define'],
      ] as const
    ).map(([rule, es, en, pt]) => ({ rule, title: say(es, en, pt) })),
    panels: [
      panel(
        'requests',
        'requests',
        say('Reclamaciones y consultas', 'Complaints and requests', 'Reclamações e pedidos'),
        [
          ['subject', say('Asunto', 'Subject', 'Assunto'), 'text'],
          ['status', say('Estado', 'Status', 'Estado'), 'status'],
          ['kind', say('Tipo', 'Kind', 'Tipo'), 'status'],
          ['messages', say('Mensajes', 'Messages', 'Mensagens'), 'number'],
          ['due', say('Vence', 'Due', 'Vence'), 'datetime'],
        ],
        [desk],
      ),
      panel(
        'orders',
        'orders',
        say('Pedidos', 'Orders', 'Encomendas'),
        [
          ['orderNumber', say('Pedido', 'Order', 'Encomenda'), 'id'],
          ['total', 'Total', 'money'],
          ['orderDate', say('Fecha', 'Date', 'Data'), 'datetime'],
          ['shop', say('Tienda', 'Shop', 'Loja'), 'text'],
          ['status', say('Estado', 'Status', 'Estado'), 'status'],
          ['lines', say('Artículos', 'Items', 'Artigos'), 'text'],
        ],
        [shop],
      ),
      panel(
        'payments',
        'payments',
        say('Pagos', 'Payments', 'Pagamentos'),
        [
          ['method', say('Medio', 'Method', 'Meio'), 'text'],
          ['amount', say('Importe', 'Amount', 'Valor'), 'money'],
          ['status', say('Estado', 'Status', 'Estado'), 'status'],
          ['paymentDate', say('Fecha', 'Date', 'Data'), 'datetime'],
          ['iban', 'IBAN', 'text'],
        ],
        [['pay', say('Pagos', 'Payments', 'Pagamentos')]],
      ),
      panel(
        'loyalty',
        'loyalty',
        say('Fidelidad', 'Loyalty', 'Fidelidade'),
        [
          ['tier', say('Nivel', 'Tier', 'Nível'), 'status'],
          ['points', say('Puntos', 'Points', 'Pontos'), 'number'],
          ['voucher', say('Vale', 'Voucher', 'Vale'), 'money'],
          ['since', say('Desde', 'Since', 'Desde'), 'date'],
        ],
        [['till', say('Fidelidad', 'Loyalty', 'Fidelidade')]],
      ),
      panel(
        'interactions',
        'interactions',
        say('Contactos', 'Contacts', 'Contactos'),
        [['summary', say('Resumen', 'Summary', 'Resumo'), 'text']],
        [desk, shop],
        { ask: 'on-opening' },
      ),
      panel(
        'relations',
        'relations',
        say('Relaciones', 'Relations', 'Relações'),
        [['name', say('Nombre', 'Name', 'Nome'), 'personName']],
        [shop],
        { state: 'withheld' },
      ),
    ],
  }
}

export const who = (
  say: Say,
  more: Partial<Who> = {},
  layout: FichaView['layout'] = 'compact',
): EventBody => ({
  event: 'who',
  outcome: 'identified',
  card: 'card-1',
  ficha: ficha(say, layout),
  person: {
    name: clear({ full: 'Lucía Martín Ortega', given: 'Lucía', family: 'Martín Ortega' }),
    formOfAddress: clear(say('tú', 'first name', 'tu')),
    kind: 'person',
    marks: [
      {
        fact: 'person.since',
        label: say('Desde', 'Since', 'Desde'),
        field: clear('2019-03-02'),
      },
      { fact: 'person.address', label: say('Vive en', 'Lives in', 'Vive em'), field: clear('Valencia') },
    ],
  },
  sure: {
    level: 'sure',
    by: 'phone',
    says: say(
      'El teléfono es suyo en dos sistemas y el nombre coincide.',
      'The phone is theirs in two systems and the name agrees.',
      'O telefone é seu em dois sistemas e o nome coincide.',
    ),
    reasons: [
      {
        field: 'phone',
        says: say('Mismo teléfono', 'Same phone', 'Mesmo telefone'),
        bits: 14.2,
        systems: ['shop', 'desk'],
      },
      { field: 'name', says: say('Mismo nombre', 'Same name', 'Mesmo nome'), bits: 8.1, systems: ['shop'] },
      {
        field: 'postcode',
        says: say('Otro código postal', 'Another postcode', 'Outro código postal'),
        bits: -1.3,
        systems: ['desk'],
      },
    ],
  },
  keys: [
    { kind: 'phone', value: clear('+34600123456'), found: true },
    { kind: 'loyalty', value: { shown: 'masked', hint: '…4417', revealable: false }, found: true },
  ],
  ...more,
})

export const candidates = (say: Say): Candidate[] =>
  [
    ['c1', 'Lucía Martín Ortega', 'Valencia', '10432', true],
    ['c2', 'Lucía Martínez Soto', 'Sevilla', 'T-8841', false],
    ['c3', 'L. Martín', 'Gandía', '10077', false],
  ].map(([ref, full, town, order, preselected]) => ({
    ref: String(ref),
    name: clear({ full: String(full) }),
    kind: 'person',
    bits: 9,
    preselected: preselected === true,
    systems: ['shop'],
    says: say('Mismo teléfono', 'Same phone', 'Mesmo telefone'),
    facts: [
      { kind: 'locality', label: say('Población', 'Town', 'Localidade'), field: clear(String(town)) },
      {
        kind: 'order',
        label: say('Último pedido', 'Last order', 'Última encomenda'),
        field: clear(String(order)),
      },
    ],
  }))

/** A customer whose household their systems know: two children under its name, one beside it. */
export function relations(say: Say, layout: FichaView['layout']): readonly EventBody[] {
  const me = who(say, {}, layout)
  if (me.event !== 'who') return []
  const [title, shop] = [say('Relaciones', 'Relations', 'Relações'), say('Tienda', 'Shop', 'Loja')]
  const household = { code: 'household', label: say('Hogar', 'Household', 'Agregado') }
  const member = (name: string, role: string, more: Record<string, string | object> = {}) =>
    row('shop', { name, kind: household, role, ...more })
  const home = say('Casa Ortega', 'The Ortega household', 'Casa Ortega')
  return [
    {
      ...me,
      ficha: {
        ...me.ficha,
        panels: [
          panel(
            'relations',
            'relations',
            title,
            [
              ['name', say('Nombre', 'Name', 'Nome'), 'text'],
              ['role', say('Papel', 'Role', 'Papel'), 'text'],
              ['total', 'Total', 'money'],
            ],
            [['shop', shop]],
            { rollUp: 'household' },
          ),
          ...me.ficha.panels.filter((p) => p.question === 'orders'),
        ],
      },
    },
    system('shop', shop, 'answered'),
    reading('relations', 'shop', [
      member('Pau Ortega', say('hijo', 'son', 'filho'), {
        parent: home,
        total: { amount: '48.00', currency: 'EUR' },
      }),
      member('Inés Ortega', say('hija', 'daughter', 'filha'), { parent: home }),
    ]),
    reading('orders', 'shop', []),
  ]
}
