import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { QualityAnswer } from '../../contract/index.ts'
import type { CardNote, Clock, Contact, Noted, Seen } from '../../hub/ports.ts'
import { createKeys } from '../keys.ts'
import { memoryStores } from '../stores/memory.ts'
import type { Stores } from '../stores/ports.ts'
import { sqliteStores } from '../stores/sqlite.ts'
import { trial, trialFichas } from '../trial.ts'
import { addDays, periodOf } from './period.ts'
import { checked, counts, figureOf, parts, smallGroups, standing } from './together.ts'

const clock: Clock = { now: () => new Date('2026-06-30T10:20:30Z'), after: () => () => {} }
const folder = mkdtempSync(join(tmpdir(), 'ficha-quality-'))
afterAll(() => rmSync(folder, { recursive: true }))
const keys = createKeys('k'.repeat(40))
const at = (day: string) => `${day}T09:00:00.000Z`
const contact = (more: Partial<Contact> = {}): Contact => ({ saw: 'contact', contacts: [], promises: [], ...more })
const seen = (who: number, day: string, what: Seen['what']): Seen => ({ at: at(day), subjects: [`shop/${who}`], what })
const card = (day: string, more: Partial<CardNote> = {}): Noted & { role: string } => ({ kind: 'card', at: at(day), template: 'adviser', outcome: 'identified', systems: [], asked: [], held: [], role: 'adviser', ...more })
const leaders = { ...trialFichas, policy: { ...trialFichas.policy, roles: { ...trialFichas.policy.roles, admin: { ...trialFichas.policy.roles['admin']!, purposes: ['care', 'quality'] } } } }

async function asked(fill: (stores: Stores) => Promise<void>, days = 30): Promise<QualityAnswer> {
  const stores = memoryStores(clock)
  await fill(stores)
  const t = await trial({ stores, clock, fichas: leaders })
  const answer = await t.gateway.fetch(new Request(`http://127.0.0.1:4174/v1/quality?days=${days}`, { headers: { authorization: `Bearer ${await t.bearer({ roles: ['admin'] })}` } }))
  expect(answer.status).toBe(200)
  return (await answer.json()) as QualityAnswer
}
const measure = (answer: QualityAnswer, id: string) => answer.customer.find((m) => m.id === id)!
const rows = (answer: QualityAnswer, id: string) => answer.ours.find((t) => t.id === id)!.rows

describe('what became of customers', () => {
  test('satisfaction counts scores given after a contact with the card, and none before it', async () => {
    const answer = await asked((s) => s.observations.note('demo', Array.from({ length: 8 }, (_, i) => [
      seen(i, '2026-06-10', contact({ score: { band: 1, on: '2026-06-01' } })),
      seen(i, '2026-06-20', contact({ score: { band: i < 6 ? 5 : 2, on: '2026-06-15' } })),
    ]).flat()))
    expect(measure(answer, 'satisfied-after').now).toEqual({ is: 'value', n: 8, value: 0.75 })
    expect(measure(answer, 'satisfied-after').before).toEqual({ is: 'none' })
  })
  test('a matter is raised again when the same one comes back within seven days; on the eighth, or another one, it is not', async () => {
    const come = (i: number, back: string, matter: string) => [seen(i, '2026-06-10', contact({ contacts: [{ matter: 'm', on: '2026-06-10' }] })), seen(i, back, contact({ contacts: [{ matter, on: back }] }))]
    const answer = await asked((s) => s.observations.note('demo', [...[1, 2, 3].flatMap((i) => come(i, '2026-06-17', 'm')), ...come(4, '2026-06-18', 'm'), ...come(5, '2026-06-12', 'other'), ...come(6, '2026-06-18', 'm')]))
    // six contacts on the 10th, three of them came again; the six returns are contacts of their own, none of which came again
    expect(measure(answer, 'again').now).toEqual({ is: 'value', n: 12, value: 3 / 12 })
  })
  test('a contact whose seven days are not over says nothing yet', async () => {
    const answer = await asked((s) => s.observations.note('demo', Array.from({ length: 6 }, (_, i) => seen(i, '2026-06-25', contact({ contacts: [{ matter: 'm', on: '2026-06-25' }] })))))
    expect(measure(answer, 'again').now).toEqual({ is: 'none' })
  })
  test('a promise counts once, as last heard, in the period in which it fell due', async () => {
    const promise = (i: number, kept: boolean) => contact({ promises: [{ key: `p${i}`, due: '2026-06-12', kept }] })
    const answer = await asked((s) => s.observations.note('demo', Array.from({ length: 5 }, (_, i) => [seen(i, '2026-06-13', promise(i, false)), seen(i, '2026-06-20', promise(i, i > 0))]).flat()))
    expect(measure(answer, 'promises-kept').now).toEqual({ is: 'value', n: 5, value: 0.8 })
  })
  test('who was at risk stayed if they bought since or no longer are; who was not seen again is not counted', async () => {
    const risky = (i: number) => seen(i, '2026-06-05', contact({ risk: 'yes', bought: '2026-01-01' }))
    const answer = await asked((s) => s.observations.note('demo', [
      ...Array.from({ length: 9 }, (_, i) => risky(i)), ...[0, 1].map((i) => seen(i, '2026-06-20', contact({ risk: 'yes', bought: '2026-06-06' }))), seen(2, '2026-06-20', contact({ risk: 'no' })),
      ...[3, 4].map((i) => seen(i, '2026-06-20', contact({ risk: 'yes', bought: '2026-01-01' }))), seen(5, '2026-06-20', contact({ risk: 'no', left: 'yes' })),
    ]))
    expect(measure(answer, 'stayed').now).toEqual({ is: 'value', n: 6, value: 0.5 })
  })
  test('a gesture brought somebody back when they bought after it', async () => {
    const answer = await asked((s) => s.observations.note('demo', Array.from({ length: 5 }, (_, i) => [seen(i, '2026-06-05', { saw: 'gesture' }), seen(i, '2026-06-20', contact({ bought: i < 2 ? '2026-06-09' : '2026-06-05' }))]).flat()))
    expect(measure(answer, 'came-back').now).toEqual({ is: 'value', n: 5, value: 0.4 })
  })
  test('the period before is as long, and follows customers as long', () => {
    const { now, before, cuts } = periodOf('2026-06-30', 30)
    expect([now, before]).toEqual([{ from: '2026-06-01', to: '2026-07-01' }, { from: '2026-05-02', to: '2026-06-01' }])
    expect([cuts[0]?.from, cuts.at(-1)?.to, cuts.length]).toEqual(['2026-06-01', '2026-07-01', 3])
    expect(addDays('2026-02-27', 2)).toBe('2026-03-01')
  })
})

