import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QualityAnswer } from '../../connectors/contract/index.ts'
import { mobile } from '../../demo-host/people/crowd.ts'
import { launchChromium } from '../browser/find-browser.ts'
import { openCard } from '../support/card.ts'
import { session, startDemo, until, type Demo } from '../support/demo.ts'
import { lucia } from '../support/people.ts'

/** The page's numbers against a recount of what is stored: other code, straight from the file. Nothing of the query layer is used here. */
const folder = mkdtempSync(join(tmpdir(), 'ficha-recount-'))
const file = join(folder, 'ficha.sqlite')
const agent = 'agente-77-recuento'
let demo: Demo
let browser: Browser
interface Raw { kind: string; by?: string; milliseconds?: number; outcome?: string; systems?: { connector: string; state: string; complete: boolean; age?: number }[]; asked?: string[]; held?: string[]; rule?: string; reason?: string; template?: string; question?: string; connector?: string; amount?: number }
interface Row { person: string; at: string; what: { saw: string; score?: { band: number; on: string }; contacts?: { matter: string; on: string }[]; promises?: { key: string; due: string; kept: boolean }[]; bought?: string; risk?: string; left?: string } }

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startDemo({ people: 400, env: { DEMO_STORE_FILE: file, DEMO_ASK_AGENTS: '1', DEMO_HISTORY: '1' } }), launchChromium()])
  // Real cards, of several roles and customers, beside the sample history.
  for (const role of ['adviser', 'store', 'claims'] as const) {
    const { events, post } = await session(demo, role, agent)
    const all = await Promise.all(Array.from({ length: 14 }, (_, i) => events('/v1/card', { hints: [{ kind: 'phone', value: mobile(i * 3 + 1) }], context: { channel: 'phone' } })))
    for (const one of all.slice(0, 7)) {
      const who = one.find((e) => e.event === 'who')
      if (who?.['outcome'] !== 'identified') continue
      await post('/v1/outcomes', { outcomes: [{ kind: 'identified', at: new Date().toISOString(), template: role, by: 'phone', milliseconds: 120 + role.length * 13 }, { kind: 'panel-opened', at: new Date().toISOString(), template: role, question: 'returns' }] })
    }
    await events('/v1/card', { hints: [{ kind: 'phone', value: '+34699999999' }] })
  }
}, 300_000)
afterAll(async () => { await browser?.close(); await demo?.stop(); rmSync(folder, { recursive: true, force: true }) })

async function raw(): Promise<{ outcomes: { received: string; o: Raw }[]; seen: Row[] }> {
  const db = createClient({ url: `file:${file}` })
  const outcomes = (await db.execute('select received, outcome from outcomes order by id')).rows.map((r) => ({ received: String(r['received']), o: JSON.parse(String(r['outcome'])) as Raw }))
  const seen = (await db.execute('select person, at, observation from observations order by at')).rows.map((r) => ({ person: String(r['person']), at: String(r['at']), what: JSON.parse(String(r['observation'])) as Row['what'] }))
  db.close()
  return { outcomes, seen }
}
/** Madrid's calendar, by another road than the gateway's. */
const madrid = (at: string): string => new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Madrid' })
const plus = (day: string, n: number): string => { const d = new Date(`${day}T12:00:00Z`); d.setUTCDate(d.getUTCDate() + n); return d.toISOString().slice(0, 10) }
const quality = async (days: number): Promise<QualityAnswer> => {
  const { token } = await session(demo, 'admin')
  return (await (await fetch(`${demo.gatewayUrl}/v1/quality?days=${days}`, { headers: { authorization: `Bearer ${token}` } })).json()) as QualityAnswer
}
const table = (a: QualityAnswer, id: string) => { const t = a.ours.find((x) => x.id === id)!; return new Map(t.rows.map((r) => [r.key, Object.fromEntries(t.columns.map((c, i) => [c.id, r.cells[i]]))])) }

