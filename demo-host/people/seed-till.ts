import type { Life } from './life.ts'
import type { SeedContext } from './seed-context.ts'
import { linesFor, sum } from './seed-shop.ts'
import { isCrowd, spellPhone, tillName } from './spell.ts'

/** Member of the loyalty programme with everything the shops know. Returns the member's id. */
export function seedTill(context: SeedContext, life: Life): number[] {
  const { raw, r, when, count } = context
  const t = life.till
  if (!t) return []
  const member = ++count.member
  const phone =
    t.phone === null
      ? undefined
      : (t.phone ?? (life.phones[0] && spellPhone(r, life.phones[0], !isCrowd(life.key))))
  const mail = t.mail === null ? undefined : (t.mail ?? life.mails[0])
  const joined = Math.max(1, Math.min(life.since, t.created ?? life.since))
  raw.till.members.push({
    id: member,
    name: t.name ?? tillName(r, t.given ?? life.given, t.family ?? life.family),
    points: t.points ?? 0,
    expiring: t.expiring ?? 0,
    voucher: t.voucher ?? 0,
    updated: when.at(-(t.updated ?? Math.min(life.since, 60))),
    ...(!t.bare && {
      card: t.card ?? `9724 0001 ${String(++count.card).padStart(5, '0')}`,
      tier: t.tier ?? 'basica',
      tierSince: when.day(-(t.tierDays ?? joined)),
      since: when.day(-joined),
    }),
    ...(phone && { phone }),
    ...(mail && { mail }),
    ...(!t.bare && life.born && { born: life.born }),
    ...(!t.bare &&
      life.town && { street: t.street ?? life.street ?? '', zip: life.zip ?? '', town: life.town }),
    ...(t.tierBefore && { tierBefore: t.tierBefore }),
    ...(t.expiring && { expires: when.day(30) }),
    ...(t.shop && { shop: t.shop }),
    ...(t.vip && { vip: t.vip }),
  })
  for (const k of life.tickets ?? []) {
    const lines = k.lines ?? linesFor(context, k.cents)
    const number = k.number ?? `T-${++count.ticket}`
    const cents = k.cents ?? sum(lines)
    raw.till.tickets.push({
      number,
      member,
      at: when.past(k.day, r.int(10, 20), r.int(0, 59)),
      shop: k.shop,
      cents,
      lines,
    })
    if (k.back)
      raw.till.returns.push({
        id: count.row++,
        member,
        ticket: number,
        cents: lines[0]?.cents ?? cents,
        reason: k.back.reason,
        product: lines[0]?.product ?? 'Artículo',
        at: when.past(k.back.day, 18),
      })
  }
  const id = () => count.row++
  if (life.preferences) raw.till.preferences.push({ member, ...life.preferences })
  for (const x of life.things ?? [])
    raw.till.things.push({
      id: id(),
      member,
      name: x.name,
      serial: x.serial,
      state: x.state,
      bought: when.at(x.day, 18),
      warranty: when.at(x.day + x.years * 365, 23, 59),
    })
  for (const x of life.friends ?? [])
    raw.till.referrals.push({
      id: id(),
      member,
      at: when.past(x.day, 12),
      friend: x.friend,
      bought: x.bought,
      reward: x.bought ? 1000 : 0,
    })
  for (const { day, ...x } of life.scores ?? [])
    raw.till.scores.push({ id: id(), member, ...x, at: when.past(day, 4) })
  for (const x of life.relations ?? []) raw.till.relations.push({ id: id(), member, ...x })
  for (const x of life.promises ?? [])
    raw.till.promises.push({
      id: id(),
      member,
      what: x.what,
      by: x.by,
      made: when.past(x.made, 11),
      due: when.at(x.due, 23, 59),
      ...(x.kept !== undefined && { kept: when.at(x.kept, 12) }),
      ...(x.order && { order: x.order }),
    })
  return [member]
}
