import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard, switchOver, switchTo } from '../support/card.ts'
import { type Demo, session, startDemo } from '../support/demo.ts'
import { lucia, shared } from '../support/people.ts'

let demo: Demo
let browser: Browser
beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startDemo(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

type Said = { event: string; outcome: string; sure?: { by: string } }
/** Who it is for another agent, asked of the gateway itself. */
const elsewhere = async (
  hints: { kind: string; value: string }[],
  interaction: string,
  agent = 'other-agent',
) => {
  const { events } = await session(demo, 'adviser', agent)
  return (await events('/v1/card', { hints, interaction }))
    .filter((e) => e.event === 'who')
    .at(-1) as unknown as Said
}
const audit = async (act: string): Promise<string> =>
  (await (await session(demo, 'admin')).post('/v1/audit', { act })).text()
/** The till has one "Ana Gil" with this telephone; who rings says another surname. */
const doubtful = [
  { kind: 'phone', value: '619 21 22 23' },
  { kind: 'name', value: 'Ana Quiroga' },
]

it('same phone, different surname: confirmed with one tap, written, audited, respected for another agent; undone, the doubt is back', async () => {
  const { page, card, close } = await openCard(browser, demo)
  await switchTo(page, { hints: doubtful, interaction: 'call-77' })
  const doubt = card.getByRole('group', { name: '¿Es la misma persona?' })
  await doubt.waitFor()
  expect(await doubt.innerText()).toMatch(/Ana Gil/i)
  expect((await elsewhere(doubtful, 'call-77')).outcome).toBe('possible')
  await doubt.getByRole('button', { name: 'Sí, es' }).click()
  const undo = card.getByRole('button', { name: 'Deshacer' })
  await undo.waitFor()
  await expect.poll(() => card.getByRole('button', { name: /lo dijo un agente/ }).count()).toBe(1)
  expect(await elsewhere(doubtful, 'call-77')).toMatchObject({ outcome: 'identified', sure: { by: 'agent' } })
  expect(
    (await elsewhere(doubtful, 'call-78')).outcome,
    'another call from that telephone is not this one',
  ).toBe('possible')
  expect(await audit('link')).toContain('same')
  await undo.click()
  await doubt.waitFor()
  expect((await elsewhere(doubtful, 'call-77')).outcome).toBe('possible')
  expect(await audit('unlink')).toContain('undo')
  await close()
})

it('rejected: the doubt goes, and comes back no more in that interaction', async () => {
  const { page, card, close } = await openCard(browser, demo)
  await switchTo(page, { hints: doubtful, interaction: 'call-79' })
  await card.getByRole('button', { name: 'No es', exact: true }).click()
  await card.getByRole('button', { name: 'Deshacer' }).waitFor()
  await expect.poll(() => card.getByRole('group', { name: '¿Es la misma persona?' }).count()).toBe(0)
  await expect
    .poll(async () => (await elsewhere(doubtful, 'call-79')).outcome)
    .not.toMatch(/possible|identified/)
  await close()
})

it('"No es esta persona" empties the card at once and holds for that interaction, not for the next', async () => {
  const hints = [{ kind: 'phone', value: lucia.phone }]
  const { page, card, close } = await openCard(browser, demo)
  await switchTo(page, { hints, interaction: 'call-80' })
  await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
  await card.getByRole('button', { name: 'No es esta persona' }).click()
  await expect.poll(() => card.getByRole('heading', { level: 1, name: lucia.name }).count()).toBe(0)
  expect(await card.locator('body').innerText()).not.toContain('Lucía')
  await expect.poll(async () => (await elsewhere(hints, 'call-80')).outcome).not.toBe('identified')
  expect((await elsewhere(hints, 'call-81')).outcome).toBe('identified')
  await switchOver(page, card, { hints, interaction: 'call-80' })
  await card.getByRole('heading', { level: 1, name: 'Persona desconocida' }).waitFor()
  await card.locator('.systems .wait').first().waitFor({ state: 'detached' })
  expect(await card.getByRole('heading', { level: 1, name: lucia.name }).count()).toBe(0)
  await close()
})

it('why are these the same: reasons with their weights, the strongest first', async () => {
  const { card, close } = await openCard(browser, demo, { attributes: { phone: lucia.phone } })
  await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
  // Whole: each system that answers may bring one more reason.
  await card.locator('.further').waitFor()
  await card.getByRole('button', { name: /Cómo lo sabemos/ }).click()
  const reasons = card.getByRole('list', { name: /misma persona/ })
  await reasons.waitFor()
  const bits = (await reasons.innerText()).match(/[+−-]?\d+(?:,\d+)? bits/g) ?? []
  expect(bits.length).toBeGreaterThan(2)
  const figures = bits.map((b) => Number(b.replace('−', '-').replace(',', '.').replace(' bits', '')))
  expect(figures).toEqual([...figures].sort((a, b) => b - a))
  await close()
})

it('the chooser: a digit chooses, and so does a touch; each shows something to ask about', async () => {
  for (const by of ['digit', 'touch'] as const) {
    const { page, card, close } = await openCard(browser, demo, { attributes: { phone: shared.phone } })
    const options = card.locator('.chooser button.pick')
    await options.first().waitFor()
    await expect.poll(() => options.count()).toBe(2)
    await expect.poll(() => card.locator('.chooser .cfacts').count()).toBeGreaterThan(0)
    // Each system that answers may spell a name in its way.
    await card.locator('.systems .wait').first().waitFor({ state: 'detached' })
    const name = (await options.nth(1).locator('b').innerText()).trim()
    if (by === 'digit') {
      await options.first().focus()
      await page.keyboard.press('2')
    } else await options.nth(1).click()
    await card.getByRole('heading', { level: 1, name }).waitFor()
    await close()
  }
})
