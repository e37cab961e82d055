import type { InValue } from '@libsql/client'
import { wallClock } from '../people/calendar.ts'
import type { Raw } from '../people/raw.ts'
import { lastNineDigits } from './reply.ts'
import { tierWord } from './till-schema.ts'

type Rows = [table: string, rows: InValue[][]]
const no = <T>(x: T | undefined): T | null => x ?? null
const euros = (cents: number) => cents / 100

/** Everything of the till, table by table, in column order. */
export function tillRows({ till }: Raw): Rows[] {
  return [
    [
      'socios',
      till.members.map((m) => [
        m.id,
        no(m.card),
        no(m.card?.replace(/\s/g, '')),
        m.name,
        no(m.phone),
        m.phone ? lastNineDigits(m.phone) : null,
        no(m.mail),
        no(m.born),
        no(m.street),
        no(m.zip),
        no(m.town),
        m.tier ? tierWord[m.tier] : null,
        no(m.tierSince),
        m.tierBefore ? tierWord[m.tierBefore] : null,
        m.points,
        m.expiring,
        no(m.expires),
        euros(m.voucher),
        no(m.since),
        no(m.shop),
        no(m.vip),
        wallClock(m.updated),
      ]),
    ],
    [
      'tiques',
      till.tickets.map((t) => [
        t.number,
        no(t.member),
        wallClock(t.at),
        t.shop,
        euros(t.cents),
        t.lines.reduce((n, l) => n + l.quantity, 0),
      ]),
    ],
    [
      'lineas',
      till.tickets.flatMap((t) =>
        t.lines.map((l) => [t.number, l.product, l.category, l.quantity, euros(l.cents), no(l.gift)]),
      ),
    ],
    [
      'preferencias',
      till.preferences.map((p) => [
        p.member,
        no(p.address),
        no(p.language),
        no(p.channel),
        no(p.hour),
        no(p.shop),
        no(p.top),
        no(p.shoe),
        no(p.brands),
        no(p.likes),
        no(p.remark),
      ]),
    ],
    [
      'productos_socio',
      till.things.map((x) => [
        x.id,
        x.member,
        x.name,
        x.serial,
        wallClock(x.bought),
        wallClock(x.warranty),
        x.state,
        no(x.ticket),
      ]),
    ],
    [
      'devoluciones',
      till.returns.map((x) => [
        x.id,
        x.member,
        x.ticket,
        euros(x.cents),
        x.reason,
        x.product,
        wallClock(x.at),
      ]),
    ],
    [
      'amigos',
      till.referrals.map((x) => [
        x.id,
        x.member,
        wallClock(x.at),
        x.friend,
        x.bought ? 1 : 0,
        euros(x.reward),
      ]),
    ],
    [
      'modelos',
      till.scores.map((x) => [
        x.id,
        x.member,
        x.kind,
        x.value,
        no(x.before),
        x.cents === undefined ? null : euros(x.cents),
        wallClock(x.at),
        x.model,
      ]),
    ],
    [
      'vinculos',
      till.relations.map((x) => [
        x.id,
        x.member,
        x.kind,
        x.name,
        no(x.role),
        no(x.since),
        no(x.parent),
        x.cents === undefined ? null : euros(x.cents),
        no(x.card),
      ]),
    ],
    [
      'promesas',
      till.promises.map((x) => [
        x.id,
        x.member,
        x.what,
        wallClock(x.made),
        wallClock(x.due),
        x.kept === undefined ? null : wallClock(x.kept),
        x.by,
        no(x.order),
      ]),
    ],
  ]
}
