import { iso } from '../people/calendar.ts'
import type { Raw, ShopCustomer, ShopOrder } from '../people/raw.ts'
import { isWay, ways } from './contact-by.ts'
import { policies } from './policies.ts'
import { bearer, boundedNumber, groupBy, json, lastNineDigits, type System, startsLike } from './reply.ts'

const customer = (c: ShopCustomer) => ({
  id: c.id,
  email: c.email ?? null,
  email_verified: c.emailVerified,
  first_name: c.firstName,
  last_name: c.lastName,
  phone: c.phone ?? null,
  birth_date: c.born ?? null,
  tax_id: c.taxId ?? null,
  locale: c.language ?? null,
  segment: c.segment ?? null,
  contact_by: c.contactBy ?? null,
  company: c.company ? { name: c.company } : null,
  default_address:
    c.city === undefined
      ? null
      : { line1: c.street, postcode: c.zip, city: c.city, province: c.region, country: 'ES' },
  created_at: iso(c.created),
  updated_at: iso(c.updated),
})
const order = (o: ShopOrder) => ({
  number: o.number,
  customer_id: o.customer,
  placed_at: iso(o.placed),
  state: o.state,
  total_cents: o.cents,
  currency: 'EUR',
  channel: o.channel,
  item_count: o.lines.reduce((n, l) => n + l.quantity, 0),
  reason: o.why ?? null,
  lines: o.lines.map((l) => ({
    name: l.product,
    qty: l.quantity,
    unit_cents: l.cents,
    category: l.category,
    gift_note: l.gift ?? null,
  })),
  promised_at: o.promised ? iso(o.promised) : null,
  delivered_at: o.delivered ? iso(o.delivered) : null,
  ship_to: o.shipTo ?? null,
  pickup_point: o.pickup ?? null,
})

