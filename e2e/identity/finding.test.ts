import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard, switchTo } from '../support/card.ts'
import { type Demo, session, startDemo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

let demo: Demo
let browser: Browser
beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startDemo(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

it('weak keys alone, name and postcode, preselect; one tap confirms', async () => {
  const { page, card, close } = await openCard(browser, demo)
  await switchTo(page, {
    hints: [
      { kind: 'name', value: 'Nuria Pascual Vega' },
      { kind: 'postcode', value: '50004' },
    ],
    interaction: 'mail-1',
  })
  const doubt = card.getByRole('group', { name: '¿Es la misma persona?' })
  await doubt.waitFor()
  expect(await doubt.innerText()).toContain('Nuria Pascual')
  expect(
    await card.getByRole('region', { name: 'Pedidos' }).count(),
    'nothing of the account before the tap',
  ).toBe(0)
  await doubt.getByRole('button', { name: 'Sí, es' }).click()
  await card.getByRole('heading', { level: 1, name: /Nuria Pascual/ }).waitFor()
  await card.getByRole('region', { name: 'Pedidos' }).waitFor()
  await close()
})

it('nobody: greeted as somebody new, or found by a slip, without accents, by part of a phone', async () => {
  for (const [typed, name] of [
    ['lucia martin ortega', lucia.name],
    ['Lucia Martim Ortega', lucia.name],
    ['600123456', lucia.name],
  ] as const) {
    const { card, close } = await openCard(browser, demo, { attributes: { phone: '699 99 99 99' } })
    await card.getByRole('heading', { level: 1, name: 'Persona desconocida' }).waitFor()
    if (typed === 'lucia martin ortega') {
      await card.getByRole('button', { name: 'Es alguien nuevo' }).click()
      await card.getByText(/Dale la bienvenida/).waitFor()
    }
    await card.getByRole('button', { name: 'Buscar' }).first().click()
    await card.getByRole('combobox').fill(typed)
    await card
      .getByRole('option', { name: new RegExp(name) })
      .first()
      .click()
    await card.getByRole('heading', { level: 1, name }).waitFor()
    await close()
  }
})

it('part of a phone finds whose it is, and a stranger’s digits find nobody', async () => {
  const { post } = await session(demo)
  const found = async (text: string) =>
    (
      (await (await post('/v1/search', { text, locale: 'es' })).json()) as {
        candidates: { name: { value?: { full: string } } }[]
      }
    ).candidates.map((c) => c.name.value?.full)
  expect(await found('123456')).toContain(lucia.name)
  expect(await found('lucía martín')).toContain(lucia.name)
  expect(await found('zzqqxx')).toEqual([])
})

it('a role that sees the account after a confirmed question: caller ID identifies, it never unlocks', async () => {
  const admin = await session(demo, 'admin')
  const get = await fetch(`${demo.gatewayUrl}/v1/fichas`, {
    headers: { authorization: `Bearer ${admin.token}` },
  })
  const { revision, published } = (await get.json()) as {
    revision: string
    published: { policy: { roles: Record<string, Record<string, unknown>> } }
  }
  const set = structuredClone(published)
  set.policy.roles.adviser = { ...set.policy.roles.adviser, afterConfirmation: true }
  const saved = await admin.post('/v1/fichas/import', {
    set,
    base: revision,
    publish: true,
    note: 'a confirmed question first',
  })
  expect(saved.status, await saved.clone().text()).toBe(200)
  const { events } = await session(demo, 'adviser', 'careful')
  const before = await events('/v1/card', { hints: [{ kind: 'phone', value: lucia.phone }] })
  expect(before.filter((e) => e.event === 'reading')).toEqual([])
  expect(before.filter((e) => e.event === 'who').at(-1)).toMatchObject({ outcome: 'identified', locked: {} })
  const { card, close } = await openCard(browser, demo, { attributes: { phone: lucia.phone } })
  await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
  const confirm = card.getByRole('button', { name: 'Confirmado' })
  await confirm.waitFor()
  expect(await card.getByRole('region', { name: 'Pedidos' }).count()).toBe(0)
  expect(await card.locator('body').innerText()).not.toMatch(/10432|Lealtad|oro/i)
  await confirm.click()
  await card.getByRole('region', { name: 'Pedidos' }).waitFor()
  await close()
})
