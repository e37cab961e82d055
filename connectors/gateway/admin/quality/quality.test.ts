import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { localize, type ProposalsAnswer, type QualityAnswer } from '../../../contract/index.ts'
import type { CardNote, Clock, Contact, NewObservation, RecordedOutcome } from '../../../hub/ports.ts'
import type { GatewayConfig } from '../../config/config.ts'
import { createKeys } from '../../keys/keys.ts'
import { memoryStores } from '../../stores/memory.ts'
import type { Stores } from '../../stores/ports.ts'
import { sqliteStores } from '../../stores/sqlite.ts'
import { testGateway, trialFichas } from '../../testing/test-gateway.ts'
import { checked, figureOf, publishable, smallGroups } from './disclosure-control.ts'
import { addDays, periodOf } from './period.ts'

const clock: Clock = { now: () => new Date('2026-06-30T10:20:30Z'), after: () => () => {} }
const folder = mkdtempSync(join(tmpdir(), 'ficha-quality-'))
afterAll(() => rmSync(folder, { recursive: true }))
const keys = createKeys('k'.repeat(40))
const at = (day: string) => `${day}T09:00:00.000Z`
const contact = (more: Partial<Contact> = {}): Contact => ({
  saw: 'contact',
  contacts: [],
  promises: [],
  ...more,
})
const seen = (who: number, day: string, what: NewObservation['what']): NewObservation => ({
  at: at(day),
  subjects: [`shop/${who}`],
  what,
})
const card = (day: string, more: Partial<CardNote> = {}): RecordedOutcome & { role: string } => ({
  kind: 'card',
  at: at(day),
  template: 'adviser',
  outcome: 'identified',
  systems: [],
  asked: [],
  held: [],
  role: 'adviser',
  ...more,
})
const leaders = {
  ...trialFichas,
  policy: {
    ...trialFichas.policy,
    roles: {
      ...trialFichas.policy.roles,
      admin: { ...trialFichas.policy.roles.admin!, purposes: ['care', 'quality'] },
    },
  },
}

async function asked(
  fill: (stores: Stores) => Promise<void>,
  days = 28,
  config: Partial<GatewayConfig> = {},
): Promise<QualityAnswer> {
  const stores = memoryStores(clock)
  await fill(stores)
  const t = await testGateway({ stores, clock, fichas: leaders, config })
  const answer = await t.gateway.fetch(
    new Request(`http://127.0.0.1:4174/v1/quality?days=${days}`, {
      headers: { authorization: `Bearer ${await t.bearer({ roles: ['admin'] })}` },
    }),
  )
  expect(answer.status).toBe(200)
  return (await answer.json()) as QualityAnswer
}
const measure = (answer: QualityAnswer, id: string) => answer.customer.find((m) => m.id === id)!
const rows = (answer: QualityAnswer, id: string) => answer.ours.find((t) => t.id === id)!.rows

