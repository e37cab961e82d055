import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QualityAnswer, QualityFigure } from '../../connectors/contract/index.ts'
import { mobile } from '../../demo-host/people/crowd.ts'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { type Demo, session, startDemo, until } from '../support/demo.ts'
import { lucia } from '../support/people.ts'
import { isPublishable } from './disclosure.ts'
import { customerSide, madrid, ourSide, type Raw, type Row } from './recount.ts'

/**
 * The page's numbers against a recount of what is stored: other code, straight from the file. Nothing of the
 * query layer is used here.
 */
const folder = mkdtempSync(join(tmpdir(), 'ficha-recount-'))
const file = join(folder, 'ficha.sqlite')
const agent = 'agente-77-recuento'
let demo: Demo
let browser: Browser
beforeAll(async () => {
  ;[demo, browser] = await Promise.all([
    startDemo({ people: 400, env: { DEMO_STORE_FILE: file, DEMO_ASK_AGENTS: '1', DEMO_HISTORY: '1' } }),
    launchChromium(),
  ])
  // Real cards, of several roles and customers, beside the sample history.
  for (const role of ['adviser', 'store', 'claims'] as const) {
    const { events, post } = await session(demo, role, agent)
    const all = await Promise.all(
      Array.from({ length: 14 }, (_, i) =>
        events('/v1/card', {
          hints: [{ kind: 'phone', value: mobile(i * 3 + 1) }],
          context: { channel: 'phone' },
        }),
      ),
    )
    for (const one of all.slice(0, 7)) {
      const who = one.find((e) => e.event === 'who')
      if (who?.outcome !== 'identified') continue
      await post('/v1/outcomes', {
        outcomes: [
          {
            kind: 'identified',
            at: new Date().toISOString(),
            template: role,
            by: 'phone',
            milliseconds: 120 + role.length * 13,
          },
          { kind: 'panel-opened', at: new Date().toISOString(), template: role, question: 'returns' },
        ],
      })
    }
    await events('/v1/card', { hints: [{ kind: 'phone', value: '+34699999999' }] })
  }
}, 900_000)
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function raw(): Promise<{ outcomes: { received: string; o: Raw }[]; seen: Row[] }> {
  const db = createClient({ url: `file:${file}` })
  const outcomes = (await db.execute('select received, outcome from outcomes order by id')).rows.map((r) => ({
    received: String(r.received),
    o: JSON.parse(String(r.outcome)) as Raw,
  }))
  const seen = (await db.execute('select person, at, observation from observations order by at')).rows.map(
    (r) => ({
      person: String(r.person),
      at: String(r.at),
      what: JSON.parse(String(r.observation)) as Row['what'],
    }),
  )
  db.close()
  return { outcomes, seen }
}
const quality = async (days: number): Promise<QualityAnswer> => {
  const { token } = await session(demo, 'admin')
  return (await (
    await fetch(`${demo.gatewayUrl}/v1/quality?days=${days}`, {
      headers: { authorization: `Bearer ${token}` },
    })
  ).json()) as QualityAnswer
}
const todayInMadrid = (): string => madrid(new Date().toISOString())
/**
 * The page's answer and what is stored, of one moment and one day: what a card leaves behind is written once
 * its stream has ended.
 */
async function together(
  days: number,
): Promise<{ answer: QualityAnswer; today: string } & Awaited<ReturnType<typeof raw>>> {
  for (let before = { ...(await raw()), today: todayInMadrid() }; ; ) {
    const answer = await quality(days)
    const after = { ...(await raw()), today: todayInMadrid() }
    if (
      after.outcomes.length === before.outcomes.length &&
      after.seen.length === before.seen.length &&
      after.today === before.today
    )
      return { answer, ...after }
    before = after
  }
}
describe.each([7, 28, 84])('over %i days', (days) => {
  test('our side equals a recount of the stored outcomes', async () => {
    const { answer, outcomes } = await together(days)
    const { wrong, compared } = ourSide(answer, outcomes)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(100)
  })
  test('the customer’s side equals a recount of the stored observations', async () => {
    const { answer, seen, today } = await together(days)
    const { wrong, compared } = customerSide(answer, seen, today)
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(days === 7 ? 2 : 5)
  })
})

