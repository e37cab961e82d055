import { contact, live, mobile, somebody } from './crowd.ts'
import type { Life } from './life.ts'
import { men, surnames, women } from './names.ts'
import { shops } from './places.ts'
import type { Random } from './random.ts'
import { mailName, plain } from './spell.ts'

/** Life's dirt, one function a kind. Each takes a fresh person and returns everybody concerned. */
type Dirt = (r: Random, next: () => Life) => Life[]

const twoMails: Dirt = (r, next) => {
  const one = live(r, next())
  const other = `${mailName(one.given)}_${mailName(one.family).slice(0, 4)}@trabajo.example`
  one.mails.push(other)
  one.shop = [{}, { mail: other, bare: true, given: plain(one.given), created: Math.min(one.since, 300) }]
  one.orders = [...(one.orders ?? []), { day: -Math.min(one.since, 30), account: 1 }]
  return [one]
}
const family: Dirt = (r, next) => {
  const first = live(r, next())
  const mail = `familia.${mailName(first.family.split(' ')[0] ?? '')}${first.key.slice(1)}@casa.example`
  const all = [first, ...Array.from({ length: r.int(1, 2) }, () => live(r, next()))]
  return all.map((p) => ({
    ...p,
    mails: [mail],
    phones: first.phones,
    ...(first.street && { street: first.street }),
    ...(first.zip && { zip: first.zip }),
    ...(first.town && { town: first.town }),
    family: p === first ? p.family : `${first.family.split(' ')[0]} ${p.family.split(' ')[0]}`,
  }))
}
const info: Dirt = (r, next) => [contact(r, live(r, next()))]
const recycled: Dirt = (r, next) => {
  const before = live(r, next())
  const after = live(r, next())
  before.since = Math.max(before.since, 1900)
  before.orders = (before.orders ?? []).map((o) => ({
    day: Math.min(o.day, -1500),
    state: 'delivered' as const,
  }))
  if (before.shop?.[0]) before.shop[0].updated = 1500
  after.phones = before.phones
  return [before, after]
}
const fatherAndSon: Dirt = (r, next) => {
  const father = live(r, next())
  const given = r.pick(men)
  const son = live(r, next())
  const born = Number(father.born?.slice(0, 4) ?? 1950)
  return [
    { ...father, sex: 'm', given, born: `${Math.min(born, 1965)}-03-19` },
    {
      ...son,
      sex: 'm',
      given,
      family: father.family,
      born: `${Math.min(born, 1965) + 29}-03-19`,
      ...(father.street && { street: father.street }),
      ...(father.zip && { zip: father.zip }),
      ...(father.town && { town: father.town }),
    },
  ]
}
const twins: Dirt = (r, next) => {
  const [one, two] = [live(r, next()), live(r, next())]
  const [given, other] = r.some(women, 2)
  const shared = {
    sex: 'f' as const,
    family: one.family,
    ...(one.born && { born: one.born }),
    ...(one.street && { street: one.street }),
    ...(one.zip && { zip: one.zip }),
    ...(one.town && { town: one.town }),
  }
  return [
    { ...one, ...shared, given: given ?? one.given },
    { ...two, ...shared, given: other ?? two.given },
  ]
}
const marriedName: Dirt = (r, next) => {
  const one = live(r, next())
  one.desk = { family: r.pick(surnames) }
  return [one]
}
const swapped: Dirt = (r, next) => {
  const one = live(r, next())
  const [a = '', b = ''] = one.family.split(' ')
  one.till = { ...one.till, family: `${b} ${a}`, name: `${one.given} ${b} ${a}` }
  return [one]
}
const stale: Dirt = (r, next) => {
  const one = live(r, next())
  one.till = { ...one.till, street: 'Calle Vieja, 3', updated: Math.max(900, one.since) }
  return [one]
}
const plainLife: Dirt = (r, next) => [live(r, next())]

/** `[share of the crowd, what]`; the rest is clean but for its spelling. */
const kinds: readonly (readonly [number, Dirt])[] = [
  [0.03, twoMails],
  [0.02, family],
  [0.008, info],
  [0.005, recycled],
  [0.005, fatherAndSon],
  [0.004, twins],
  [0.004, marriedName],
  [0.01, swapped],
  [0.03, stale],
]

/** `count` people, dirt included. */
export function* crowd(r: Random, count: number, oldest: number): Generator<Life> {
  let made = 0
  const next = () => somebody(r, ++made, oldest)
  while (made < count) {
    let draw = r.next()
    const kind = kinds.find(([share]) => (draw -= share) < 0)?.[1] ?? plainLife
    yield* kind(r, next)
  }
}

/** Nobody in particular: what tills write when nobody gives a name. */
export function walkIn(r: Random, n: number): Life {
  const spelt = r.pick([
    'Cliente contado',
    'CLIENTE CONTADO',
    'CONTADO',
    'Cliente Contado',
    'Cliente contado tienda',
  ])
  return {
    key: `walk${n}`,
    given: 'Cliente',
    family: 'contado',
    sex: 'f',
    mails: [],
    phones: [],
    since: 700,
    till: {
      name: spelt,
      phone: r.pick(['000000000', '600000000', null, '960 11 22 33']),
      mail: r.chance(0.3) ? 'info@almacenesribera.example' : null,
      bare: true,
    },
    tickets: [{ day: -r.int(0, 699), shop: r.pick(shops) }],
  }
}

/** Numbers the named people use must be nobody else's. */
export const crowdPhones = (count: number): Set<string> =>
  new Set(Array.from({ length: count }, (_, i) => mobile(i + 1)))