describe('what became of customers', () => {
  test('satisfaction counts scores given after a contact with the card, and none before it', async () => {
    const answer = await asked((s) =>
      s.observations.note(
        'demo',
        Array.from({ length: 8 }, (_, i) => [
          seen(i, '2026-06-10', contact({ score: { band: 1, on: '2026-06-01' } })),
          seen(i, '2026-06-20', contact({ score: { band: i < 6 ? 5 : 2, on: '2026-06-15' } })),
        ]).flat(),
      ),
    )
    expect(measure(answer, 'satisfied-after').now).toEqual({ is: 'value', n: 8, value: 0.75 })
    expect(measure(answer, 'satisfied-after').before).toEqual({ is: 'none' })
  })
  test('a matter is raised again when the same one comes back within seven days; on the eighth, or another one, it is not', async () => {
    const come = (i: number, back: string, matter: string) => [
      seen(i, '2026-06-10', contact({ contacts: [{ matter: 'm', on: '2026-06-10' }] })),
      seen(i, back, contact({ contacts: [{ matter, on: back }] })),
    ]
    const answer = await asked((s) =>
      s.observations.note('demo', [
        ...[1, 2, 3].flatMap((i) => come(i, '2026-06-17', 'm')),
        ...come(4, '2026-06-18', 'm'),
        ...come(5, '2026-06-12', 'other'),
        ...come(6, '2026-06-18', 'm'),
      ]),
    )
    // six contacts on the 10th, three of them came again; the six returns are contacts of their own, none of
    // which came again
    expect(measure(answer, 'again').now).toEqual({ is: 'value', n: 12, value: 3 / 12 })
  })
  test('a contact whose seven days are not over says nothing yet: the seventh is today', async () => {
    const come = (day: string) =>
      asked((s) =>
        s.observations.note(
          'demo',
          Array.from({ length: 6 }, (_, i) =>
            seen(i, day, contact({ contacts: [{ matter: 'm', on: day }] })),
          ),
        ),
      ).then((answer) => measure(answer, 'again').now)
    expect(await come('2026-06-25')).toEqual({ is: 'none' })
    expect(await come('2026-06-23')).toEqual({ is: 'none' })
    expect(await come('2026-06-22')).toEqual({ is: 'value', n: 6, value: 0 })
  })
  test('a promise counts once, as last heard, in the period in which it fell due', async () => {
    const promise = (i: number, kept: boolean) =>
      contact({ promises: [{ key: `p${i}`, due: '2026-06-12', kept }] })
    const answer = await asked((s) =>
      s.observations.note(
        'demo',
        Array.from({ length: 5 }, (_, i) => [
          seen(i, '2026-06-13', promise(i, false)),
          seen(i, '2026-06-20', promise(i, i > 0)),
        ]).flat(),
      ),
    )
    expect(measure(answer, 'promises-kept').now).toEqual({ is: 'value', n: 5, value: 0.8 })
  })
  test('who was at risk stayed if they bought since or no longer are; who was not seen again is not counted', async () => {
    const risky = (i: number) => seen(i, '2026-06-05', contact({ risk: 'yes', bought: '2026-01-01' }))
    const answer = await asked((s) =>
      s.observations.note('demo', [
        ...Array.from({ length: 9 }, (_, i) => risky(i)),
        ...[0, 1].map((i) => seen(i, '2026-06-20', contact({ risk: 'yes', bought: '2026-06-06' }))),
        seen(2, '2026-06-20', contact({ risk: 'no' })),
        ...[3, 4].map((i) => seen(i, '2026-06-20', contact({ risk: 'yes', bought: '2026-01-01' }))),
        seen(5, '2026-06-20', contact({ risk: 'no', left: 'yes' })),
      ]),
    )
    expect(measure(answer, 'stayed').now).toEqual({ is: 'value', n: 6, value: 0.5 })
  })
  test('a gesture brought somebody back when they bought after it', async () => {
    const answer = await asked((s) =>
      s.observations.note(
        'demo',
        Array.from({ length: 5 }, (_, i) => [
          seen(i, '2026-06-05', { saw: 'gesture' }),
          seen(i, '2026-06-20', contact({ bought: i < 2 ? '2026-06-09' : '2026-06-05' })),
        ]).flat(),
      ),
    )
    expect(measure(answer, 'came-back').now).toEqual({ is: 'value', n: 5, value: 0.4 })
  })
  test('a period is whole weeks that are over; the one before is as long; its parts reach four weeks back at least', () => {
    const { now, before, cuts, mondays } = periodOf('2026-06-30', 28)
    expect([now, before]).toEqual([
      { from: '2026-06-01', to: '2026-06-29' },
      { from: '2026-05-04', to: '2026-06-01' },
    ])
    expect([cuts.map((c) => c.from), cuts.at(-1)?.to]).toEqual([
      ['2026-06-01', '2026-06-08', '2026-06-15', '2026-06-22'],
      '2026-06-29',
    ])
    expect([periodOf('2026-07-05', 28).now, periodOf('2026-07-06', 28).now.to]).toEqual([now, '2026-07-06'])
    expect([periodOf('2026-06-30', 7).cuts, periodOf('2026-06-30', 84).cuts.map((c) => c.from)]).toEqual([
      cuts,
      ['2026-04-06', '2026-05-04', '2026-06-01'],
    ])
    // Looked at from the same Monday for half a year, and half a year more.
    expect([mondays[0], mondays.at(-1), mondays.length]).toEqual(['2025-11-03', '2026-06-29', 35])
    expect([periodOf('2026-09-28', 7).mondays[0], periodOf('2026-10-05', 7).mondays[0]]).toEqual([
      '2025-11-03',
      '2026-04-20',
    ])
    expect(addDays('2026-02-27', 2)).toBe('2026-03-01')
  })
})

