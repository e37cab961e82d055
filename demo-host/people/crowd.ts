import type { Life, LifeOrder, LifeRequest } from './life.ts'
import { matters } from './matters.ts'
import { companies, mailDomains, men, surnames, women } from './names.ts'
import { shops, streets, towns } from './places.ts'
import { hasWarranty, products } from './products.ts'
import type { Random } from './random.ts'
import { mailName, taxId } from './spell.ts'

/** A mobile nobody else in the crowd has: 6 and eight digits, spread so that neighbours look unlike. */
export const mobile = (n: number): string =>
  `+346${String(20_000_000 + ((n * 7_919_001) % 78_999_989)).padStart(8, '0')}`

/** The truth about person number `n`: who they are, before any system spells it. */
export function somebody(r: Random, n: number, oldest: number): Life {
  const sex = r.chance(0.55) ? 'f' : 'm'
  const given =
    r.pick(sex === 'f' ? women : men) + (r.chance(0.08) ? ` ${r.pick(sex === 'f' ? women : men)}` : '')
  const family = `${r.pick(surnames)} ${r.pick(surnames)}`
  const [town, zip, region] = r.pick(towns)
  const born = `${r.int(1940, 2006)}-${String(r.int(1, 12)).padStart(2, '0')}-${String(r.int(1, 28)).padStart(2, '0')}`
  const [first = '', second = ''] = family.split(' ')
  const local = r.pick([
    `${mailName(given)}.${mailName(first)}`,
    `${mailName(given)[0]}${mailName(first)}${born.slice(2, 4)}`,
    `${mailName(first)}.${mailName(second)}`,
    `${mailName(given)}${mailName(first).slice(0, 3)}${mailName(second).slice(0, 3)}`,
  ])
  return {
    key: `c${n}`,
    given,
    family,
    sex,
    born,
    taxId: taxId(10_000_000 + ((n * 613) % 79_999_999)),
    mails: [`${local}${n}@${r.pick(mailDomains)}`],
    phones: [mobile(n)],
    street: `${r.pick(streets)}, ${r.int(1, 140)}`,
    zip: `${zip}${String(r.int(1, 45)).padStart(2, '0')}`,
    town,
    region,
    since: r.int(1, oldest),
  }
}

const orders = (r: Random, since: number): LifeOrder[] => {
  const many = Math.min(60, Math.floor(Math.exp(r.next() * 3.1) * Math.min(1, 0.3 + since / 1500)))
  return Array.from({ length: many }, (): LifeOrder => {
    const day = -Math.floor(r.next() ** 1.4 * since)
    const recent = day > -4
    return {
      day,
      channel: r.pick(['web', 'web', 'app', 'phone'] as const),
      state: recent
        ? r.pick(['paid', 'packed', 'shipped'] as const)
        : r.chance(0.02)
          ? 'cancelled'
          : r.chance(0.01)
            ? 'delayed'
            : 'delivered',
      ...(recent && { promised: day + 4 }),
      ...(r.chance(0.25) && { pickup: `Tienda ${r.pick(shops)}` }),
      ...(!recent &&
        r.chance(0.07) && {
          back: {
            reason: r.pick(['talla', 'no era lo esperado', 'llegó roto', 'regalo repetido']),
            day: Math.min(0, day + 9),
          },
        }),
      ...(r.chance(0.01) && { paid: 'declined' as const }),
    }
  }).sort((a, b) => a.day - b.day)
}

function requests(r: Random, life: Life): LifeRequest[] {
  return Array.from({ length: r.int(1, 3) }, (_, i): LifeRequest => {
    const day = i === 0 && r.chance(0.15) ? -r.int(0, 6) : -r.int(0, Math.min(life.since, 900))
    const open = day > -8 && r.chance(0.7)
    const m = r.pick(matters)
    return {
      subject: m.subject,
      queue: m.queue,
      matter: m.matter,
      day,
      channel: r.pick(['mail', 'web', 'chat', 'phone'] as const),
      status: open ? r.pick(['new', 'open'] as const) : 'resolved',
      priority: r.pick([10, 20, 40]),
      ...(open ? { dueIn: day + 7 } : { closed: Math.min(0, day + r.int(0, 4)) }),
      words: [
        ['c', day, m.words],
        ...(r.chance(0.8) ? [['a', Math.min(0, day + 1), m.answer] as ['a', number, string]] : []),
      ],
    }
  })
}

