import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../support/demo.ts'
import { clear, openRoleCard, type RoleCard, rowsOf } from './role-card.ts'

const people = ['600 12 34 56', '601 22 33 44', '602 33 44 55', '603 44 55 66']
/** What both cards show, as plain values: facts of rows that stand on both, and conclusions. */
function differences(a: RoleCard, b: RoleCard): string[] {
  const found: string[] = []
  for (const reading of a.readings) {
    // Handles are sealed for one agent; a row is the same row when its own number or its moment and place
    // are.
    const other = rowsOf(b, reading.question, reading.connector)
    const nameOf = (row: (typeof other)[number]) =>
      String(clear(row.fields.orderNumber) ?? clear(row.fields.number) ?? clear(row.fields.name) ?? 'one')
    for (const row of rowsOf(a, reading.question, reading.connector)) {
      const twin = other.find((o) => nameOf(o) === nameOf(row))
      for (const [name, field] of Object.entries(row.fields)) {
        const theirs = twin?.fields[name]
        if (!twin || field.shown !== 'clear' || theirs?.shown !== 'clear') continue
        if (!agree(field.value, theirs.value))
          found.push(
            `${reading.question}.${name} of ${nameOf(row)}: ${JSON.stringify(field.value)} / ${JSON.stringify(theirs.value)}`,
          )
        else shared++
      }
    }
  }
  for (const [rule, s] of a.signals) {
    const theirs = b.signals.get(rule)
    if (s.answer.shown !== 'clear' || theirs?.answer.shown !== 'clear') continue
    if (JSON.stringify(s.answer.value) !== JSON.stringify(theirs.answer.value))
      found.push(`${rule}: ${JSON.stringify(s.answer.value)} / ${JSON.stringify(theirs.answer.value)}`)
    else shared++
  }
  const name = (h: RoleCard) => JSON.stringify([h.who.person?.name, h.who.person?.kind])
  if (name(a) !== name(b)) found.push(`name: ${name(a)} / ${name(b)}`)
  return found
}
/** Equal in all that both hold: the till sees the lines of an order without their prices. */
function agree(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, i) => agree(one, b[i]))
  if (typeof a === 'object' && typeof b === 'object' && a && b)
    return Object.keys(a).every((key) => !(key in b) || agree(a[key as never], b[key as never]))
  return a === b
}
let shared = 0

/** Till and phone show two cards of one truth: different, and never at odds. */
describe('consistent, not uniform', () => {
  let demo: Demo
  beforeAll(async () => {
    demo = await startDemo({ people: 300 })
  })
  afterAll(() => demo?.stop())

  it('what till and phone both show of a customer is equal', async () => {
    for (const value of people) {
      const [till, phone] = await Promise.all([
        openRoleCard(demo, 'store', [{ kind: 'phone', value }]),
        openRoleCard(demo, 'adviser', [{ kind: 'phone', value }]),
      ])
      expect(differences(till, phone), value).toEqual([])
      expect(till.who.ficha.id).not.toBe(phone.who.ficha.id)
    }
    // Four people of whom both cards show much: an empty comparison proves nothing.
    expect(shared).toBeGreaterThan(30)
  })
  it('would notice a fact that differs', async () => {
    const [till, phone] = await Promise.all([
      openRoleCard(demo, 'store', [{ kind: 'phone', value: people[0] as string }]),
      openRoleCard(demo, 'adviser', [{ kind: 'phone', value: people[0] as string }]),
    ])
    const lied = structuredClone({ ...phone, post: undefined }) as unknown as RoleCard
    const order = rowsOf(lied, 'orders', 'shop')[0]
    if (order) (order.fields as Record<string, unknown>).status = { shown: 'clear', value: { code: 'lost' } }
    expect(differences(till, lied).join()).toContain('orders.status')
  })
})