describe('groups below five', () => {
  const { now, mondays } = periodOf('2026-06-30', 28)
  test('many events of few customers are few', () => {
    const of = (people: number) => {
      const all = Array.from({ length: 40 }, (_, i) => ({
        who: String(i % people),
        day: '2026-06-10',
        value: 1,
      }))
      return figureOf(all, publishable(all, mondays), now)
    }
    expect([of(4), of(5)]).toEqual([{ is: 'fewer' }, { is: 'value', n: 40, value: 1 }])
  })

  /** So many in each week, the last of them ending with `mondays`. */
  const weekly = (counts: readonly number[]) =>
    counts.flatMap((n, i) =>
      Array.from({ length: n }, (_, k) => ({
        day: mondays[mondays.length - 1 - counts.length + i] as string,
        who: `${i}/${k}`,
      })),
    )
  type Rule = (range: { from: string; to: string }) => boolean
  /**
   * Whoever keeps every page: all figures it told, as sums of weeks, solved by elimination. Says which runs
   * of weeks of one to four it gives away. Nothing of the gateway's way of deciding is used here.
   */
  function givenAway(counts: readonly number[], may: Rule, weeks = mondays): string[] {
    const borders = weeks.slice(-counts.length - 1)
    const rows: number[][] = []
    const over = (from: number, to: number) => counts.map((_, i) => (i >= from && i < to ? 1 : 0))
    for (const length of [1, 4, 12])
      for (let to = length; to < borders.length; to++)
        if (may({ from: borders[to - length] as string, to: borders[to] as string }))
          rows.push(over(to - length, to))
    const basis: { at: number; row: number[] }[] = []
    const rest = (row: readonly number[]): number[] =>
      basis
        .reduce<number[]>(
          (left, { at, row: b }) =>
            left.map((x, i) => x - ((left[at] as number) / (b[at] as number)) * (b[i] as number)),
          [...row],
        )
        .map((x) => (Math.abs(x) < 1e-6 ? 0 : x))
    for (const row of rows) {
      const left = rest(row)
      const at = left.findIndex((x) => x !== 0)
      if (at >= 0) basis.push({ at, row: left })
    }
    const out: string[] = []
    for (let a = 0; a < counts.length; a++)
      for (let b = a + 1; b <= counts.length; b++) {
        const n = counts.slice(a, b).reduce((x, y) => x + y, 0)
        if (n > 0 && n < 5 && rest(over(a, b)).every((x) => x === 0)) out.push(`${a}–${b}: ${n}`)
      }
    return out
  }
  const naive = (counts: readonly number[]): Rule => {
    const all = weekly(counts)
    return ({ from, to }) => {
      const n = all.filter((x) => x.day >= from && x.day < to).length
      return n === 0 || n >= 5
    }
  }

  test('a week that is hidden cannot be had by taking it from the four weeks it lies in, nor the four from the twelve, nor from last week’s page', () => {
    const three = [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 3, 9]
    expect(givenAway(three, naive(three))).toContain('10–11: 3')
    expect(givenAway(three, publishable(weekly(three), mondays))).toEqual([])
    // 12 in four weeks, 15 in twelve: the eight before hold three.
    const few = [0, 1, 0, 1, 0, 0, 1, 0, 5, 0, 7, 0]
    expect(givenAway(few, naive(few)).length).toBeGreaterThan(0)
    expect(givenAway(few, publishable(weekly(few), mondays))).toEqual([])
    // What is hidden is no more than must be: the longest periods are told.
    expect([
      publishable(weekly(three), mondays)({ from: mondays.at(-13)!, to: mondays.at(-1)! }),
      publishable(weekly(three), mondays)(now),
    ]).toEqual([true, true])
  })
  test('whatever the weeks hold, everything told together gives no group below five away; deciding each figure for itself would', () => {
    let planted = 0
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 24 }), (counts) => {
        expect(givenAway(counts, publishable(weekly(counts), mondays))).toEqual([])
        if (givenAway(counts, naive(counts)).length > 0) planted++
      }),
      { numRuns: 60, seed: 20260630 },
    )
    expect(planted).toBeGreaterThan(50)
  })
  test('what one week decided, the next decides alike: all pages of half a year kept and solved together give nothing away', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 47, maxLength: 47 }), (counts) => {
        const pages = Array.from({ length: 24 }, (_, i) => periodOf(addDays('2026-04-20', i * 7), 7).mondays)
        const all = pages.at(-1) as readonly string[]
        const happened = counts.flatMap((n, i) =>
          Array.from({ length: n }, (_, k) => ({ day: all[i] as string, who: `${i}/${k}` })),
        )
        const may = pages.map((mondays) => publishable(happened, mondays))
        const told = publishable(happened, all)
        for (const [i, mondays] of pages.entries())
          for (const length of [1, 4, 12]) {
            const range = { from: mondays.at(-1 - length) as string, to: mondays.at(-1) as string }
            expect([range, told(range)]).toEqual([range, may[i]?.(range)])
          }
        expect(givenAway(counts, told, all)).toEqual([])
      }),
      { numRuns: 12, seed: 20260420 },
    )
  })
  test('where every week holds enough, nothing is hidden', () => {
    const may = publishable(weekly(Array.from({ length: 24 }, (_, i) => 5 + (i % 7))), mondays)
    for (let i = 1; i < mondays.length; i++)
      expect(may({ from: mondays[i - 1]!, to: mondays[i]! })).toBe(true)
  })
  test('the week that runs is not counted: a page loaded twice tells nothing of who came between', async () => {
    const page = (more: number) =>
      asked((s) =>
        s.outcomes.record(
          'demo',
          at('2026-06-29'),
          Array.from({ length: 20 + more }, () => card('2026-06-29')),
        ),
      )
    expect(rows(await page(0), 'cards')[0]?.cells).toEqual([0, null, null])
    expect(await page(1)).toEqual(await page(0))
  })
  test('no answer holds one, whatever was stored', async () => {
    const answer = await asked(async (s) => {
      await s.observations.note(
        'demo',
        Array.from({ length: 4 }, (_, i) =>
          seen(
            i,
            '2026-06-10',
            contact({
              score: { band: 5, on: '2026-06-15' },
              promises: [{ key: String(i), due: '2026-06-11', kept: true }],
            }),
          ),
        ),
      )
      await s.outcomes.record('demo', at('2026-06-20'), [
        ...Array.from({ length: 9 }, () => card('2026-06-20', { asked: ['person.remark'], held: [] })),
        ...Array.from({ length: 3 }, () => card('2026-06-20', { outcome: 'nobody' })),
        { kind: 'wrong-person', at: at('2026-06-20'), role: 'adviser' },
        ...Array.from({ length: 7 }, () => ({
          kind: 'advice-taken' as const,
          at: '',
          rule: 'a',
          role: 'adviser',
        })),
        { kind: 'advice-other', at: '', rule: 'a', role: 'adviser', reason: 'Le llamé yo' },
      ])
    })
    expect(smallGroups(answer)).toEqual([])
    expect(measure(answer, 'satisfied-after').now).toEqual({ is: 'fewer' })
    expect(rows(answer, 'cards').find((r) => r.key === 'wrong-person')?.cells).toEqual([null, null, null])
    expect(rows(answer, 'advice')).toEqual([{ key: 'a', label: 'a', cells: [7, 7, 0, null] }])
    expect(JSON.stringify(answer)).not.toContain('Le llamé')
  })
  test('a planted breach is caught at the gate: the answer does not leave', () => {
    const breach = (change: (a: QualityAnswer) => void): QualityAnswer => {
      const a: QualityAnswer = {
        days: 7,
        from: '',
        to: '',
        before: { from: '', to: '' },
        minGroupSize: 5,
        sample: false,
        customer: [
          {
            id: 'again',
            better: 'down',
            now: { is: 'none' },
            before: { is: 'none' },
            trend: [{ from: '', figure: { is: 'none' } }],
          },
        ],
        ours: [{ id: 'advice', columns: [{ id: 'n', type: 'count' }], rows: [{ key: 'r', cells: [5] }] }],
      }
      change(a)
      return a
    }
    expect(checked(breach(() => {})).ours).toHaveLength(1)
    expect(() =>
      checked(
        breach((a) => {
          a.customer[0]!.now = { is: 'value', n: 4, value: 1 }
        }),
      ),
    ).toThrow('again.now')
    expect(() =>
      checked(
        breach((a) => {
          ;(a.customer[0]!.trend[0] as { figure: unknown }).figure = { is: 'value', n: 1, value: 1 }
        }),
      ),
    ).toThrow('again.trend.0')
    expect(() =>
      checked(
        breach((a) => {
          ;(a.ours[0]!.rows[0]!.cells as number[])[0] = 2
        }),
      ),
    ).toThrow('advice.r.n')
  })
})

