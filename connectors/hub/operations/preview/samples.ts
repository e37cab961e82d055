import type { Asked, IdentifierKind } from '../../../contract/index.ts'
import { type KeyUnder, message } from '../../messages/index.ts'

/**
 * Made-up customers for the editor: what a draft looks like on somebody, without anybody being looked at.
 * Dates count from today.
 */
export interface Sample {
  id: 'good' | 'middle' | 'new'
  name: { full: string; given: string; family: string }
  keys: readonly { kind: IdentifierKind; value: string }[]
  rows(now: Date, locale: string): Partial<Record<Asked, readonly Record<string, unknown>[]>>
}

const day = 86_400_000
const at = (now: Date, days: number): string => new Date(now.getTime() + days * day).toISOString()
const date = (now: Date, days: number): string => at(now, days).slice(0, 10)
const eur = (amount: number) => ({ amount: amount.toFixed(2), currency: 'EUR' })
/** What a system would give as a code with its name. */
const coded = (locale: string, code: string, key: Worded, tone?: string) => ({
  code,
  label: message(`sample.${key}`, locale),
  ...(tone ? { tone } : {}),
})
type Worded = KeyUnder<'sample'>

const common = (locale: string) => ({
  t: (key: Worded) => message(`sample.${key}`, locale),
  delivered: coded(locale, 'delivered', 'status.delivered', 'good'),
  shipped: coded(locale, 'shipped', 'status.shipped'),
  web: coded(locale, 'web', 'channel.web'),
  phone: coded(locale, 'phone', 'channel.phone'),
  nps: { code: 'nps', label: 'NPS' },
  product: {
    bike: message('sample.product.bike', locale),
    lamp: message('sample.product.lamp', locale),
    coffee: message('sample.product.coffee', locale),
  },
})
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
          formOfAddress: coded(locale, 'usted', 'address.formal'),
          channel: c.phone,
          bestHour: '17–19',
          shop: 'Colón',
          brands: ['Ribera'],
          remark: c.t('remark'),
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
          subject: c.t('request'),
          status: coded(locale, 'open', 'status.open', 'warn'),
          kind: coded(locale, 'claim', 'kind.claim'),
          open: true,
          dateCreated: at(now, -3),
          due: at(now, 0.1),
          channel: c.phone,
          messages: 4,
          matter: c.t('matter.delivery'),
          order: 'M-1050',
        },
      ],
      interactions: [-1, -3, -5, -30].map((ago, i) => ({
        id: `i${i}`,
        kind: c.phone,
        startDate: at(now, ago),
        waited: `PT${3 + i}M`,
        matter: c.t('matter.delivery'),
        summary: c.t('summary'),
        told: [c.t('told')],
        resolved: i === 3,
        transfers: i % 2,
      })),
      payments: [
        {
          id: 'y1',
          reference: 'P-77',
          amount: eur(240),
          status: coded(locale, 'paid', 'status.paid', 'good'),
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
          status: coded(locale, 'closed', 'status.closed'),
          amount: eur(60),
          reason: c.t('reason.size'),
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
              comment: c.t('comment'),
            }
          : {}),
      })),
      loyalty: [
        {
          id: 'l',
          number: '9000 0000 0011',
          tier: { code: 'gold', label: c.t('tier.gold') },
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
          status: coded(locale, 'active', 'status.active', 'good'),
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
          purpose: coded(locale, 'marketing', 'purpose.marketing'),
          granted: true,
          dateModified: at(now, -500),
        },
        {
          id: 'k2',
          purpose: coded(locale, 'surveys', 'purpose.surveys'),
          granted: true,
          dateModified: at(now, -500),
        },
      ],
      promises: [
        {
          id: 'm',
          what: c.t('promise'),
          made: at(now, -3),
          due: at(now, -1),
          status: coded(locale, 'open', 'status.pending', 'bad'),
          by: c.t('promise.by'),
          order: 'M-1050',
        },
      ],
      behaviour: [
        {
          id: 'b',
          kind: coded(locale, 'visit', 'kind.visit'),
          startDate: at(now, -1),
          what: c.t('visited'),
        },
      ],
      things: [{ id: 'h', name: c.product.coffee, purchaseDate: at(now, -120), warrantyEnds: at(now, 975) }],
      scores: [
        {
          id: 'v',
          kind: coded(locale, 'value', 'kind.value'),
          value: 88,
          since: at(now, -9),
          model: 'v5',
        },
      ],
      policies: [
        {
          id: 'n',
          title: c.t('policy.title'),
          text: c.t('policy.text'),
          when: c.t('policy.when'),
          motive: c.t('matter.delivery'),
        },
      ],
    }
  },
}

/** 640 euros a year, happy: whoever moves a norm sees it here first. */
const middle: Sample = {
  id: 'middle',
  name: { full: 'Pablo Ejemplo Sanz', given: 'Pablo', family: 'Ejemplo Sanz' },
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
      preferences: [{ id: 'f', formOfAddress: coded(locale, 'tú', 'address.informal'), shop: 'Nervión' }],
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
          matter: c.t('matter.assembly'),
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
          tier: { code: 'silver', label: c.t('tier.silver') },
          points: 640,
          since: date(now, -900),
        },
      ],
      consents: [
        {
          id: 'k',
          purpose: coded(locale, 'marketing', 'purpose.marketing'),
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
  samples.map((s) => ({ id: s.id, name: s.name.full, says: message(`sample.${s.id}`, locale) }))
