import rest from '../../connectors/catalog/rest/index.ts'
import { tillFields, tillRecord } from '../connect/till-fields.ts'
import type { Raw } from '../people/raw.ts'
import { boundedNumber, groupBy, json, lastNineDigits, type System, startsLike } from '../systems/reply.ts'
import { tillRows } from '../systems/till-rows.ts'
import { schema } from '../systems/till-schema.ts'

/** There is no SQL in a page: the till's very tables, as JSON. */
type Row = Record<string, unknown>
const columns = new Map(
  [...schema.matchAll(/CREATE TABLE (\w+) \(([^;]+)\);/g)].map(([, table, all]) => [
    table as string,
    (all as string).split(',').map((column) => column.trim().split(' ')[0] as string),
  ]),
)
const newestBy: Readonly<Record<string, string>> = {
  tiques: 'hora',
  devoluciones: 'hora',
  productos_socio: 'compra',
  amigos: 'fecha',
  modelos: 'fecha',
  vinculos: 'id',
  promesas: 'hecha',
}

export function staticTill(raw: Raw): System {
  const tables = new Map(
    tillRows(raw).map(([table, rows]) => [
      table,
      rows.map((row): Row => Object.fromEntries((columns.get(table) ?? []).map((name, i) => [name, row[i]]))),
    ]),
  )
  const of = (table: string): Row[] => tables.get(table) ?? []
  const lines = groupBy(of('lineas'), (row) => row.tique)
  for (const row of of('tiques')) row.lines = lines.get(row.numero) ?? []
  for (const row of of('promesas')) row.estado = row.cumplida === null ? 'open' : 'kept'
  const lists = new Map(
    Object.entries(newestBy).map(([table, date]) => [
      table,
      groupBy(
        [...of(table)].sort((a, b) => (String(a[date]) < String(b[date]) ? 1 : -1)),
        (row) => String(row.socio),
      ),
    ]),
  )
  const members = of('socios')
  const found = (q: URLSearchParams): Row[] => {
    const [card, phone, mail, order, text] = ['loyalty', 'phone', 'mail', 'order', 'q'].map((name) =>
      q.get(name),
    )
    if (card) return members.filter((m) => m.tarjeta_num === card.replaceAll(' ', ''))
    if (phone) return members.filter((m) => m.tel9 === lastNineDigits(phone))
    if (mail) return members.filter((m) => String(m.correo ?? '').toLowerCase() === mail.toLowerCase())
    if (order) {
      const ticket = of('tiques').find((t) => t.numero === order.toUpperCase())
      return members.filter((m) => m.id === ticket?.socio).map((m) => ({ ...m, tique: ticket?.numero }))
    }
    return text
      ? members.filter(
          (m) =>
            startsLike(String(m.nombre), text) || String(m.tarjeta_num).startsWith(text.replaceAll(' ', '')),
        )
      : []
  }
  return {
    id: 'till',
    title: 'Caja y fidelidad',
    handle(request) {
      const { pathname, searchParams: q } = new URL(request.url)
      const [, kind, id, list] = pathname.split('/').map(decodeURIComponent)
      if (kind !== 'members') return json({ error: 'not found' }, 404)
      if (id === undefined) return json({ rows: found(q).slice(0, boundedNumber(q, 'limit', 50, 50)) })
      if (list === undefined) return json({ rows: members.filter((m) => String(m.id) === id) })
      if (list === 'preferencias') return json({ rows: of(list).filter((row) => String(row.socio) === id) })
      const rows = lists.get(list)?.get(id) ?? []
      const offset = boundedNumber(q, 'offset', 0, 1e6)
      return json({
        total: rows.length,
        sum: rows.reduce((sum, row) => sum + Number(row.importe ?? 0), 0),
        rows: rows.slice(offset, offset + Math.max(1, boundedNumber(q, 'limit', 20, 200))),
      })
    },
  }
}

const list = (table: string) =>
  ({
    call: { path: `/members/{record}/${table}`, query: { limit: '{limit}', offset: '{offset}' } },
    rows: 'rows',
    paging: { by: 'offset', total: 'total' },
    totals: { count: 'total' },
  }) as const
const member = { call: { path: '/members/{record}' }, rows: 'rows' } as const

/** The connector of the SQL till in every word but how it asks. */
export const tillOverJson = (base: string) =>
  rest({
    id: 'till',
    title: 'Fidelidad y caja',
    base,
    access: { kind: 'open' },
    currency: 'EUR',
    timeZone: 'Europe/Madrid',
    phonePrefix: '+34',
    find: {
      rows: 'rows',
      record: tillRecord,
      by: {
        loyalty: { path: '/members', query: { loyalty: '{value}' } },
        phone: { path: '/members', query: { phone: '{value}' } },
        mail: { path: '/members', query: { mail: '{value}' } },
        order: { path: '/members', query: { order: '{value}' } },
      },
    },
    search: { path: '/members', query: { q: '{text}', limit: '{limit}' } },
    answers: {
      person: { ...member, fields: tillFields.person },
      loyalty: { ...member, freshFor: 60, fields: tillFields.loyalty },
      preferences: {
        call: { path: '/members/{record}/preferencias' },
        rows: 'rows',
        id: 'socio',
        fields: tillFields.preferences,
      },
      orders: {
        ...list('tiques'),
        id: 'numero',
        url: 'https://caja.example/tiques/{numero}',
        freshFor: 30,
        totals: { count: 'total', sum: 'sum' },
        fields: tillFields.orders,
      },
      returns: {
        ...list('devoluciones'),
        url: 'https://caja.example/devoluciones/{id}',
        fields: tillFields.returns,
      },
      things: {
        ...list('productos_socio'),
        url: 'https://caja.example/productos/{id}',
        fields: tillFields.things,
      },
      referrals: { ...list('amigos'), fields: tillFields.referrals },
      scores: { ...list('modelos'), fields: tillFields.scores },
      relations: { ...list('vinculos'), fields: tillFields.relations },
      promises: {
        ...list('promesas'),
        url: 'https://caja.example/promesas/{id}',
        fields: tillFields.promises,
      },
    },
  })