describe('what counts as what', () => {
  const five = <T>(make: (i: number) => T): T[] => Array.from({ length: 5 }, (_, i) => make(i))
  test('three fifths are no satisfaction; a score counts up to thirty days after the contact, and not a day longer', async () => {
    const scored = (band: number, contactOn: string) =>
      asked((s) =>
        s.observations.note(
          'demo',
          five((i) => [
            seen(i, contactOn, contact()),
            seen(i, '2026-06-28', contact({ score: { band, on: '2026-06-20' } })),
          ]).flat(),
        ),
      ).then((answer) => measure(answer, 'satisfied-after').now)
    expect(await scored(3, '2026-06-01')).toEqual({ is: 'value', n: 5, value: 0 })
    expect(await scored(4, '2026-05-21')).toEqual({ is: 'value', n: 5, value: 1 })
    expect(await scored(4, '2026-05-20')).toEqual({ is: 'none' })
  })
  test('who was at risk counts once a week; a purchase of that very day is none since', async () => {
    const answer = await asked((s) =>
      s.observations.note(
        'demo',
        five((i) => [
          seen(i, '2026-06-08', contact({ risk: 'yes' })),
          seen(i, '2026-06-09', contact({ risk: 'yes' })),
          seen(i, '2026-06-20', contact({ risk: 'yes', bought: '2026-06-08' })),
        ]).flat(),
      ),
    )
    // The weeks of the 8th and of the 15th: nobody was seen after the second.
    expect(measure(answer, 'stayed').now).toEqual({ is: 'value', n: 5, value: 0 })
  })
  test('a group too small in the period before is refused at the gate like any other', () => {
    const figure = { is: 'value', n: 3, value: 1 } as const
    expect(
      smallGroups({
        days: 7,
        from: '',
        to: '',
        before: { from: '', to: '' },
        minGroupSize: 5,
        sample: false,
        customer: [{ id: 'again', better: 'down', now: { is: 'none' }, before: figure, trend: [] }],
        ours: [],
      }),
    ).toEqual(['again.before'])
  })
  test('a day ends where the company is, not in Greenwich', async () => {
    // 22:30 UTC on Sunday the 31st of May is Monday the 1st of June in Madrid: within the four weeks.
    const answer = await asked((s) =>
      s.outcomes.record(
        'demo',
        '2026-05-31T22:30:00.000Z',
        five(() => card('2026-05-31')),
      ),
    )
    expect(rows(answer, 'cards')[0]?.cells[0]).toBe(5)
  })
  test('the last evening of a company in the west counts, though it is the next week in Greenwich', async () => {
    const answer = await asked(
      (s) =>
        s.outcomes.record(
          'demo',
          '2026-06-29T03:00:00.000Z',
          five(() => card('2026-06-28')),
        ),
      28,
      { settings: { timeZone: 'America/Bogota' } },
    )
    expect(rows(answer, 'cards')[0]?.cells[0]).toBe(5)
  })
  test('a customer who was made up for a demonstration is said to be', async () => {
    const made = (sample?: true) =>
      asked((s) =>
        s.observations.note('demo', [seen(1, '2026-06-10', { ...contact(), ...(sample ? { sample } : {}) })]),
      ).then(({ sample }) => sample)
    expect([await made(true), await made()]).toEqual([true, false])
  })
  test('what was made up for a demonstration is said, where the period holds it', async () => {
    const made = (day: string) =>
      asked((s) =>
        s.outcomes.record(
          'demo',
          at(day),
          five(() => ({ ...card(day), sample: true as const })),
        ),
      ).then(({ sample }) => sample)
    expect([await made('2026-06-10'), await made('2026-06-29')]).toEqual([true, false])
  })
})