/** The online shop: REST, JSON, cents, ISO dates in UTC, cursors, bearer token. */
export function shop(raw: Raw, secret: string): System {
  const { customers, orders, payments, returns, consents } = raw.shop
  const byId = new Map(customers.map((c) => [c.id, c]))
  const byMail = groupBy(customers, (c) => c.email?.toLowerCase())
  const byPhone = groupBy(customers, (c) => (c.phone ? lastNineDigits(c.phone) : undefined))
  const byNumber = new Map(orders.map((o) => [o.number, o]))
  const newest = <T>(rows: readonly T[], at: (row: T) => number) => [...rows].sort((a, b) => at(b) - at(a))
  const lists: Record<string, Map<string, { cents?: number; row: unknown }[]>> = {
    orders: groupBy(
      newest(orders, (o) => o.placed).map((o) => ({ customer: o.customer, cents: o.cents, row: order(o) })),
      (x) => x.customer,
    ),
    payments: groupBy(
      newest(payments, (p) => p.at).map((p) => ({
        customer: p.customer,
        cents: p.cents,
        row: {
          reference: p.ref,
          order_number: p.order,
          amount_cents: p.cents,
          currency: 'EUR',
          state: p.state,
          method: p.method,
          created_at: iso(p.at),
          due_at: p.due ? iso(p.due) : null,
          iban: p.iban ?? null,
        },
      })),
      (x) => x.customer,
    ),
    returns: groupBy(
      newest(returns, (r) => r.at).map((r) => ({
        customer: r.customer,
        cents: r.cents,
        row: {
          rma: r.rma,
          order_number: r.order,
          refund_cents: r.cents,
          currency: 'EUR',
          state: r.state,
          reason: r.reason,
          product: r.product,
          created_at: iso(r.at),
        },
      })),
      (x) => x.customer,
    ),
    consents: groupBy(
      newest(consents, (c) => c.at).map((c) => ({
        customer: c.customer,
        row: {
          id: c.id,
          purpose: c.purpose,
          granted: c.granted,
          channel: c.channel,
          changed_at: iso(c.at),
          basis: c.basis,
        },
      })),
      (x) => x.customer,
    ),
  }

  const find = (q: URLSearchParams): ShopCustomer[] => {
    const [email, phone, text] = [q.get('email'), q.get('phone'), q.get('q')]
    if (email !== null) return byMail.get(email.toLowerCase()) ?? []
    if (phone !== null)
      return lastNineDigits(phone).length === 9 ? (byPhone.get(lastNineDigits(phone)) ?? []) : []
    if (text !== null && /^[+\d\s]{4,}$/.test(text))
      return customers.filter(
        (c) => c.phone !== undefined && lastNineDigits(c.phone).includes(lastNineDigits(text)),
      )
    if (text !== null && text.length > 1)
      return customers.filter((c) => startsLike(`${c.firstName} ${c.lastName} ${c.email ?? ''}`, text))
    return customers
  }

  const taken = new Map<string, object>()
  /**
   * What the customer says is taken in once per idempotency key: when they were born, how they want to be
   * reached, whether they want offers.
   */
  const write = async (request: Request, c: ShopCustomer, list: string | undefined): Promise<Response> => {
    const key = request.headers.get('idempotency-key') ?? ''
    const before = taken.get(key)
    if (before) return json(before)
    const b = (await request.json().catch(() => ({}))) as Record<string, unknown>
    const done = (row: object): Response => {
      if (key) taken.set(key, row)
      return json(row, 201)
    }
    if (list === 'birth-date') {
      const said = b.birth_date
      if (typeof said !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(said) || !(Date.parse(said) < Date.now()))
        return json({ error: { code: 'birth_date', message: 'a past day, YYYY-MM-DD' } }, 422)
      c.born = said
      c.updated = Date.now()
      return done(customer(c))
    }
    if (list === 'contact-by') {
      const said = b.contact_by
      if (!isWay(said))
        return json({ error: { code: 'contact_by', message: `one of ${ways.join(', ')}` } }, 422)
      c.contactBy = said
      c.updated = Date.now()
      return done(customer(c))
    }
    if (list !== 'consents' || b.purpose !== 'marketing' || (b.granted !== 'yes' && b.granted !== 'no'))
      return json({ error: { code: 'not_found' } }, 404)
    const row = {
      id: `k-new-${taken.size + 1}`,
      purpose: 'marketing',
      granted: b.granted === 'yes',
      channel: 'phone',
      changed_at: iso(Date.now()),
      basis: 'por teléfono',
    }
    lists.consents?.set(c.id, [{ row }, ...(lists.consents.get(c.id) ?? [])])
    return done(row)
  }
  return {
    id: 'shop',
    title: 'Tienda en línea',
    handle(request) {
      const { pathname, searchParams: q } = new URL(request.url)
      if (!bearer(request, secret)) return json({ error: { code: 'unauthorized' } }, 401)
      const [, version, kind, id, list] = pathname.split('/').map(decodeURIComponent)
      if (version !== 'v2') return json({ error: { code: 'not_found' } }, 404)
      if (kind === 'policies') return json({ data: policies })
      if (kind === 'customers' && id === undefined) {
        const found = find(q)
        return json({
          data: found.slice(0, boundedNumber(q, 'limit', 20, 50)).map(customer),
          meta: { total: found.length },
        })
      }
      if (kind === 'orders' && id !== undefined) {
        const o = byNumber.get(id)
        const c = o && byId.get(o.customer)
        return o && c
          ? json({ ...order(o), customer: customer(c) })
          : json({ error: { code: 'not_found' } }, 404)
      }
      const c = kind === 'customers' && id !== undefined ? byId.get(id) : undefined
      if (!c) return json({ error: { code: 'not_found' } }, 404)
      if (request.method === 'POST') return write(request, c, list)
      if (list === undefined) return json(customer(c))
      const all = Object.hasOwn(lists, list) ? (lists[list]?.get(c.id) ?? []) : undefined
      if (!all) return json({ error: { code: 'not_found' } }, 404)
      const from = boundedNumber(q, 'after', 0, 1e9)
      const limit = Math.max(1, boundedNumber(q, 'limit', 20, 200))
      const next = from + limit < all.length ? String(from + limit) : null
      return json({
        data: all.slice(from, from + limit).map((x) => x.row),
        meta: { total: all.length, sum_cents: all.reduce((n, x) => n + (x.cents ?? 0), 0), next },
      })
    },
  }
}
