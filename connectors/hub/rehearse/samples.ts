import { type Asked, type IdentifierKind, say, type Text } from '../../contract/index.ts'

/** Made-up customers for the editor: what a draft looks like on somebody, without anybody being looked at. Dates count from today. */
export interface Sample {
  id: string
  name: { full: string; given: string; family: string }
  says: Text
  keys: readonly { kind: IdentifierKind; value: string }[]
  rows(now: Date, locale: string): Partial<Record<Asked, readonly Record<string, unknown>[]>>
}

const day = 86_400_000
const at = (now: Date, days: number): string => new Date(now.getTime() + days * day).toISOString()
const date = (now: Date, days: number): string => at(now, days).slice(0, 10)
const eur = (amount: number) => ({ amount: amount.toFixed(2), currency: 'EUR' })
const coded = (locale: string, code: string, es: string, en: string, pt: string, tone?: string) => ({
  code,
  label: say({ es, en, pt }, locale),
  ...(tone ? { tone } : {}),
})

type Words = (es: string, en: string, pt: string) => string
const common = (locale: string) => {
  const t: Words = (es, en, pt) => say({ es, en, pt }, locale)
  return {
    t,
    delivered: coded(locale, 'delivered', 'Entregado', 'Delivered', 'Entregue', 'good'),
    shipped: coded(locale, 'shipped', 'En camino', 'On its way', 'A caminho'),
    web: coded(locale, 'web', 'Web', 'Web', 'Web'),
    phone: coded(locale, 'phone', 'Teléfono', 'Phone', 'Telefone'),
    nps: { code: 'nps', label: 'NPS' },
    product: {
      bike: t('Bicicleta urbana', 'City bike', 'Bicicleta urbana'),
      lamp: t('Lámpara de pie', 'Floor lamp', 'Candeeiro de pé'),
      coffee: t('Cafetera', 'Coffee maker', 'Cafeteira'),
    },
  }
}
const orders = (
  now: Date,
  c: ReturnType<typeof common>,
  list: readonly (readonly [daysAgo: number, euros: number])[],
) =>
  list.map(([ago, euros], i) => ({
    id: `o${i}`,
    orderNumber: `M-${1042 - i}`,
    orderDate: at(now, -ago),
    status: c.delivered,
    total: eur(euros),
    channel: c.web,
    items: 1 + (i % 3),
    delivered: at(now, 2 - ago),
    expectedArrival: at(now, 2 - ago),
    lines: [
      { product: [c.product.lamp, c.product.coffee, c.product.bike][i % 3], quantity: 1, price: eur(euros) },
    ],
  }))