describe('groups below five', () => {
  test('many events of few customers are few', () => {
    const of = (people: number) => figureOf(Array.from({ length: 40 }, (_, i) => ({ who: String(i % people), day: '', value: 1 })))
    expect([of(4), of(5)]).toEqual([{ is: 'fewer' }, { is: 'value', n: 40, value: 1 }])
  })
  test('what is hidden cannot be had by taking the rest from the whole', () => {
    expect(counts([20, 3, 9])).toEqual([20, null, null])
    expect(counts([20, 3, 0])).toEqual([null, null, 0])
    expect(counts([20, 0, 9])).toEqual([20, 0, 9])
    expect(parts([{ n: 2, figure: { is: 'fewer' } }, { n: 30, figure: { is: 'value', n: 30, value: 1 } }, { n: 8, figure: { is: 'value', n: 8, value: 1 } }]).map((f) => f.is)).toEqual(['fewer', 'value', 'fewer'])
    expect(standing([{ key: 'a', n: 12 }, { key: 'b', n: 6 }, { key: 'c', n: 2 }], (rest) => ({ key: '…', n: rest.reduce((s, r) => s + r.n, 0) }))).toEqual([{ key: 'a', n: 12 }, { key: '…', n: 8 }])
  })
  test('no answer holds one, whatever was stored', async () => {
    const answer = await asked(async (s) => {
      await s.observations.note('demo', Array.from({ length: 4 }, (_, i) => seen(i, '2026-06-10', contact({ score: { band: 5, on: '2026-06-15' }, promises: [{ key: String(i), due: '2026-06-11', kept: true }] }))))
      await s.outcomes.record('demo', at('2026-06-20'), [
        ...Array.from({ length: 9 }, () => card('2026-06-20', { asked: ['person.remark'], held: [] })), ...Array.from({ length: 3 }, () => card('2026-06-20', { outcome: 'nobody' })),
        { kind: 'wrong-person', at: at('2026-06-20'), role: 'adviser' },
        ...Array.from({ length: 7 }, () => ({ kind: 'advice-taken' as const, at: '', rule: 'a', role: 'adviser' })), { kind: 'advice-other', at: '', rule: 'a', role: 'adviser', reason: 'Le llamé yo' },
      ])
    })
    expect(smallGroups(answer)).toEqual([])
    expect(measure(answer, 'satisfied-after').now).toEqual({ is: 'fewer' })
    expect(rows(answer, 'cards').find((r) => r.key === 'wrong-person')?.cells).toEqual([null, null, null])
    expect(rows(answer, 'advice')).toEqual([{ key: 'a', label: 'a', cells: [8, null, 0, null] }])
    expect(JSON.stringify(answer)).not.toContain('Le llamé')
  })
  test('a planted breach is caught at the gate: the answer does not leave', () => {
    const breach = (change: (a: QualityAnswer) => void): QualityAnswer => {
      const a: QualityAnswer = { days: 7, from: '', to: '', before: { from: '', to: '' }, least: 5, sample: false, customer: [{ id: 'again', better: 'down', now: { is: 'none' }, before: { is: 'none' }, trend: [{ from: '', figure: { is: 'none' } }] }], ours: [{ id: 'advice', columns: [{ id: 'n', type: 'count' }], rows: [{ key: 'r', cells: [5] }] }] }
      change(a)
      return a
    }
    expect(checked(breach(() => {})).ours).toHaveLength(1)
    expect(() => checked(breach((a) => { a.customer[0]!.now = { is: 'value', n: 4, value: 1 } }))).toThrow('again.now')
    expect(() => checked(breach((a) => { (a.customer[0]!.trend[0] as { figure: unknown }).figure = { is: 'value', n: 1, value: 1 } }))).toThrow('again.trend.0')
    expect(() => checked(breach((a) => { (a.ours[0]!.rows[0]!.cells as number[])[0] = 2 }))).toThrow('advice.r.n')
  })
})