describe('our own side', () => {
  const answered = (fill: (RecordedOutcome & { role: string })[]) =>
    asked((s) => s.outcomes.record('demo', at('2026-06-10'), fill))
  const times = <T>(n: number, one: T): T[] => Array.from({ length: n }, () => one)
  const told = (more: object) => ({ at: '', role: 'adviser', ...more }) as RecordedOutcome & { role: string }

  test('a system is counted by how it answered, its age by the middle one', async () => {
    const system = (state: 'answered' | 'late' | 'down', age: number) =>
      card('2026-06-10', { systems: [{ connector: 'shop', state, complete: state === 'answered', age }] })
    const answer = await answered([
      ...times(6, system('answered', 10)),
      ...times(3, system('late', 20)),
      system('down', 900),
    ])
    expect(rows(answer, 'systems')).toEqual([
      { key: 'shop', label: 'shop', cells: [10, 0.6, 0, 0.3, 0.1, 0.6, 10] },
    ])
  })
  test('times are the middle one and the one that nineteen in twenty stay under', async () => {
    const ms = Array.from({ length: 20 }, (_, i) =>
      told({ kind: 'identified', by: 'phone', milliseconds: (i + 1) * 100 }),
    )
    expect(rows(await answered(ms), 'identified')).toEqual([{ key: 'phone', cells: [20, 1_000, 1_900] }])
  })
  test('who was known without a word of how is counted apart; without a time they are not counted', async () => {
    const answer = await answered([
      ...times(5, told({ kind: 'identified', milliseconds: 100 })),
      ...times(6, told({ kind: 'identified', by: 'phone' })),
    ])
    expect(rows(answer, 'identified')).toEqual([{ key: 'unknown', cells: [5, 100, 100] }])
  })
  test('the longest rows stand first, and those of one length by their name', async () => {
    const answer = await answered(
      (['b', 'c', 'a'] as const).flatMap((name) => {
        const n = name === 'c' ? 9 : 6
        return [
          ...times(n, told({ kind: 'advice-not-now', rule: name, reason: `no-${name}` })),
          ...times(n, card('2026-06-10', { systems: [{ connector: name, state: 'down', complete: false }] })),
        ]
      }),
    )
    const order = (table: string) => rows(answer, table).map(({ key }) => key)
    expect([order('advice'), order('systems'), order('reasons')]).toEqual([
      ['c', 'a', 'b'],
      ['c', 'a', 'b'],
      ['no-c', 'no-a', 'no-b'],
    ])
  })
  test('the fact that is filled least often, for how often it is asked, stands first', async () => {
    const answer = await answered([
      ...times(20, card('2026-06-10', { asked: ['orders.total'], held: ['orders.total'] })),
      ...times(20, card('2026-06-10', { asked: ['orders.total'] })),
      ...times(10, card('2026-06-10', { asked: ['person.remark'], held: ['person.remark'] })),
    ])
    expect(rows(answer, 'facts').map(({ key, cells }) => [key, cells])).toEqual([
      ['orders.total', [40, 20, 20]],
      ['person.remark', [10, 10, 0]],
    ])
  })
  test('a system that was waited for more often than it was asked was slow every time, not more', async () => {
    const answer = await answered([
      ...times(
        5,
        card('2026-06-10', { systems: [{ connector: 'shop', state: 'answered', complete: true }] }),
      ),
      ...times(10, told({ kind: 'late', connector: 'shop' })),
    ])
    expect(rows(answer, 'systems')[0]?.cells).toEqual([5, 1, 1, 0, 0, 1, null])
  })
  test('reasons are the card’s own; what an agent wrote is in no table', async () => {
    const answer = await answered([
      ...times(5, told({ kind: 'advice-not-now', rule: 'a', reason: 'no-time' })),
      ...times(7, told({ kind: 'advice-not-now', rule: 'a', reason: 'Dijo que María está enferma¤' })),
    ])
    expect(rows(answer, 'reasons')).toEqual([{ key: 'no-time', cells: [5] }])
    expect(JSON.stringify(answer)).not.toContain('enferma¤')
  })
  test('each verdict on a card is counted by itself; what gestures cost is summed', async () => {
    const answer = await answered([
      ...times(6, told({ kind: 'served', by: 'yes' })),
      ...times(8, told({ kind: 'served', by: 'no' })),
      ...times(5, told({ kind: 'gesture', amount: 2.5 })),
    ])
    expect(rows(answer, 'served').map(({ key, cells }) => [key, cells[0]])).toEqual([
      ['yes', 6],
      ['partly', 0],
      ['no', 8],
    ])
    expect(rows(answer, 'cards').find(({ key }) => key === 'gesture')?.cells).toEqual([5, null, 12.5])
  })
  test('a fact that was asked for less than twenty times is no candidate to remove', async () => {
    const answer = await answered(times(19, card('2026-06-10', { asked: ['person.remark'] })))
    expect(rows(answer, 'facts').map(({ cells, remove }) => [cells, remove])).toEqual([
      [[19, 0, 19], undefined],
    ])
  })
  test('a panel opened more often than its cards were shown was opened on all of them', async () => {
    const answer = await answered([
      ...times(5, card('2026-06-10')),
      ...times(10, told({ kind: 'panel-opened', template: 'adviser', question: 'orders' })),
    ])
    expect(rows(answer, 'panels')[0]?.cells).toEqual([10, 1])
  })

  test('a fact asked often and never filled is a candidate to remove; one that is filled is not', async () => {
    const answer = await asked((s) =>
      s.outcomes.record(
        'demo',
        at('2026-06-20'),
        Array.from({ length: 20 }, () =>
          card('2026-06-20', { asked: ['person.remark', 'orders.total'], held: ['orders.total'] }),
        ),
      ),
    )
    expect(rows(answer, 'facts').map((r) => [r.key, r.cells, r.remove ?? false])).toEqual([
      ['person.remark', [20, 0, 20], true],
      ['orders.total', [20, 20, 0], false],
    ])
  })
  test('only what lies in the period counts', async () => {
    const answer = await asked(async (s) => {
      for (const [day, n] of [
        ['2026-06-29', 6],
        ['2026-06-28', 7],
        ['2026-06-22', 6],
        ['2026-06-21', 8],
      ] as const)
        await s.outcomes.record(
          'demo',
          at(day),
          Array.from({ length: n }, () => card(day)),
        )
    }, 7)
    expect(rows(answer, 'cards')[0]?.cells[0]).toBe(13)
  })
  test('what is missed names its ficha by its title', async () => {
    const stores = memoryStores(clock)
    await stores.outcomes.record(
      'demo',
      at('2026-06-29'),
      Array.from({ length: 6 }, () => ({
        kind: 'asked-more' as const,
        at: '',
        template: leaders.templates[0]!.id,
        question: 'returns' as const,
        role: 'adviser',
      })),
    )
    const t = await testGateway({ stores, clock, fichas: leaders })
    const { items } = (await (
      await t.gateway.fetch(
        new Request('http://127.0.0.1:4174/v1/quality/proposals?locale=es', {
          headers: { authorization: `Bearer ${await t.bearer({ roles: ['admin'] })}` },
        }),
      )
    ).json()) as ProposalsAnswer
    expect(items.map((i) => [i.template, i.title])).toEqual([
      [leaders.templates[0]!.id, localize(leaders.templates[0]!.title, 'es')],
    ])
  })
  test('a role without the purpose is refused; another period too', async () => {
    const t = await testGateway({ clock, fichas: leaders })
    const get = async (role: string, path: string) =>
      (
        await t.gateway.fetch(
          new Request(`http://127.0.0.1:4174${path}`, {
            headers: { authorization: `Bearer ${await t.bearer({ roles: [role] })}` },
          }),
        )
      ).status
    expect([
      await get('adviser', '/v1/quality'),
      await get('adviser', '/v1/quality/proposals'),
      await get('admin', '/v1/quality?days=3'),
      await get('admin', '/v1/quality'),
      await get('admin', '/v1/quality/proposals'),
    ]).toEqual([403, 403, 400, 200, 200])
  })
})

