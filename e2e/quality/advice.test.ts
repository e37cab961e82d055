import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AdviceEvent, CardEvent } from '../../connectors/contract/index.ts'
import { mobile } from '../../demo-host/people/crowd.ts'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, session, startDemo, until } from '../support/demo.ts'
import { javier, lucia } from '../support/people.ts'

/** Advice, margin and the one question, from the screen to the system that owns what was done. */
const folder = mkdtempSync(join(tmpdir(), 'ficha-advice-'))
const file = join(folder, 'ficha.sqlite')
let demo: Demo
let browser: Browser
beforeAll(async () => {
  ;[demo, browser] = await Promise.all([
    startDemo({ people: 400, env: { DEMO_STORE_FILE: file } }),
    launchChromium(),
  ])
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const order = ['repair', 'promise', 'help', 'thanks', 'offer']
type Hint = { kind: string; value: string }
/** The last advice a card of this role and channel ended with. */
async function advice(
  role: Parameters<Demo['token']>[0],
  hint: Hint,
  channel: string,
): Promise<AdviceEvent | undefined> {
  const { events } = await session(demo, role)
  return ((await events('/v1/card', { hints: [hint], context: { channel } })) as unknown as CardEvent[])
    .filter((e): e is CardEvent & AdviceEvent => e.event === 'advice')
    .at(-1)
}
const ids = async (...a: Parameters<typeof advice>) => (await advice(...a))?.items.map((i) => i.id) ?? []
async function stored(table: string): Promise<Record<string, unknown>[]> {
  const db = createClient({ url: `file:${file}` })
  try {
    return (await db.execute(`select * from ${table}`)).rows as unknown as Record<string, unknown>[]
  } finally {
    db.close()
  }
}
const outcome = (kind: string) =>
  until(kind, async () =>
    (await stored('outcomes'))
      .map((r) => JSON.parse(String(r.outcome)) as Record<string, unknown>)
      .find((o) => o.kind === kind),
  )
const phoneOf = (value: string): Hint => ({ kind: 'phone', value })

test('repair comes first, at most three are said, and nothing is offered to whom something is open', async () => {
  const items = (await advice('adviser', phoneOf(lucia.phone), 'phone'))?.items ?? []
  expect(items.length).toBe(3)
  expect(items.map((i) => order.indexOf(i.rank))).toEqual(items.map((i) => order.indexOf(i.rank)).sort())
  expect(items[0]?.rank).toBe('repair')
  expect(items.some((i) => i.rank === 'offer')).toBe(false)
})

test('an offer needs consent in this very channel', async () => {
  const hint = { kind: 'loyalty', value: javier.loyalty }
  const offers = async (channel: string) =>
    (await advice('adviser', hint, channel))?.items.filter((i) => i.rank === 'offer').map((i) => i.id) ?? []
  expect(await offers('mail')).toContain('offer-voucher')
  // he said yes to mail, and nothing about the telephone
  expect(await offers('phone')).toEqual([])
})

test('declined on the telephone, it is not repeated in the shop; the mark that remembers it holds nobody and expires', async () => {
  const before = await ids('store', phoneOf(lucia.phone), 'store')
  const { card, close, problems } = await openCard(browser, demo, {
    role: 'adviser',
    attributes: { phone: lucia.phone, channel: 'phone' },
  })
  const box = card.getByRole('group', { name: 'Consejo' })
  // Each system that answers may put another advice first.
  await card.locator('.further').waitFor()
  await box
    .getByText(/disculpa|Discúlpate|10432/i)
    .first()
    .waitFor()
  expect(before).toContain('repair-late-order')
  await box.getByRole('button', { name: 'Ahora no' }).first().click()
  await card.getByRole('button', { name: 'No es el momento' }).click()
  expect(await outcome('advice-not-now')).toMatchObject({
    rule: 'repair-late-order',
    reason: 'busy',
    role: 'adviser',
  })
  expect(await ids('store', phoneOf(lucia.phone), 'store')).not.toContain('repair-late-order')
  expect(await ids('adviser', phoneOf(lucia.phone), 'mail')).not.toContain('repair-late-order')
  const marks = (await stored('marks')).filter((m) => m.mark === 'advice:repair-late-order')
  expect(marks.length).toBeGreaterThan(0)
  for (const m of marks) {
    expect(Object.keys(m).sort()).toEqual(['mark', 'subject', 'until'])
    expect(String(m.subject)).toMatch(/^[\w-]{43}$/)
    expect(Number(m.until)).toBeGreaterThan(Date.now())
  }
  expect(problems).toEqual([])

  // The next one is taken, the last answered with something else, in the agent's own words.
  await box.getByRole('button', { name: 'Hecho' }).first().click()
  expect(await outcome('advice-taken')).toMatchObject({ role: 'adviser' })
  await box.getByRole('button', { name: 'Otra cosa' }).first().click()
  await card
    .getByLabel('¿Qué has hecho?')
    .fill('He llamado a Lucía Martín al 600 12 34 56 y le reservo el sábado')
  await card.getByRole('button', { name: 'Anotar', exact: true }).click()
  const other = await outcome('advice-other')
  expect(other.reason).toMatch(/^He llamado a … al … y le reservo el sábado$/)
  expect(other).not.toHaveProperty('ref')
  expect(other).not.toHaveProperty('card')
  if (process.env.FICHA_SHOTS)
    await card.locator('body').screenshot({ path: `${process.env.FICHA_SHOTS}/advice.png` })
  await close()
})

test('the margin is said quietly; what is given is written in the system that owns it, and counted', async () => {
  await demo.forget('desk')
  const { card, close } = await openCard(browser, demo, {
    role: 'adviser',
    attributes: { phone: lucia.phone, channel: 'phone' },
  })
  const margin = card.locator('.margin')
  await margin.getByText(/Hasta 15/).waitFor()
  expect(await margin.innerText()).toMatch(/Tu margen: Hasta 15\s€, envío gratis, o tu idea/)
  if (process.env.FICHA_SHOTS)
    await card.locator('body').screenshot({ path: `${process.env.FICHA_SHOTS}/margin.png` })
  await margin.getByRole('button', { name: 'Anotar un gesto' }).click()
  await card.getByLabel(/Qué se dio/).fill('Vale de 10 euros')
  await card.getByLabel(/Importe/).fill('10')
  await card.getByRole('button', { name: 'Confirmar' }).click()
  await card.getByText('Queda anotado en la solicitud.').first().waitFor()
  expect((await demo.requests('desk')).some((r) => JSON.stringify(r).includes('comment'))).toBe(true)
  expect(await outcome('gesture')).toMatchObject({ amount: 10, connector: 'desk' })
  const seen = await until('the gesture observed', async () =>
    (await stored('observations')).find((o) => o.saw === 'gesture'),
  )
  expect(JSON.parse(String(seen.observation))).toEqual({ saw: 'gesture' })
  await close()
})

test('one question: one touch writes the answer where it belongs, and nobody asks it again while it is fresh', async () => {
  // Somebody who said yes to surveys and has not been asked for a year.
  let phone = ''
  for (let n = 0; n < 400 && !phone; n++) {
    const ask = (await advice('adviser', phoneOf(mobile(n)), 'mail'))?.ask
    if (ask?.id === 'would-recommend' && ask.why.includes('Satisfacción') && ask.action) phone = mobile(n)
  }
  expect(phone).not.toBe('')
  await demo.forget('survey')
  const { card, close, problems } = await openCard(browser, demo, {
    role: 'adviser',
    attributes: { phone, channel: 'mail' },
  })
  const question = card.getByRole('group', { name: 'Una pregunta' })
  await question.getByText('¿Nos recomendaría a un amigo?').waitFor()
  expect(await question.getByText(/Con la respuesta se sabría/).count()).toBe(1)
  if (process.env.FICHA_SHOTS)
    await card.locator('body').screenshot({ path: `${process.env.FICHA_SHOTS}/question.png` })
  await question.getByRole('button', { name: 'Seguro' }).click()
  await card.getByText('Nadie más lo volverá a preguntar').waitFor()
  const written = (await demo.requests('survey')).filter((r) => JSON.stringify(r).includes('POST'))
  expect(written).toHaveLength(1)
  await outcome('question-asked')
  expect((await stored('marks')).some((m) => m.mark === 'asked:would-recommend')).toBe(true)
  for (const [role, channel] of [
    ['claims', 'mail'],
    ['store', 'store'],
    ['adviser', 'mail'],
  ] as const)
    expect([role, (await advice(role, phoneOf(phone), channel))?.ask?.id]).not.toEqual([
      role,
      expect.stringMatching(/would-recommend|satisfied/),
    ])
  // and the answer is known: the customer is satisfied, by the survey's own word
  const { events } = await session(demo, 'adviser')
  const signal = (await events('/v1/card', { hints: [phoneOf(phone)], context: { channel: 'mail' } }))
    .filter((e) => e.event === 'signal' && e.rule === 'satisfied')
    .at(-1)
  expect(JSON.stringify(signal)).toContain('NPS 10')
  expect(problems).toEqual([])
  await close()
})
