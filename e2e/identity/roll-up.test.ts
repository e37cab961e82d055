import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, session, startDemo } from '../support/demo.ts'

let demo: Demo
let browser: Browser
beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startDemo(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

/**
 * She buys for a firm; two more of its people have cards of their own, and are found by them in the shop and
 * at the till.
 */
const marta = '611 12 13 14'
type Up = {
  members: {
    self?: true
    is: string
    name: { value?: string }
    from: { connector: string; fetchedAt: string }[]
    sums: { value?: { amount: string; currency: string }[] }
  }[]
  complete: boolean
  sums: { value?: { amount: string; currency: string }[] }
}

it('the firm’s orders are added up on a press, each of its people asked live; nobody is asked before, and each access is traced', async () => {
  const { card, close } = await openCard(browser, demo, { attributes: { phone: marta } })
  await card.getByRole('heading', { level: 1, name: /Marta Vidal/ }).waitFor()
  const panel = card.getByRole('region', { name: 'Hogar y empresa' })
  await panel.getByRole('button', { name: /Hogar y empresa/ }).click()
  const press = panel.getByRole('button', { name: 'Sumar pedidos de sus miembros, preguntando ahora' })
  await press.waitFor()
  const traces = async () =>
    (await (await session(demo, 'admin')).post('/v1/audit', { act: 'ask', limit: 500 }))
      .text()
      .then((all) => all.split('member:company').length - 1)
  expect(await traces()).toBe(0)
  await press.click()
  const sums = panel.getByRole('list', { name: 'Suma de pedidos por miembro' })
  await expect.poll(() => sums.getByRole('listitem').count()).toBe(3)
  await expect.poll(() => panel.getByRole('status').innerText()).toMatch(/^(En total|Al menos)/)
  const told = await sums.getByRole('listitem').allInnerTexts()
  expect(told.map((t) => t.split('\n')[0])).toEqual([
    'Este cliente',
    'Inés Aguilar Mora',
    'Sofia Almeida Costa',
  ])
  for (const one of told) expect(one).toMatch(/\d,\d\d.€/)
  expect(told[2]).toMatch(/Tienda|Fidelidad/)
  expect(await card.getByRole('heading', { level: 1 }).innerText()).toContain('Marta')
  expect(await traces()).toBe(3)
  await close()
})

it('the sum is what the members’ own systems say, exactly', async () => {
  const { events } = await session(demo, 'adviser')
  const who = (await events('/v1/card', { hints: [{ kind: 'phone', value: marta }] }))
    .filter((e) => e.event === 'who')
    .at(-1) as unknown as { card: string }
  const up = (await events('/v1/ask', { card: who.card, question: 'orders', rollUp: 'company' }))
    .flatMap((e) => (e as unknown as { reading?: { rollUp?: Up } }).reading?.rollUp ?? [])
    .at(-1) as Up
  const cents = (sums: Up['sums']) =>
    (sums.value ?? [])
      .filter((m) => m.currency === 'EUR')
      .reduce((n, m) => n + Math.round(Number(m.amount) * 100), 0)
  expect(up.members).toHaveLength(3)
  for (const member of up.members) {
    expect(member.is).toMatch(/^(value|incomplete)$/)
    expect(cents(member.sums)).toBeGreaterThan(0)
    expect(member.from.length).toBeGreaterThan(0)
  }
  expect(cents(up.sums)).toBe(up.members.reduce((n, m) => n + cents(m.sums), 0))
  expect(up.complete).toBe(up.members.every((m) => m.is === 'value'))
})