/** Good customer, bad moment: a late order, a claim due today, an NPS of 3. */
const good: Sample = {
  id: 'good',
  name: { full: 'Elena Muestra Ríos', given: 'Elena', family: 'Muestra Ríos' },
  says: {
    es: 'Compra mucho (1.240 € al año) y hoy algo le ha salido mal',
    en: 'Buys a lot (€1,240 a year) and something went wrong today',
    pt: 'Compra muito (1.240 € por ano) e hoje algo correu mal',
  },
  keys: [
    { kind: 'phone', value: '+34600000111' },
    { kind: 'mail', value: 'elena@muestra.example' },
    { kind: 'loyalty', value: '9000 0000 0011' },
  ],
  rows(now, locale) {
    const c = common(locale)
    const late = {
      id: 'o9',
      orderNumber: 'M-1050',
      orderDate: at(now, -6),
      status: c.shipped,
      total: eur(240),
      channel: c.web,
      items: 1,
      expectedArrival: at(now, -2),
      lines: [{ product: c.product.bike, quantity: 1, price: eur(240) }],
    }
    return {
      person: [
        {
          id: 'p',
          name: this.name,
          mails: ['elena@muestra.example'],
          phones: ['+34600000111'],
          birthDate: '1986-05-14',
          language: locale.slice(0, 2),
          since: date(now, -2200),
          address: { text: 'Calle Mayor, 1, 46001 Valencia', postalCode: '46001', locality: 'Valencia' },
        },
      ],
      preferences: [
        {
          id: 'f',
          formOfAddress: coded(locale, 'usted', 'usted', 'usted', 'você'),
          channel: c.phone,
          bestHour: '17–19',
          shop: 'Colón',
          brands: ['Ribera'],
          remark: c.t('Prefiere que la llamen', 'Prefers to be called', 'Prefere que lhe liguem'),
        },
      ],
      orders: [
        late,
        ...orders(now, c, [
          [40, 310],
          [120, 290],
          [200, 400],
          [420, 180],
        ]),
      ],
      requests: [
        {
          id: 'r1',
          number: 'C-311',
          subject: c.t('¿Dónde está mi bicicleta?', 'Where is my bike?', 'Onde está a minha bicicleta?'),
          status: coded(locale, 'open', 'Abierta', 'Open', 'Aberta', 'warn'),
          kind: coded(locale, 'claim', 'Reclamación', 'Claim', 'Reclamação'),
          open: true,
          dateCreated: at(now, -3),
          due: at(now, 0.1),
          channel: c.phone,
          messages: 4,
          matter: c.t('entrega', 'delivery', 'entrega'),
          order: 'M-1050',
        },
      ],
      interactions: [-1, -3, -5, -30].map((ago, i) => ({
        id: `i${i}`,
        kind: c.phone,
        startDate: at(now, ago),
        waited: `PT${3 + i}M`,
        matter: c.t('entrega', 'delivery', 'entrega'),
        summary: c.t('Pregunta por su pedido', 'Asks about the order', 'Pergunta pela encomenda'),
        told: [c.t('que la espera para un regalo', 'that it is a present', 'que é um presente')],
        resolved: i === 3,
        transfers: i % 2,
      })),
      payments: [
        {
          id: 'y1',
          reference: 'P-77',
          amount: eur(240),
          status: coded(locale, 'paid', 'Pagado', 'Paid', 'Pago', 'good'),
          method: 'Visa',
          paymentDate: at(now, -6),
          order: 'M-1050',
          iban: 'ES7921000813610123456789',
        },
      ],
      returns: [
        {
          id: 't1',
          number: 'D-9',
          returnDate: at(now, -90),
          status: coded(locale, 'closed', 'Cerrada', 'Closed', 'Fechada'),
          amount: eur(60),
          reason: c.t('talla', 'size', 'tamanho'),
          product: c.product.lamp,
        },
      ],
      feedback: [
        [-2, 3],
        [-70, 8],
        [-160, 9],
        [-300, 9],
      ].map(([ago, score], i) => ({
        id: `s${i}`,
        kind: c.nps,
        score,
        dateCreated: at(now, ago as number),
        channel: c.web,
        ...(i === 0
          ? {
              comment: c.t(
                'Nadie me dice cuándo llega.',
                'Nobody tells me when it comes.',
                'Ninguém me diz quando chega.',
              ),
            }
          : {}),
      })),
      loyalty: [
        {
          id: 'l',
          number: '9000 0000 0011',
          tier: { code: 'gold', label: c.t('Oro', 'Gold', 'Ouro') },
          tierSince: date(now, -400),
          points: 4120,
          pointsExpiring: 300,
          pointsExpire: date(now, 20),
          voucher: eur(20),
          since: date(now, -2000),
        },
      ],
      subscriptions: [
        {
          id: 'u',
          product: 'Plus',
          status: coded(locale, 'active', 'Activa', 'Active', 'Ativa', 'good'),
          price: eur(29.9),
          renewal: at(now, 18),
          startDate: at(now, -347),
        },
      ],
      referrals: [
        { id: 'g', dateCreated: at(now, -200), status: { code: 'joined' }, bought: true, friend: 'A. B.' },
      ],
      consents: [
        {
          id: 'k',
          purpose: coded(locale, 'marketing', 'Publicidad', 'Marketing', 'Publicidade'),
          granted: true,
          dateModified: at(now, -500),
        },
        {
          id: 'k2',
          purpose: coded(locale, 'surveys', 'Encuestas', 'Surveys', 'Inquéritos'),
          granted: true,
          dateModified: at(now, -500),
        },
      ],
      promises: [
        {
          id: 'm',
          what: c.t(
            'Llamarla con la fecha de entrega',
            'Call with the delivery date',
            'Ligar com a data de entrega',
          ),
          made: at(now, -3),
          due: at(now, -1),
          status: coded(locale, 'open', 'Pendiente', 'Pending', 'Pendente', 'bad'),
          by: c.t('Atención', 'Care', 'Atendimento'),
          order: 'M-1050',
        },
      ],
      behaviour: [
        {
          id: 'b',
          kind: coded(locale, 'visit', 'Visita', 'Visit', 'Visita'),
          startDate: at(now, -1),
          what: c.t('Estado del pedido', 'Order status', 'Estado da encomenda'),
        },
      ],
      things: [{ id: 'h', name: c.product.coffee, purchaseDate: at(now, -120), warrantyEnds: at(now, 975) }],
      scores: [
        {
          id: 'v',
          kind: coded(locale, 'value', 'Valor', 'Value', 'Valor'),
          value: 88,
          since: at(now, -9),
          model: 'v5',
        },
      ],
      policies: [
        {
          id: 'n',
          title: c.t('Pedido retrasado', 'Late order', 'Encomenda atrasada'),
          text: c.t(
            'Pide disculpas primero. Da una fecha y apúntala como promesa.',
            'Apologise first. Give a date and note it as a promise.',
            'Peça desculpa primeiro. Dê uma data e anote-a como promessa.',
          ),
          when: c.t('El pedido llega tarde', 'The order is late', 'A encomenda está atrasada'),
          motive: c.t('entrega', 'delivery', 'entrega'),
        },
      ],
    }
  },
}

