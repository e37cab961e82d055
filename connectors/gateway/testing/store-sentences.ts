import { describe, expect, test } from 'vitest'
import type { AuditLine, Clock } from '../../hub/ports.ts'
import { verifyAudit } from '../stores/audit-chain.ts'
import type { Stores } from '../stores/ports.ts'
import { trialFichas } from './test-gateway.ts'

/** A clock that the sentences move by hand. */
export const at = { now: Date.parse('2026-03-02T10:00:00Z') }
export const clock: Clock = {
  now: () => new Date(at.now),
  after: (ms, run) => {
    const t = setTimeout(run, ms)
    return () => clearTimeout(t)
  },
}
export const line = (n: number, tenant = 'demo'): AuditLine => ({
  at: clock.now().toISOString(),
  tenant,
  agent: `a${n % 3}`,
  purpose: 'care',
  act: 'open',
  subject: `s${n}`,
  what: ['orders'],
  outcome: 'allowed',
})

/** What every kind of store must do; `make` gives a fresh, empty one. */
export function storeSentences(name: string, make: () => Promise<Stores>): void {
  describe(name, () => {
    test('links are of one tenant; undone ones are gone, and only once', async () => {
      const s = await make()
      const link = await s.links.add('demo', {
        a: 'shop/1',
        b: 'desk/2',
        decision: 'same',
        at: 't',
        by: 'ana',
      })
      expect(await s.links.of('demo', ['desk/2'])).toEqual([link])
      expect(await s.links.of('demo', [])).toEqual([])
      expect(await s.links.of('rival', ['desk/2'])).toEqual([])
      expect(await s.links.undo('rival', link.id, 'eva', 't')).toBe(false)
      expect(await s.links.undo('demo', link.id, 'eva', 't')).toBe(true)
      expect(await s.links.undo('demo', link.id, 'eva', 't')).toBe(false)
      expect(await s.links.of('demo', ['shop/1'])).toEqual([])
      await s.close()
    })
    test('a decision between two people is found by what tells either of them, and says which side had it; one about an interaction only by itself', async () => {
      const s = await make()
      const apart = await s.links.add(
        'demo',
        { a: 'desk/9', b: 'shop/1', decision: 'different', at: 't', by: 'ana' },
        { a: ['record|till/4', 'born?'], b: ['number|loyalty||FC1', 'born?'] },
      )
      const call = await s.links.add(
        'demo',
        { a: 'hint/x', b: 'shop/1', decision: 'different', at: 't', by: 'ana' },
        { a: [], b: ['number|loyalty||FC2'] },
      )
      expect(await s.links.of('demo', ['till/4'], ['record|till/4', 'born?', 'given|ana|'])).toEqual([
        { ...apart, meets: { a: ['record|till/4', 'born?'], b: ['born?'] } },
      ])
      expect(await s.links.of('demo', [], ['number|loyalty||FC1'])).toEqual([
        { ...apart, meets: { a: [], b: ['number|loyalty||FC1'] } },
      ])
      expect(await s.links.of('demo', ['subs/3'], ['number|loyalty||FC2', 'given|ana|'])).toEqual([])
      expect(await s.links.of('demo', ['hint/x'], ['number|loyalty||FC2'])).toEqual([
        { ...call, meets: { a: [], b: ['number|loyalty||FC2'] } },
      ])
      expect(await s.links.of('rival', ['desk/9'], ['record|till/4'])).toEqual([])
      expect(await s.links.undo('demo', apart.id, 'eva', 't')).toBe(true)
      expect(await s.links.of('demo', ['till/4'], ['record|till/4'])).toEqual([])
      await s.close()
    })
    test('a value is counted by distinct people, per tenant', async () => {
      const s = await make()
      for (const [record, person] of ['1', '2', '2', '3'].entries())
        await s.sharedValues.seen('demo', [
          { record: `shop/${record}`, values: [{ kind: 'mail', value: 'info@a.es', person }] },
        ])
      expect(
        await s.sharedValues.count('demo', [
          { kind: 'mail', value: 'info@a.es' },
          { kind: 'phone', value: 'info@a.es' },
        ]),
      ).toEqual([3, 0])
      expect(await s.sharedValues.count('rival', [{ kind: 'mail', value: 'info@a.es' }])).toEqual([0])
      await s.close()
    })
    test('a shared value is forgotten where its record no longer says it, and half a year after it was last seen', async () => {
      const s = await make()
      const phone = { kind: 'phone', value: '+34960112233' }
      const says = (record: string, person: string, values = [phone]) =>
        s.sharedValues.seen('demo', [{ record, values: values.map((v) => ({ ...v, person })) }])
      const count = async () => (await s.sharedValues.count('demo', [phone]))[0]
      for (const n of ['1', '2', '3', '4']) await says(`shop/${n}`, n)
      expect(await count()).toBe(4)
      // one answer was read wrongly, and is right the next time
      await says('shop/1', 'luc\ufffda')
      expect(await count()).toBe(4)
      await says('shop/1', '2')
      expect(await count()).toBe(3)
      await says('shop/2', '2', [{ kind: 'mail', value: 'a@b.example' }])
      await says('shop/1', '1', [])
      expect(await count()).toBe(2)
      at.now += 179 * 86_400_000
      await says('shop/3', '3')
      expect(await count()).toBe(2)
      at.now += 2 * 86_400_000
      expect(await count()).toBe(1)
      await s.sweep(new Date(at.now), { outcomes: 1 })
      expect(await count()).toBe(1)
      at.now -= 181 * 86_400_000
      await s.close()
    })
    test('flags expire; putting one again prolongs it', async () => {
      const s = await make()
      await s.flags.put('demo', 'shop/1', 'advice:vip', 1_000)
      await s.flags.put('demo', 'shop/1', 'asked:size', 5_000)
      expect([...(await s.flags.of('demo', ['desk/9', 'shop/1']))].sort()).toEqual([
        'advice:vip',
        'asked:size',
      ])
      expect(await s.flags.of('rival', ['shop/1'])).toEqual([])
      at.now += 2_000
      expect(await s.flags.of('demo', ['shop/1'])).toEqual(['asked:size'])
      await s.close()
    })
    test('a nonce is good once, however many ask together', async () => {
      const s = await make()
      const all = await Promise.all(
        Array.from({ length: 30 }, () => s.nonces.once('iss|j1', new Date(at.now + 60_000))),
      )
      expect(all.filter(Boolean)).toHaveLength(1)
      at.now += 61_000
      expect(await s.nonces.once('iss|j2', new Date(at.now + 60_000))).toBe(true)
      await s.close()
    })
    test('a nonce stays spent for as long as it was good, whatever else ends meanwhile', async () => {
      const s = await make()
      const once = (nonce: string, ms: number) => s.nonces.once(nonce, new Date(at.now + ms))
      expect([await once('iss|short', 1_000), await once('iss|long', 60_000)]).toEqual([true, true])
      at.now += 2_000
      expect(await once('iss|long', 60_000)).toBe(false)
      expect(await once('iss|other', 60_000)).toBe(true)
      expect(await once('iss|long', 60_000)).toBe(false)
      await s.close()
    })
    test('fichas: a publication needs the latest revision as its base', async () => {
      const s = await make()
      const meta = (revision: string) => ({ revision, at: 't', note: '' })
      expect(await s.fichas.published('demo')).toBeUndefined()
      const race = await Promise.all([
        s.fichas.publish('demo', meta('r1'), trialFichas, undefined),
        s.fichas.publish('demo', meta('r1b'), trialFichas, undefined),
      ])
      expect(race.filter(Boolean)).toHaveLength(1)
      const first = (await s.fichas.published('demo'))!.revision
      expect(await s.fichas.publish('demo', meta('r2'), trialFichas, 'other')).toBe(false)
      expect(await s.fichas.publish('demo', meta('r2'), trialFichas, first)).toBe(true)
      expect((await s.fichas.history('demo')).map((h) => h.revision)).toEqual(['r2', first])
      await s.fichas.publish('demo', { ...meta('r3'), note: 'shorter', by: 'Eva' }, trialFichas, 'r2')
      expect((await s.fichas.history('demo'))[0]).toEqual({
        revision: 'r3',
        at: 't',
        note: 'shorter',
        by: 'Eva',
      })
      expect(await s.fichas.published('demo', first)).toEqual({ revision: first, set: trialFichas })
      expect(await s.fichas.published('rival')).toBeUndefined()
      await s.fichas.saveDraft('demo', { set: trialFichas, base: 'r2', at: 't' })
      expect(await s.fichas.draft('demo')).toMatchObject({ base: 'r2' })
      await s.fichas.saveDraft('demo', undefined)
      expect(await s.fichas.draft('demo')).toBeUndefined()
      await s.close()
    })
    test('outcomes are kept as long as retention says', async () => {
      const s = await make()
      await s.outcomes.record('demo', '2026-01-01T00:00:00.000Z', [
        { kind: 'late', at: 't', role: 'adviser' },
      ])
      await s.outcomes.record('demo', '2026-03-01T00:00:00.000Z', [
        { kind: 'identified', at: 't', role: 'store', by: 'phone' },
      ])
      expect((await s.outcomes.between('demo', '2025', '2027')).map((o) => o.kind)).toEqual([
        'late',
        'identified',
      ])
      await s.sweep(new Date('2026-03-02T00:00:00Z'), { outcomes: 30 })
      expect(await s.outcomes.between('demo', '2025', '2027')).toEqual([
        { kind: 'identified', at: 't', role: 'store', by: 'phone', received: '2026-03-01T00:00:00.000Z' },
      ])
      expect(await s.outcomes.between('rival', '2025', '2027')).toEqual([])
      await s.close()
    })
    test('outcomes are asked for from a moment that counts to one that does not', async () => {
      const s = await make()
      const [first, second, third] = [1, 2, 3].map((day) => `2026-03-0${day}T00:00:00.000Z`) as [
        string,
        string,
        string,
      ]
      for (const received of [first, second, third])
        await s.outcomes.record('demo', received, [{ kind: 'late', at: 't', role: 'adviser' }])
      expect((await s.outcomes.between('demo', first, third)).map((o) => o.received)).toEqual([first, second])
      await s.close()
    })
    test('a rate counts distinct members in a window, and says when to come back', async () => {
      const s = await make()
      const admit = (members: string[], when = at.now) =>
        s.rates.admit('ana', members, 10_000, 3, new Date(when))
      expect(await admit(['a', 'b'])).toEqual({ admitted: true })
      expect(await admit(['a', 'c'], at.now + 1_000)).toEqual({ admitted: true })
      expect(await admit(['a', 'b', 'c'], at.now + 2_000)).toEqual({ admitted: true })
      expect(await admit(['d'], at.now + 2_000)).toEqual({ admitted: false, retryAfter: 8 })
      expect(await s.rates.admit('eva', ['d'], 10_000, 3, new Date(at.now))).toEqual({ admitted: true })
      expect(await admit(['d'], at.now + 10_001)).toEqual({ admitted: true })
      await s.close()
    })
    test('an observation is noted to the hour; a second look in that hour replaces the first; a swept customer comes back as another', async () => {
      const s = await make()
      const look = (when: string, bought?: string) =>
        s.observations.note('demo', [
          {
            at: when,
            subjects: ['shop/1'],
            what: { saw: 'contact', contacts: [], promises: [], ...(bought ? { bought } : {}) },
          },
        ])
      await look('2026-03-01T10:05:00Z')
      await look('2026-03-01T10:55:00Z', '2026-02-28')
      const before = await s.observations.between('demo', '2026', '2027')
      expect(before).toMatchObject([{ at: '2026-03-01T10:00:00.000Z', what: { bought: '2026-02-28' } }])
      await s.sweep(new Date('2026-04-01T00:00:00Z'), { outcomes: 10 })
      expect(await s.observations.between('demo', '2026', '2027')).toEqual([])
      await look('2026-04-02T10:00:00Z')
      const [after] = await s.observations.between('demo', '2026', '2027')
      expect(after?.person).not.toBe(before[0]?.person)
      await s.close()
    })
    test('observations come oldest first, whatever order they were noted in', async () => {
      const s = await make()
      const hours = ['12', '09', '15', '07', '11', '08', '14', '10', '13']
      for (const hour of hours)
        await s.observations.note('demo', [
          { at: `2026-03-01T${hour}:00:00Z`, subjects: [`shop/${hour}`], what: { saw: 'gesture' } },
        ])
      expect((await s.observations.between('demo', '2026', '2027')).map((o) => o.at.slice(11, 13))).toEqual(
        hours.toSorted(),
      )
      await s.close()
    })
    test('any record that was seen before tells who it is; what is seen together is one customer, what has no record is nobody', async () => {
      const s = await make()
      const look = (hour: string, subjects: string[]) => ({
        at: `2026-03-01T${hour}:00:00Z`,
        subjects,
        what: { saw: 'gesture' as const },
      })
      await s.observations.note('demo', [
        look('08', ['shop/1', 'desk/1']),
        look('09', []),
        look('10', ['desk/1']),
        look('11', ['shop/2']),
      ])
      await s.observations.note('demo', [look('12', ['till/9', 'shop/1'])])
      await s.observations.note('demo', [look('13', ['till/9'])])
      const seen = await s.observations.between('demo', '2026', '2027')
      const people = [...new Set(seen.map((o) => o.person))]
      expect(seen.map((o) => [o.at.slice(11, 13), people.indexOf(o.person)])).toEqual([
        ['08', 0],
        ['10', 0],
        ['11', 1],
        ['12', 0],
        ['13', 0],
      ])
      await s.close()
    })
    test('many that are noted at once are all noted', async () => {
      const s = await make()
      await s.observations.note(
        'demo',
        Array.from({ length: 450 }, (_, i) => ({
          at: '2026-03-01T10:00:00Z',
          subjects: [`shop/${i}`],
          what: { saw: 'gesture' as const },
        })),
      )
      expect(await s.observations.between('demo', '2026', '2027')).toHaveLength(450)
      await s.close()
    })
    test('what was seen in the last hour that is kept is kept, and so is whose it was', async () => {
      const s = await make()
      const look = (at: string) =>
        s.observations.note('demo', [{ at, subjects: ['shop/1'], what: { saw: 'gesture' } }])
      await look('2026-03-01T10:20:00Z')
      await s.sweep(new Date('2026-03-31T10:00:00Z'), { outcomes: 30 })
      await look('2026-03-31T10:20:00Z')
      const people = (await s.observations.between('demo', '2026', '2027')).map(({ person }) => person)
      expect([people.length, new Set(people).size]).toEqual([2, 1])
      await s.close()
    })
    test('a draft that is saved again replaces the one before, of its own tenant only', async () => {
      const s = await make()
      const first = { set: trialFichas, base: 'r1', at: '2026-03-01T00:00:00Z' }
      const second = { set: { ...trialFichas, rules: [] }, base: 'r2', at: '2026-03-02T00:00:00Z' }
      await s.fichas.saveDraft('demo', first)
      await s.fichas.saveDraft('rival', first)
      await s.fichas.saveDraft('demo', second)
      expect([await s.fichas.draft('demo'), await s.fichas.draft('rival')]).toEqual([second, first])
      await s.fichas.saveDraft('rival', undefined)
      expect(await s.fichas.draft('demo')).toEqual(second)
      await s.close()
    })
    test('a trait that is told twice is one', async () => {
      const s = await make()
      const link = await s.links.add(
        'demo',
        { a: 'desk/9', b: 'shop/1', decision: 'different', at: 't', by: 'ana' },
        { a: ['record|till/4', 'record|till/4'], b: ['born?'] },
      )
      expect(await s.links.of('demo', [], ['record|till/4'])).toEqual([
        { ...link, meets: { a: ['record|till/4'], b: [] } },
      ])
      await s.close()
    })
    test('a customer seen again keeps their pseudonym when a sweep removes what was seen of them first', async () => {
      const s = await make()
      const day = (n: number) => new Date(Date.parse('2026-01-01T10:00:00Z') + n * 86_400_000)
      const look = (n: number) =>
        s.observations.note('demo', [
          {
            at: day(n).toISOString(),
            subjects: ['shop/1'],
            what: { saw: 'contact', contacts: [], promises: [] },
          },
        ])
      await look(0)
      await look(20)
      await s.sweep(day(35), { outcomes: 30 })
      await look(36)
      const seen = await s.observations.between('demo', '2026', '2027')
      expect(seen.map(({ at }) => at)).toEqual([20, 36].map((n) => day(n).toISOString()))
      expect(new Set(seen.map(({ person }) => person)).size).toBe(1)
      await s.close()
    })
    test('a cursor taken before a sweep still hears what is published after it', async () => {
      const s = await make()
      const topics = ['fichas', 'systems']
      await s.notices.publish('demo', 'fichas')
      await s.notices.publish('demo', 'fichas')
      at.now += 20 * 3_600_000
      const cursor = await s.notices.cursor('demo')
      at.now += 5 * 3_600_000
      await s.sweep(new Date(at.now), { outcomes: 30 })
      await s.notices.publish('demo', 'systems')
      const { moved } = await s.notices.wait('demo', topics, cursor, new AbortController().signal, 20)
      expect(moved).toEqual(['systems'])
      await s.close()
    })
    test('who waits as long as they were told is admitted; asking again in between does not prolong the wait', async () => {
      const s = await make()
      const admit = (members: string[], ms: number) =>
        s.rates.admit('ana', members, 10_000, 1, new Date(at.now + ms))
      expect(await admit(['a'], 0)).toEqual({ admitted: true })
      expect(await admit(['a'], 4_000)).toEqual({ admitted: true })
      expect(await admit(['b'], 7_000)).toEqual({ admitted: false, retryAfter: 3 })
      expect(await admit(['b'], 10_000)).toEqual({ admitted: true })
      await s.close()
    })
    test('audit lines written side by side form one unbroken chain', async () => {
      const s = await make()
      await Promise.all(Array.from({ length: 700 }, (_, n) => s.audit.write(line(n))))
      expect(await verifyAudit(s.audit)).toMatchObject({ intact: true, lines: 700 })
      expect((await s.audit.read(1, 1_000)).map((l) => l.line.subject)).toEqual(
        Array.from({ length: 700 }, (_, n) => `s${n}`),
      )
      await s.close()
    })
  })
}
