import type { World } from '../../demo-host/people/world.ts'

/**
 * The shop's people and orders as Vendure can hold them: a mail is obligatory there, and an order needs lines
 * that add up.
 */
export function seedForVendure(world: World, crowd = 60, ordersEach = 10) {
  const named = new Set([...world.owned.values()].flatMap((owned) => owned.shop))
  const mails = new Set<string>()
  const withMail = world.raw.shop.customers.filter(
    (c) => c.email !== undefined && !mails.has(c.email.toLowerCase()) && mails.add(c.email.toLowerCase()),
  )
  const customers = [
    ...withMail.filter((c) => named.has(c.id)),
    ...withMail.filter((c) => !named.has(c.id)).slice(0, crowd),
  ]
  // A shop that checks numbers keeps them in one form; Vendure itself finds only what is spelt as asked.
  const spelt = customers.map((c) =>
    c.phone && /\d{9}$/.test(c.phone.replace(/\D/g, ''))
      ? { ...c, phone: `+34${c.phone.replace(/\D/g, '').slice(-9)}` }
      : c,
  )
  const kept = new Set(customers.filter((c) => named.has(c.id)).map((c) => c.id))
  const each = new Map<string, number>()
  const orders = world.raw.shop.orders
    .filter((o) => kept.has(o.customer) && o.state !== 'cancelled')
    .sort((a, b) => b.placed - a.placed)
    .filter((o) => {
      const n = (each.get(o.customer) ?? 0) + 1
      each.set(o.customer, n)
      return n <= ordersEach
    })
    .map((o) => ({
      number: o.number,
      customer: o.customer,
      placed: o.placed,
      payment: `P-${o.number}`,
      delivered: o.state === 'delivered',
      lines: o.lines.map(({ product, quantity, cents }) => ({ product, quantity, cents })),
    }))
  return { customers: spelt, orders }
}