/** 640 euros a year, happy: whoever moves a norm sees it here first. */
const middle: Sample = {
  id: 'middle',
  name: { full: 'Pablo Ejemplo Sanz', given: 'Pablo', family: 'Ejemplo Sanz' },
  says: {
    es: 'Compra de vez en cuando (640 € al año) y está contento',
    en: 'Buys now and then (€640 a year) and is happy',
    pt: 'Compra de vez em quando (640 € por ano) e está contente',
  },
  keys: [
    { kind: 'phone', value: '+34600000222' },
    { kind: 'mail', value: 'pablo@muestra.example' },
  ],
  rows(now, locale) {
    const c = common(locale)
    return {
      person: [
        {
          id: 'p',
          name: this.name,
          mails: ['pablo@muestra.example'],
          phones: ['+34600000222'],
          since: date(now, -900),
          language: locale.slice(0, 2),
        },
      ],
      preferences: [{ id: 'f', formOfAddress: coded(locale, 'tú', 'tú', 'tú', 'tu'), shop: 'Nervión' }],
      orders: orders(now, c, [
        [20, 140],
        [95, 260],
        [250, 240],
        [500, 90],
      ]),
      interactions: [
        {
          id: 'i',
          kind: c.phone,
          startDate: at(now, -60),
          matter: c.t('montaje', 'assembly', 'montagem'),
          resolved: true,
        },
      ],
      feedback: [
        { id: 's', kind: c.nps, score: 10, dateCreated: at(now, -30) },
        { id: 's2', kind: c.nps, score: 9, dateCreated: at(now, -180) },
      ],
      referrals: [{ id: 'g', dateCreated: at(now, -40), status: { code: 'joined' }, bought: true }],
      loyalty: [
        {
          id: 'l',
          number: '9000 0000 0022',
          tier: { code: 'silver', label: c.t('Plata', 'Silver', 'Prata') },
          points: 640,
          since: date(now, -900),
        },
      ],
      consents: [
        {
          id: 'k',
          purpose: coded(locale, 'marketing', 'Publicidad', 'Marketing', 'Publicidade'),
          granted: false,
          dateModified: at(now, -90),
        },
      ],
    }
  },
}

/** Somebody of whom hardly anything is known: what does the ficha say then? */
const fresh: Sample = {
  id: 'new',
  name: { full: 'Vera Prueba Gil', given: 'Vera', family: 'Prueba Gil' },
  says: {
    es: 'Acaba de llegar: una compra y nada más',
    en: 'Just arrived: one purchase and nothing else',
    pt: 'Acabou de chegar: uma compra e nada mais',
  },
  keys: [
    { kind: 'phone', value: '+34600000333' },
    { kind: 'mail', value: 'vera@muestra.example' },
  ],
  rows(now, locale) {
    return {
      person: [
        {
          id: 'p',
          name: this.name,
          mails: ['vera@muestra.example'],
          phones: ['+34600000333'],
          since: date(now, -4),
        },
      ],
      orders: orders(now, common(locale), [[4, 49]]),
    }
  },
}

export const samples: readonly Sample[] = [good, middle, fresh]

/** For lists in the editor. */
export const sampleWords = (locale: string) =>
  samples.map((s) => ({ id: s.id, name: s.name.full, says: say(s.says, locale) }))