describe('the recount itself', () => {
  // Asked and read once: what is planted is planted in a copy.
  let once: ReturnType<typeof together> | undefined
  const right = () => (once ??= together(84))
  type Table = QualityAnswer['ours'][number]
  const cell = (
    answer: QualityAnswer,
    id: string,
    column: string,
    change: (n: number) => number | null,
  ): QualityAnswer => {
    let done = false
    const rows = (t: Table) =>
      t.rows.map((row) => ({
        ...row,
        cells: row.cells.map((c, i) => {
          if (done || typeof c !== 'number' || t.columns[i]?.id !== column) return c
          done = true
          return change(c)
        }),
      }))
    const changed = { ...answer, ours: answer.ours.map((t) => (t.id === id ? { ...t, rows: rows(t) } : t)) }
    if (!done) throw new Error(`nothing to plant in ${id}.${column}`)
    return changed
  }
  const figure = (
    answer: QualityAnswer,
    change: (f: Extract<QualityFigure, { is: 'value' }>) => QualityFigure,
  ): QualityAnswer => {
    let done = false
    const customer = answer.customer.map((m) => {
      if (done || m.now.is !== 'value') return m
      done = true
      return { ...m, now: change(m.now) }
    })
    if (!done) throw new Error('no figure to plant in')
    return { ...answer, customer }
  }
  test.each<[string, (answer: QualityAnswer) => QualityAnswer]>([
    ['a group counted once too often', (a) => cell(a, 'cards', 'n', (n) => n + 1)],
    ['a group counted twice', (a) => cell(a, 'panels', 'n', (n) => n * 2)],
    ['one that was forgotten', (a) => cell(a, 'facts', 'held', (n) => n - 1)],
    ['a share of the wrong whole', (a) => cell(a, 'systems', 'complete', (n) => n - 0.01)],
    ['a mean where a median is promised', (a) => cell(a, 'identified', 'median', (n) => n + 7)],
    ['an advice taken that was not', (a) => cell(a, 'advice', 'taken', (n) => n + 1)],
    ['a large group that is hidden', (a) => cell(a, 'cards', 'n', () => null)],
  ])('sees a planted fault on our side: %s', async (_name, plant) => {
    const { answer, outcomes } = await right()
    expect(ourSide(answer, outcomes).wrong).toEqual([])
    expect(ourSide(plant(answer), outcomes).wrong).not.toEqual([])
  })
  test.each<[string, (answer: QualityAnswer) => QualityAnswer]>([
    ['a contact counted twice', (a) => figure(a, (f) => ({ ...f, n: f.n + 1 }))],
    ['a happier customer than there was', (a) => figure(a, (f) => ({ ...f, value: f.value + 1 / f.n }))],
    ['"nothing to measure" where there was', (a) => figure(a, () => ({ is: 'none' }))],
    ['"fewer than five" where there were more', (a) => figure(a, () => ({ is: 'fewer' }))],
  ])('sees a planted fault on the customer’s side: %s', async (_name, plant) => {
    const { answer, seen, today } = await right()
    expect(customerSide(answer, seen, today).wrong).toEqual([])
    expect(customerSide(plant(answer), seen, today).wrong).not.toEqual([])
  })
  test.each([
    [0, 'none'],
    [1, 'fewer'],
    [4, 'fewer'],
    [5, 'value'],
    [200, 'value'],
  ] as const)('of %i customers in a week the page says «%s», and nothing else', (people, right) => {
    const seen = Array.from(
      { length: people },
      (_, i): Row => ({
        person: `p${i}`,
        at: '2026-06-17T09:00:00Z',
        what: { saw: 'contact', promises: [{ key: `k${i}`, due: '2026-06-16', kept: true }] },
      }),
    )
    const [from, to] = ['2026-06-15', '2026-06-22']
    const figures: QualityFigure[] = [{ is: 'none' }, { is: 'fewer' }, { is: 'value', n: people, value: 1 }]
    const none: QualityFigure = { is: 'none' }
    const of = (now: QualityFigure) => ({
      days: 7,
      from,
      to,
      before: { from: '2026-06-08', to: from },
      minGroupSize: 5,
      sample: false,
      ours: [],
      customer: [
        {
          id: 'promises-kept' as const,
          better: 'up' as const,
          now,
          before: none,
          trend: [{ from, figure: now }],
        },
      ],
    })
    expect(
      figures.filter((f) => customerSide(of(f), seen, '2026-06-24').wrong.length === 0).map((f) => f.is),
    ).toEqual([right])
  })
  test('three in the last week are hidden, and so is every period that would give them away beside what was told a week before', () => {
    const may = isPublishable(
      [9, 9, 9, 3].flatMap((n, i) =>
        Array.from({ length: n }, (_, k) => ({
          day: ['2026-05-27', '2026-06-03', '2026-06-10', '2026-06-17'][i] as string,
          who: `${i}/${k}`,
        })),
      ),
      { to: '2026-06-22' },
    )
    expect(
      [
        ['2026-06-15', '2026-06-22'],
        ['2026-05-25', '2026-06-22'],
        ['2026-03-30', '2026-06-22'],
        ['2026-06-01', '2026-06-08'],
      ].map((range) => may(range as [string, string])),
    ).toEqual([false, false, false, true])
  })
  test('sees a line of the store that the page did not count', async () => {
    const { answer, outcomes, seen, today } = await right()
    const known = outcomes.find(
      ({ o }) => o.kind === 'card' && o.outcome === 'identified',
    ) as (typeof outcomes)[number]
    expect(
      ourSide(answer, [...outcomes, { ...known, received: `${answer.from}T12:00:00.000Z` }]).wrong,
    ).not.toEqual([])
    expect(
      customerSide(
        answer,
        seen.filter((s) => s.person !== seen.at(-1)?.person),
        today,
      ).wrong.length + customerSide(answer, seen.slice(0, Math.floor(seen.length / 2)), today).wrong.length,
    ).toBeGreaterThan(0)
  })
})