/**
 * Adds the systems that know this person, and how. Most people are known to two or three of them, few to all.
 */
export function live(r: Random, life: Life): Life {
  const online = r.chance(0.72)
  const member = r.chance(online ? 0.55 : 1)
  const shop = r.pick(shops)
  if (online) {
    life.shop = [
      {
        ...(r.chance(0.1) && { street: `${r.pick(streets)}, ${r.int(1, 90)} (antigua)` }),
        ...(r.chance(0.15) && { phone: null }),
      },
    ]
    life.orders = orders(r, life.since)
    if (r.chance(0.7))
      life.consents = [
        { purpose: 'marketing', granted: r.chance(0.6), channel: 'mail' },
        { purpose: 'surveys', granted: r.chance(0.8), channel: 'mail' },
      ]
    if (r.chance(0.3)) life.visitors = [{ id: `v-${life.key}`, known: true }]
    if (life.visitors)
      life.events = Array.from({ length: r.int(1, 6) }, () => ({
        type: r.pick(['visit', 'search', 'cart'] as const),
        day: -r.int(0, 60),
        what: r.pick(products)[0],
      }))
    if (r.chance(0.4))
      life.campaigns = [
        {
          name: 'Rebajas',
          offer: '20 % en moda',
          channel: 'mail',
          opened: r.chance(0.4),
          day: -r.int(10, 120),
        },
      ]
  }
  if (member) {
    const spent = r.int(0, 4000)
    life.till = {
      points: spent,
      tier: spent > 3400 ? 'oro' : spent > 2200 ? 'plata' : 'basica',
      shop,
      ...(r.chance(0.35) && { mail: null }),
      ...(r.chance(0.1) && { phone: null }),
    }
    life.tickets = Array.from({ length: r.int(0, 6) }, () => ({
      day: -r.int(0, life.since),
      shop: r.chance(0.8) ? shop : r.pick(shops),
      ...(r.chance(0.05) && { back: { reason: 'cambio de opinión', day: 0 } }),
    }))
    if (r.chance(0.3))
      life.preferences = {
        shop,
        top: r.pick(['XS', 'S', 'M', 'L', 'XL']),
        shoe: String(r.int(35, 46)),
        address: r.pick(['tú', 'usted'] as const),
      }
    if (r.chance(0.3))
      life.scores = [{ kind: 'churn', value: r.int(1, 95) / 100, day: -r.int(1, 30), model: 'abandono-3' }]
    if (r.chance(0.06)) life.friends = [{ day: -r.int(5, 500), friend: r.pick(women), bought: r.chance(0.5) }]
    const dear = r.chance(0.15) ? r.pick(products.filter(hasWarranty)) : undefined
    if (dear)
      life.things = [
        {
          name: dear[0],
          serial: `SN${life.key.slice(1)}${r.int(100, 999)}`,
          state: 'ok',
          day: -r.int(5, Math.max(6, Math.min(life.since, 1000))),
          years: 3,
        },
      ]
  }
  if (r.chance(0.3)) {
    life.desk = { ...(r.chance(0.3) && { phone: null }) }
    life.requests = requests(r, life)
    if (r.chance(0.5))
      life.calls = [
        {
          day: -r.int(0, 200),
          seconds: r.int(40, 900),
          waited: r.int(0, 300),
          direction: 'in',
          kind: 'call',
          matter: 'pedido',
          summary: 'Pregunta por su pedido',
          said: [],
          offered: [],
          transfers: r.chance(0.2) ? 1 : 0,
          solved: r.chance(0.8),
        },
      ]
  }
  if (r.chance(0.25))
    life.surveys = [
      { kind: 'nps', score: r.pick([2, 5, 7, 8, 8, 9, 9, 10]), day: -r.int(3, 400), channel: 'mail' },
    ]
  if (r.chance(0.08))
    life.subscriptions = [
      {
        product: 'Ribera Plus',
        plan: 'anual',
        cents: 2990,
        state: 'active',
        day: -r.int(20, 360),
        renews: r.int(1, 340),
      },
    ]
  return life
}

/** A contact that writes from the company's own mailbox, as many do. */
export function contact(r: Random, life: Life): Life {
  const [name, domain] = r.pick(companies)
  life.mails = [`info@${domain}`]
  if (life.shop?.[0]) life.shop[0].company = name
  if (life.till)
    life.relations = [{ kind: 'company', name, role: r.pick(['compras', 'administración', 'gerencia']) }]
  return life
}