describe.each([7, 30, 90])('over %i days', (days) => {
  test('our side equals a recount of the stored outcomes', async () => {
    const answer = await quality(days)
    const mine = (await raw()).outcomes.filter(({ received }) => madrid(received) >= answer.from && madrid(received) < answer.to).map(({ o }) => o)
    const cards = mine.filter((o) => o.kind === 'card')
    expect(cards.length).toBeGreaterThan(40)
    let compared = 0
    const same = (shown: unknown, counted: number, place: string) => { if (shown === null || shown === undefined) return; compared++; expect([place, shown]).toEqual([place, counted]) }

    for (const [key, row] of table(answer, 'cards')) {
      const n = ['identified', 'possible', 'several', 'nobody'].includes(key) ? cards.filter((c) => c.outcome === key).length : mine.filter((o) => o.kind === key).length
      same(row['n'], n, key)
      if (row['n'] === null) expect([key, n < 5 || key !== 'identified']).toEqual([key, true])
      if (key === 'gesture') same(row['amount'], Math.round(mine.filter((o) => o.kind === 'gesture').reduce((s, o) => s + (o.amount ?? 0), 0) * 100) / 100, 'gesture amount')
    }
    const identified = mine.filter((o) => o.kind === 'identified' && o.milliseconds !== undefined)
    for (const [key, row] of table(answer, 'identified')) {
      if (key === '…') continue
      const ms = identified.filter((o) => o.by === key).map((o) => o.milliseconds!).sort((a, b) => a - b)
      same(row['n'], ms.length, `by ${key}`)
      same(row['median'], Math.round(ms[Math.ceil(ms.length * 0.5) - 1]!), `median ${key}`)
      same(row['p95'], Math.round(ms[Math.ceil(ms.length * 0.95) - 1]!), `p95 ${key}`)
    }
    for (const [key, row] of table(answer, 'systems')) {
      if (key === '…') continue
      const all = cards.flatMap((c) => c.systems ?? []).filter((s) => s.connector === key)
      const part = (n: number) => Math.round((n / all.length) * 1_000) / 1_000
      same(row['n'], all.length, key)
      for (const state of ['answered', 'late', 'down']) same(row[state], part(all.filter((s) => s.state === state).length), `${key} ${state}`)
      same(row['complete'], part(all.filter((s) => s.complete).length), `${key} complete`)
      same(row['slow'], part(Math.min(all.length, mine.filter((o) => o.kind === 'late' && o.connector === key).length)), `${key} slow`)
      const ages = all.flatMap((s) => (s.age === undefined ? [] : [s.age])).sort((a, b) => a - b)
      same(row['age'], ages[Math.ceil(ages.length / 2) - 1]!, `${key} age`)
    }
    for (const [key, row] of table(answer, 'advice')) {
      if (key === '…') continue
      const of = (kind: string) => mine.filter((o) => o.kind === kind && o.rule === key).length
      same(row['n'], of('advice-taken') + of('advice-not-now') + of('advice-other'), key)
      for (const kind of ['taken', 'not-now', 'other']) same(row[kind], of(`advice-${kind}`), `${key} ${kind}`)
    }
    for (const [key, row] of table(answer, 'panels')) if (key !== '…') same(row['n'], mine.filter((o) => ['panel-opened', 'asked-more'].includes(o.kind) && `${o.template}/${o.question}` === key).length, key)
    for (const [key, row] of table(answer, 'facts')) {
      same(row['n'], cards.filter((c) => c.asked?.includes(key)).length, key)
      same(row['held'], cards.filter((c) => c.held?.includes(key)).length, `${key} held`)
    }
    expect(compared).toBeGreaterThan(100)
  })

  test('the customer’s side equals a recount of the stored observations', async () => {
    const answer = await quality(days)
    const { seen } = await raw()
    const today = madrid(new Date().toISOString())
    const people = [...new Set(seen.map((s) => s.person))].map((p) => seen.filter((s) => s.person === p).map((s) => ({ day: madrid(s.at), ...s.what })))
    const within = (day: string, [from, to]: readonly [string, string]) => day >= from && day < to
    const recount = (id: string, range: readonly [string, string]): [n: number, value: number, people: number] => {
      const list: [number, number][] = []
      people.forEach((story, who) => {
        const cards = story.filter((s) => s.saw === 'contact')
        if (id === 'satisfied-after') for (const on of new Set(cards.map((c) => c.score?.on).filter((d) => d !== undefined))) {
          const { band } = cards.filter((c) => c.score?.on === on).at(-1)!.score!
          if (within(on, range) && cards.some((c) => c.day <= on && on <= plus(c.day, 30))) list.push([who, band > 3 ? 1 : 0])
        }
        if (id === 'again') for (const day of new Set(cards.map((c) => c.day))) {
          if (!within(day, range) || plus(day, 7) >= today) continue
          const all = cards.flatMap((c) => c.contacts ?? [])
          const then = new Set(all.filter((c) => c.on === day).map((c) => c.matter))
          if (then.size > 0) list.push([who, all.some((c) => then.has(c.matter) && c.on > day && c.on <= plus(day, 7)) ? 1 : 0])
        }
        if (id === 'promises-kept') for (const key of new Set(cards.flatMap((c) => c.promises ?? []).map((p) => p.key))) {
          const last = cards.flatMap((c) => c.promises ?? []).filter((p) => p.key === key).at(-1)!
          if (within(last.due, range)) list.push([who, last.kept ? 1 : 0])
        }
        if (id === 'stayed') {
          const first = cards.find((c) => c.risk === 'yes' && within(c.day, range))
          const later = first && cards.filter((c) => c.day > first.day && c.day <= plus(first.day, 30)).at(-1)
          if (first && later) list.push([who, (later.bought ?? '') > first.day || (later.risk === 'no' && later.left !== 'yes') ? 1 : 0])
        }
        if (id === 'came-back') for (const g of story.filter((s) => s.saw === 'gesture' && within(s.day, range))) {
          const later = cards.filter((c) => c.day > g.day && c.day <= plus(g.day, 30)).at(-1)
          if (later) list.push([who, (later.bought ?? '') > g.day ? 1 : 0])
        }
      })
      return [list.length, list.reduce((s, [, v]) => s + v, 0) / Math.max(1, list.length), new Set(list.map(([w]) => w)).size]
    }
    let shown = 0
    for (const m of answer.customer) for (const [figure, range] of [[m.now, [answer.from, answer.to]], [m.before, [answer.before.from, answer.before.to]]] as const) {
      const [n, value, who] = recount(m.id, range)
      if (figure.is === 'none') expect([m.id, n]).toEqual([m.id, 0])
      else if (figure.is === 'fewer') expect([m.id, who < 5]).toEqual([m.id, true])
      else { shown++; expect([m.id, figure.n, who >= 5]).toEqual([m.id, n, true]); expect(figure.value).toBeCloseTo(value, 9) }
    }
    expect(shown).toBeGreaterThan(days === 7 ? 0 : 7)
  })
})