describe('the store', () => {
  let files = 0
  const fresh = () => join(folder, `${++files}.sqlite`)
  test('a pseudonym joins what was seen by other records of the same customer, and leads nowhere: no byte of a record is in the file', async () => {
    const file = fresh()
    const s = await sqliteStores(file, keys, clock)
    await s.observations.note('demo', [
      { at: '2026-06-01T09:12:13Z', subjects: ['shop/customer¤7001', 'desk/600123456'], what: contact() },
    ])
    await s.observations.note('demo', [
      {
        at: '2026-06-02T09:12:13Z',
        subjects: ['till/card¤9724', 'desk/600123456'],
        what: { saw: 'gesture' },
      },
      { at: '2026-06-02T09:50:00Z', subjects: ['till/card¤9724'], what: { saw: 'gesture' } },
    ])
    const all = await s.observations.between('demo', '2026', '2027')
    expect(all.map((o) => [o.person === all[0]?.person, o.at, o.what.saw])).toEqual([
      [true, '2026-06-01T09:00:00.000Z', 'contact'],
      [true, '2026-06-02T09:00:00.000Z', 'gesture'],
    ])
    expect(await s.observations.between('rival', '2026', '2027')).toEqual([])
    await s.close()
    const bytes = readdirSync(folder)
      .filter((name) => join(folder, name).startsWith(file))
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('')
    // The file is read byte by byte: so are the words looked for.
    for (const secret of [
      'customer¤7001',
      '600123456',
      'card¤9724',
      'shop/customer',
      'desk/600',
      'till/card',
    ])
      expect(bytes).not.toContain(Buffer.from(secret).toString('latin1'))
    expect(bytes).toContain('"saw":"gesture"')
  })
  test('observations and what leads to them go when retention says so', async () => {
    for (const s of [memoryStores(clock), await sqliteStores(fresh(), keys, clock)]) {
      await s.observations.note('demo', [seen(1, '2026-01-01', contact()), seen(2, '2026-06-01', contact())])
      const [old] = await s.observations.between('demo', '2026', '2027')
      await s.sweep(clock.now(), { outcomes: 400, observations: 60 })
      expect(await s.observations.between('demo', '2026', '2027')).toHaveLength(1)
      await s.observations.note('demo', [seen(1, '2026-06-29', contact())])
      expect(
        (await s.observations.between('demo', '2026', '2027')).some((o) => o.person === old?.person),
      ).toBe(false)
      await s.close()
    }
  })
})
