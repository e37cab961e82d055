import type { Life } from '../life.ts'

/** Buys for forty hotels: 5,000 orders and 50,000 things on the timeline. Nothing of it may travel whole. */
const beatriz = (): Life => {
  const day = (i: number, of: number) => -1 - Math.floor((i / of) * 2500)
  return {
    key: 'beatriz',
    given: 'Beatriz',
    family: 'Lozano Marín',
    sex: 'f',
    born: '1975-05-05',
    mails: ['beatriz.lozano@hoteleslozano.example'],
    phones: ['+34617192021'],
    street: 'Avenida de la Constitución, 100',
    zip: '35003',
    town: 'Las Palmas',
    region: 'Canarias',
    since: 2560,
    shop: [{ company: 'Hoteles Lozano SA', segment: 'empresa' }],
    desk: {},
    till: { name: 'BEATRIZ LOZANO MARIN', card: '9724 0011 0001', tier: 'oro', points: 99_000 },
    visitors: [{ id: 'v-beatriz', known: true }],
    orders: Array.from({ length: 5000 }, (_, i) => ({
      day: day(i, 5000),
      cents: 10_000 + (i % 90) * 100,
      ...(i < 3 && { state: 'shipped' as const, promised: 1 }),
    })),
    events: Array.from({ length: 33_000 }, (_, i) => ({
      type: i % 5 ? ('visit' as const) : ('search' as const),
      day: day(i, 33_000),
      what: i % 5 ? 'Catálogo de lencería' : 'toallas 500 g',
    })),
    calls: Array.from({ length: 6000 }, (_, i) => ({
      day: day(i, 6000),
      seconds: 90 + (i % 200),
      waited: i % 40,
      direction: i % 3 ? ('in' as const) : ('out' as const),
      kind: 'call' as const,
      matter: 'pedido',
      summary: 'Pedido semanal',
      said: [],
      offered: [],
      transfers: 0,
      solved: true,
    })),
    requests: Array.from({ length: 400 }, (_, i) => ({
      subject: `Entrega parcial ${i + 1}`,
      queue: 'Consultas' as const,
      status: i < 2 ? ('open' as const) : ('resolved' as const),
      day: day(i, 400),
      ...(i < 2 ? { dueIn: 3 } : { closed: Math.min(0, day(i, 400) + 2) }),
      matter: 'entrega',
      words: [
        ['c', day(i, 400), 'Falta un bulto.'],
        ['a', Math.min(0, day(i, 400) + 1), 'Sale mañana.'],
      ] as ['c' | 'a', number, string][],
    })),
    surveys: [{ kind: 'nps', score: 8, day: -30, channel: 'mail' }],
    relations: [
      {
        kind: 'company',
        name: 'Hoteles Lozano SA',
        role: 'compras',
        parent: 'Lozano Inversiones',
        cents: 71_000_000,
      },
    ],
    campaigns: Array.from({ length: 600 }, (_, i) => ({
      name: `Profesional ${i + 1}`,
      offer: 'Precio por volumen',
      channel: 'mail' as const,
      opened: i % 2 === 0,
      day: day(i, 600),
    })),
  }
}
/** Writes code where a name should be, and turns text around. Shown as text, all of it. */
const hostile: Life = {
  key: 'hostil',
  given: '<img src=x onerror=alert(1)>',
  family: '\u202Etxet desrever\u202C "Bobby\'; DROP TABLE',
  sex: 'm',
  born: '1990-01-01',
  mails: ['hostil+<b>@mail.example'],
  phones: ['+34618202122'],
  street: '{{7*7}} ${jndi:ldap://x}',
  zip: '28001',
  town: '<script>alert(2)</script>',
  region: '\u0000\u200B',
  since: 90,
  shop: [{}],
  desk: {},
  till: {
    name: '\u2066<img src=x onerror=alert(1)>\u2069 \u202Etxet desrever\u202C "Bobby\'; DROP TABLE<svg/onload=alert(3)>',
    card: '9724 0012 0001',
  },
  orders: [
    {
      day: -5,
      cents: 1295,
      lines: [
        { product: '</p><iframe src=javascript:alert(4)>', category: 'moda', quantity: 1, cents: 1295 },
      ],
      why: 'javascript:alert(5)',
    },
  ],
  requests: [
    {
      subject: '<a href="javascript:alert(6)">\u202Egpj.adjunto</a>',
      queue: 'Reclamaciones',
      status: 'open',
      day: -1,
      dueIn: 3,
      said: ['"><script>alert(7)</script>'],
      words: [['c', -1, `<img src=x onerror=alert(8)> ${'Z̷͝a̵l̴g̶o '.repeat(20)}`]],
    },
  ],
  surveys: [{ kind: 'nps', score: 1, day: -2, channel: 'mail', comment: '=HYPERLINK("http://x","y")' }],
}
/** A name and a telephone on a till; nothing else, anywhere. */
const ana: Life = {
  key: 'ana',
  given: 'Ana',
  family: 'Gil',
  sex: 'f',
  mails: [],
  phones: ['+34619212223'],
  since: 3,
  till: { name: 'Ana Gil', phone: '619 21 22 23', bare: true },
}
/** Not a customer yet: a browser that looked at one thing nine times and left it in the cart. */
const prospect: Life = {
  key: 'prospect',
  given: '',
  family: '',
  sex: 'f',
  mails: [],
  phones: [],
  since: 6,
  visitors: [{ id: 'v-7f3a9c21', known: false, device: 'Android' }],
  events: [
    ...[-6, -5, -5, -3, -2, -2, -1, -1, 0].map((day, i) => ({
      type: 'visit' as const,
      day,
      hour: 8 + i,
      what: 'Bicicleta 16"',
    })),
    { type: 'search', day: -2, what: 'bicicleta niña 5 años' },
    { type: 'cart', day: 0, hour: 9, what: 'Bicicleta 16"', cents: 13_990 },
    { type: 'video', day: -1, what: 'Cómo elegir la talla de una bicicleta' },
  ],
}
export const edge = (): Life[] => [beatriz(), hostile, ana, prospect]