test('the page shows the same numbers', async () => {
  const page = await browser.newPage()
  await page.goto(`${demo.hostUrl}/quality?lang=es`)
  await page.locator('[data-measure]').first().waitFor()
  const answer = await quality(30)
  const percent = (v: number) => new Intl.NumberFormat('es-ES', { style: 'percent', maximumFractionDigits: 0 }).format(v)
  for (const m of answer.customer) expect([m.id, await page.locator(`[data-measure=${m.id}] [data-figure=now]`).innerText()]).toEqual([m.id, m.now.is === 'value' ? percent(m.now.value) : m.now.is === 'none' ? 'Nada que medir' : 'Menos de 5'])
  let cells = 0
  for (const t of answer.ours.filter((t) => t.rows.some((r) => r.cells.some((c) => c !== 0)))) for (const row of t.rows) for (const [i, c] of t.columns.entries()) {
    if (c.type !== 'count') continue
    const cell = row.cells[i]
    const text = await page.locator(`[data-table=${t.id}] [data-row="${row.key}"] [data-cell="${c.id}"]`).textContent()
    expect([t.id, row.key, c.id, text?.replace(/\D/g, '')]).toEqual([t.id, row.key, c.id, cell === null || cell === undefined ? '' : String(cell)])
    cells++
  }
  expect(cells).toBeGreaterThan(40)
  await page.close()
})

test('one question to the agent, where the company asks it; what is missed arrives without the customer in it; no byte of customer or agent is stored', async () => {
  const { card, close } = await openCard(browser, demo, { role: 'adviser', attributes: { phone: lucia.phone } })
  await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
  const box = card.getByRole('group', { name: '¿Te ha servido la ficha?' })
  await box.getByRole('button', { name: 'A medias' }).click()
  await card.getByLabel('¿Qué echas en falta?').fill(`El teléfono ${lucia.phone} de Lucía y el saldo; ${lucia.mail}`)
  await card.getByRole('button', { name: 'Anotar', exact: true }).click()
  await card.getByText('Gracias.').waitFor()
  const stored = await until('what is missed', async () => (await raw()).outcomes.find(({ o }) => o.kind === 'missed'))
  expect(stored.o.reason).toMatch(/^El teléfono .* de … y el saldo/)
  expect((await raw()).outcomes.some(({ o }) => o.kind === 'served' && o.by === 'partly')).toBe(true)
  await close()
  // The audit, which has its own law, lies in the same file: only the tables of quality are read here, and every byte of them.
  const db = createClient({ url: `file:${file}` })
  const bytes: string[] = []
  for (const name of ['outcomes', 'observations', 'observed', 'marks']) for (const row of (await db.execute(`select * from ${name}`)).rows) bytes.push(JSON.stringify(row))
  db.close()
  const all = bytes.join('\n')
  expect(all.length).toBeGreaterThan(100_000)
  for (const personal of [agent, 'Lucía', 'Martín', 'Ortega', '600123456', lucia.phone, lucia.mail, ...Array.from({ length: 14 }, (_, i) => mobile(i * 3 + 1)), ...Array.from({ length: 14 }, (_, i) => mobile(i * 3 + 1).slice(3))]) expect([personal, all.includes(personal)]).toEqual([personal, false])
  // The search can find: the kind of what was reported is there.
  expect(all).toContain('advice-taken')
  expect(readdirSync(folder).some((f) => readFileSync(join(folder, f)).includes('advice-taken'))).toBe(true)
})