describe('our own side', () => {
  test('a fact asked often and never filled is a candidate to remove; one that is filled is not', async () => {
    const answer = await asked((s) => s.outcomes.record('demo', at('2026-06-20'), Array.from({ length: 20 }, () => card('2026-06-20', { asked: ['person.remark', 'orders.total'], held: ['orders.total'] }))))
    expect(rows(answer, 'facts').map((r) => [r.key, r.cells, r.remove ?? false])).toEqual([['person.remark', [20, 0, 20], true], ['orders.total', [20, 20, 0], false]])
  })
  test('only what lies in the period counts', async () => {
    const answer = await asked(async (s) => { for (const [day, n] of [['2026-06-30', 6], ['2026-06-24', 7], ['2026-06-23', 8]] as const) await s.outcomes.record('demo', at(day), Array.from({ length: n }, () => card(day))) }, 7)
    expect(rows(answer, 'cards')[0]?.cells[0]).toBe(13)
  })
  test('a role without the purpose is refused; another period too', async () => {
    const t = await trial({ clock, fichas: leaders })
    const get = async (role: string, path: string) => (await t.gateway.fetch(new Request(`http://127.0.0.1:4174${path}`, { headers: { authorization: `Bearer ${await t.bearer({ roles: [role] })}` } }))).status
    expect([await get('adviser', '/v1/quality'), await get('adviser', '/v1/quality/proposals'), await get('admin', '/v1/quality?days=3'), await get('admin', '/v1/quality'), await get('admin', '/v1/quality/proposals')]).toEqual([403, 403, 400, 200, 200])
  })
})

describe('the store', () => {
  test('a pseudonym joins what was seen by other records of the same customer, and leads nowhere: no byte of a record is in the file', async () => {
    const file = join(folder, 'a.sqlite')
    const s = await sqliteStores(file, keys, clock)
    await s.observations.note('demo', [{ at: '2026-06-01T09:12:13Z', subjects: ['shop/c-7001', 'desk/600123456'], what: contact() }])
    await s.observations.note('demo', [{ at: '2026-06-02T09:12:13Z', subjects: ['till/9724', 'desk/600123456'], what: { saw: 'gesture' } }, { at: '2026-06-02T09:50:00Z', subjects: ['till/9724'], what: { saw: 'gesture' } }])
    const all = await s.observations.between('demo', '2026', '2027')
    expect(all.map((o) => [o.person === all[0]?.person, o.at, o.what.saw])).toEqual([[true, '2026-06-01T09:00:00.000Z', 'contact'], [true, '2026-06-02T09:00:00.000Z', 'gesture']])
    expect(await s.observations.between('rival', '2026', '2027')).toEqual([])
    await s.close()
    const bytes = readdirSync(folder).map((f) => readFileSync(join(folder, f)).toString('latin1')).join('')
    for (const secret of ['c-7001', '600123456', '9724', 'shop/']) expect(bytes).not.toContain(secret)
    expect(bytes).toContain('"saw":"gesture"')
  })
  test('observations and what leads to them go when retention says so', async () => {
    for (const s of [memoryStores(clock), await sqliteStores(join(folder, 'b.sqlite'), keys, clock)]) {
      await s.observations.note('demo', [seen(1, '2026-01-01', contact()), seen(2, '2026-06-01', contact())])
      const [old] = await s.observations.between('demo', '2026', '2027')
      await s.sweep(clock.now(), { outcomes: 400, observations: 60 })
      expect(await s.observations.between('demo', '2026', '2027')).toHaveLength(1)
      await s.observations.note('demo', [seen(1, '2026-06-29', contact())])
      expect((await s.observations.between('demo', '2026', '2027')).some((o) => o.person === old?.person)).toBe(false)
      await s.close()
    }
  })
})