test('the page shows the same numbers', async () => {
  const page = await browser.newPage()
  let answer = await quality(28)
  // Of the same weeks, should one end just now.
  for (let before = ''; before !== answer.to; answer = await quality(28)) {
    before = answer.to
    await page.goto(`${demo.hostUrl}/quality?lang=es`)
    await page.locator('[data-measure]').first().waitFor()
  }
  const percent = (v: number) =>
    new Intl.NumberFormat('es-ES', { style: 'percent', maximumFractionDigits: 0 }).format(v)
  for (const m of answer.customer)
    expect([m.id, await page.locator(`[data-measure=${m.id}] [data-figure=now]`).innerText()]).toEqual([
      m.id,
      m.now.is === 'value' ? percent(m.now.value) : m.now.is === 'none' ? 'Nada que medir' : 'Muy pocos',
    ])
  let cells = 0
  for (const t of answer.ours.filter((t) => t.rows.some((r) => r.cells.some((c) => c !== 0))))
    for (const row of t.rows)
      for (const [i, c] of t.columns.entries()) {
        if (c.type !== 'count') continue
        const cell = row.cells[i]
        const text = await page
          .locator(`[data-table=${t.id}] [data-row="${row.key}"] [data-cell="${c.id}"]`)
          .textContent()
        expect([t.id, row.key, c.id, text?.replace(/\D/g, '')]).toEqual([
          t.id,
          row.key,
          c.id,
          cell === null || cell === undefined ? '' : String(cell),
        ])
        cells++
      }
  expect(cells).toBeGreaterThan(40)
  await page.close()
})

test('one question to the agent, where the company asks it; what is missed arrives without the customer in it; no byte of customer or agent is stored', async () => {
  const { card, close } = await openCard(browser, demo, {
    role: 'adviser',
    attributes: { phone: lucia.phone },
  })
  await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
  const box = card.getByRole('group', { name: '¿Te ha servido la ficha?' })
  await box.getByRole('button', { name: 'A medias' }).click()
  await card
    .getByLabel('¿Qué echas en falta?')
    .fill(`El teléfono ${lucia.phone} de Lucía y el saldo; ${lucia.mail}`)
  await card.getByRole('button', { name: 'Anotar', exact: true }).click()
  await card.getByText('Gracias.').waitFor()
  const stored = await until('what is missed', async () =>
    (await raw()).outcomes.find(({ o }) => o.kind === 'missed'),
  )
  expect(stored.o.reason).toMatch(/^El teléfono .* de … y el saldo/)
  expect((await raw()).outcomes.some(({ o }) => o.kind === 'served' && o.by === 'partly')).toBe(true)
  await close()
  // The audit, which has its own law, lies in the same file: only the tables of quality are read here, and
  // every byte of them.
  const db = createClient({ url: `file:${file}` })
  const bytes: string[] = []
  for (const name of ['outcomes', 'observations', 'observed', 'marks'])
    for (const row of (await db.execute(`select * from ${name}`)).rows) bytes.push(JSON.stringify(row))
  db.close()
  const all = bytes.join('\n')
  expect(all.length).toBeGreaterThan(100_000)
  for (const personal of [
    agent,
    'Lucía',
    'Martín',
    'Ortega',
    '600123456',
    lucia.phone,
    lucia.mail,
    ...Array.from({ length: 14 }, (_, i) => mobile(i * 3 + 1)),
    ...Array.from({ length: 14 }, (_, i) => mobile(i * 3 + 1).slice(3)),
  ])
    expect([personal, all.includes(personal)]).toEqual([personal, false])
  // The search can find: the kind of what was reported is there.
  expect(all).toContain('advice-taken')
  expect(readdirSync(folder).some((f) => readFileSync(join(folder, f)).includes('advice-taken'))).toBe(true)
})
