import { describe, expect, test } from 'vitest'
import type { AuditLine, Contact } from '../ports.ts'
import { agent, handClock, never, turn } from '../testing/test-hub.ts'
import {
  memoryAudit,
  memoryCache,
  memoryGenerics,
  memoryLinks,
  memoryMarks,
  memoryNotices,
  memoryObservations,
  memoryOutcomes,
  plainEgress,
  sealedHandles,
} from './index.ts'

const minute = 60_000

describe('the cache', () => {
  test('holds a value until its time is over, and not a moment longer', async () => {
    const clock = handClock()
    const cache = memoryCache(clock)
    await cache.set('a', { n: 1 }, minute)
    clock.advance(minute - 1)
    expect(await cache.get('a')).toEqual({ n: 1 })
    clock.advance(1)
    expect(await cache.get('a')).toBeUndefined()
  })

  test('lets go of what was used longest ago', async () => {
    const cache = memoryCache(handClock(), 2)
    await cache.set('a', 1, minute)
    await cache.set('b', 2, minute)
    await cache.get('a')
    await cache.set('c', 3, minute)
    expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([1, undefined, 3])
  })

  test('cannot be changed by whoever wrote or read a value', async () => {
    const cache = memoryCache(handClock())
    const written = { rows: [1] }
    await cache.set('a', written, minute)
    written.rows.push(2)
    const read = (await cache.get('a')) as typeof written
    read.rows.push(3)
    expect(await cache.get('a')).toEqual({ rows: [1] })
  })

  test('drops every key under a prefix, and no other', async () => {
    const cache = memoryCache(handClock())
    for (const key of ['t/1/a', 't/1/b', 't/2/t/1/a']) await cache.set(key, key, minute)
    await cache.drop('t/1/')
    expect([await cache.get('t/1/a'), await cache.get('t/1/b'), await cache.get('t/2/t/1/a')]).toEqual([
      undefined,
      undefined,
      't/2/t/1/a',
    ])
  })
})

describe('a sealed handle', () => {
  test('opens for the agent, session and kind it was made for, and for nobody else', async () => {
    const handles = sealedHandles(handClock())
    const handle = await handles.seal({ row: 7 }, agent(), 'row')
    expect(await handles.open(handle, agent(), 'row')).toEqual({ row: 7 })
    const others = [
      [agent({ tenant: 'other' }), 'row'],
      [agent({ id: 'other' }), 'row'],
      [agent({ session: 'other' }), 'row'],
      [agent(), 'card'],
    ] as const
    for (const [who, kind] of others)
      await expect(handles.open(handle, who, kind)).rejects.toMatchObject({ code: 'expired-handle' })
  })

  test('ends with its time: a shift, unless it is given another', async () => {
    const clock = handClock()
    const handles = sealedHandles(clock)
    const [shift, short] = await Promise.all([
      handles.seal(1, agent(), 'card'),
      handles.seal(2, agent(), 'card', 60),
    ])
    clock.advance(minute + 1)
    expect(await handles.open(shift, agent(), 'card')).toBe(1)
    await expect(handles.open(short, agent(), 'card')).rejects.toMatchObject({ code: 'expired-handle' })
    clock.advance(8 * 60 * minute)
    await expect(handles.open(shift, agent(), 'card')).rejects.toMatchObject({ code: 'expired-handle' })
  })

  test('that is changed, cut or made under another key is refused like an old one', async () => {
    const clock = handClock()
    const handles = sealedHandles(clock)
    const handle = await handles.seal('secret', agent(), 'card')
    const changed = `${handle.slice(0, 20)}${handle[20] === 'A' ? 'B' : 'A'}${handle.slice(21)}`
    for (const bad of [changed, handle.slice(0, 20), '', 'not base64 ¤'])
      await expect(handles.open(bad, agent(), 'card')).rejects.toMatchObject({ code: 'expired-handle' })
    await expect(sealedHandles(clock).open(handle, agent(), 'card')).rejects.toMatchObject({
      code: 'expired-handle',
    })
  })

  test('of the same thing is never the same text twice', async () => {
    const handles = sealedHandles(handClock())
    expect(await handles.seal(1, agent(), 'card')).not.toBe(await handles.seal(1, agent(), 'card'))
  })
})

describe('links', () => {
  const link = (a: string, b: string) =>
    ({ a, b, decision: 'different', at: '2026-03-10T10:00:00.000Z', by: 'a1' }) as const

  test('are found by either record, in their own tenant only, until they are undone', async () => {
    const links = memoryLinks()
    const { id } = await links.add('demo', link('crm/1', 'shop/2'))
    for (const record of ['crm/1', 'shop/2'])
      expect((await links.of('demo', [record])).map((l) => l.id)).toEqual([id])
    expect(await links.of('demo', ['crm/9'])).toEqual([])
    expect(await links.of('other', ['crm/1'])).toEqual([])
    expect(await links.undo('other', id, 'a1', '')).toBe(false)
    expect(await links.undo('demo', id, 'a1', '')).toBe(true)
    expect(await links.of('demo', ['crm/1'])).toEqual([])
  })

  test('are found by what tells either person, and say which traits each side had', async () => {
    const links = memoryLinks()
    await links.add('demo', link('crm/1', 'shop/2'), { a: ['mail|ana'], b: ['mail|eva', 'name|mora'] })
    const [met] = await links.of('demo', [], ['name|mora', 'mail|luis'])
    expect(met?.meets).toEqual({ a: [], b: ['name|mora'] })
    expect((await links.of('demo', [], ['mail|ana']))[0]?.meets).toEqual({ a: ['mail|ana'], b: [] })
    expect(await links.of('demo', [], ['mail|luis'])).toEqual([])
    expect(await links.of('other', [], ['mail|ana'])).toEqual([])
  })

  test('that know the traits of one side only are found by their records alone', async () => {
    const links = memoryLinks()
    await links.add('demo', link('crm/1', 'shop/2'), { a: ['mail|ana'], b: [] })
    expect(await links.of('demo', [], ['mail|ana'])).toEqual([])
    expect(await links.of('demo', ['crm/1'], ['mail|ana'])).toHaveLength(1)
  })
})

describe('notices', () => {
  const wait = (notices: ReturnType<typeof memoryNotices>, topics: string[], since: string, signal = never) =>
    notices.wait('demo', topics, since, signal, minute)

  test('say at once what moved since the cursor, of what is asked about', async () => {
    const notices = memoryNotices(handClock())
    await notices.publish('demo', 'before')
    const since = await notices.cursor('demo')
    await notices.publish('demo', 'ana')
    await notices.publish('demo', 'eva')
    await notices.publish('other', 'luis')
    const { moved, cursor } = await wait(notices, ['ana', 'before', 'luis'], since)
    expect(moved).toEqual(['ana'])
    expect(cursor).toBe(await notices.cursor('demo'))
  })

  test('wake who waits for that topic, and nobody else', async () => {
    const clock = handClock()
    const notices = memoryNotices(clock)
    const since = await notices.cursor('demo')
    let answer: readonly string[] | undefined
    const waiting = wait(notices, ['ana'], since).then(({ moved }) => {
      answer = moved
    })
    await notices.publish('demo', 'eva')
    await notices.publish('other', 'ana')
    await turn()
    expect(answer).toBeUndefined()
    await notices.publish('demo', 'ana')
    await waiting
    expect(answer).toEqual(['ana'])
    expect(clock.pending()).toBe(0)
  })

  test('let go of who waits when the time is over or they leave', async () => {
    const clock = handClock()
    const notices = memoryNotices(clock)
    const since = await notices.cursor('demo')
    const timed = wait(notices, ['ana'], since)
    await turn()
    clock.advance(minute)
    expect((await timed).moved).toEqual([])
    const leaving = new AbortController()
    const left = wait(notices, ['ana'], since, leaving.signal)
    await turn()
    leaving.abort()
    expect((await left).moved).toEqual([])
    expect(clock.pending()).toBe(0)
    expect((await wait(notices, ['ana'], since, AbortSignal.abort())).moved).toEqual([])
  })

  test('older than what is kept, or of another process, are "everything moved": never silence', async () => {
    const notices = memoryNotices(handClock(), 2)
    const since = await notices.cursor('demo')
    await notices.publish('demo', 'a')
    await notices.publish('demo', 'b')
    expect((await wait(notices, ['ana', 'b'], since)).moved).toEqual(['b'])
    await notices.publish('demo', 'c')
    expect((await wait(notices, ['ana'], since)).moved).toEqual(['ana'])
    const [, seen] = (await notices.cursor('demo')).split('.')
    expect((await wait(notices, ['ana'], `elsewhere.${seen}`)).moved).toEqual(['ana'])
    expect((await wait(notices, ['ana'], 'nonsense')).moved).toEqual(['ana'])
  })
})

test('a flag stands for its subject and tenant until its time is over', async () => {
  const clock = handClock()
  const flags = memoryMarks(clock)
  await flags.put('demo', 'crm/1', 'advice:a', minute)
  await flags.put('demo', 'crm/2', 'advice:b', 2 * minute)
  expect(await flags.of('demo', ['crm/1', 'crm/2'])).toEqual(['advice:a', 'advice:b'])
  expect(await flags.of('demo', ['crm/3'])).toEqual([])
  expect(await flags.of('other', ['crm/1'])).toEqual([])
  clock.advance(minute)
  expect(await flags.of('demo', ['crm/1', 'crm/2'])).toEqual(['advice:b'])
})

test('a value is counted once for each person who bears it, by its kind and tenant', async () => {
  const counts = memoryGenerics(handClock(), 2)
  const phone = { kind: 'phone', value: '600' }
  const seen = (record: string, person: string) =>
    counts.seen('demo', [{ record, values: [{ ...phone, person }] }])
  await seen('shop/1', 'ana')
  await seen('desk/1', 'ana')
  expect(await counts.count('demo', [phone, { kind: 'mail', value: '600' }])).toEqual([1, 0])
  expect(await counts.count('other', [phone])).toEqual([0])
  await seen('desk/1', 'luis')
  for (const person of ['eva', 'sol']) await seen(`crm/${person}`, person)
  expect(await counts.count('demo', [phone])).toEqual([2])
})

describe('observations', () => {
  const contact = (bought: string): Contact => ({ saw: 'contact', contacts: [], promises: [], bought })
  const at = (time: string) => `2026-03-10T${time}.000Z`
  const note = (
    all: ReturnType<typeof memoryObservations>,
    time: string,
    subjects: string[],
    what: Contact | { saw: 'gesture' },
    tenant = 'demo',
  ) => all.note(tenant, [{ at: at(time), subjects, what }])

  test('are kept by the hour: a second look replaces the first, another kind does not', async () => {
    const all = memoryObservations()
    await note(all, '10:05:00', ['crm/1'], contact('2026-01-01'))
    await note(all, '10:55:00', ['crm/1'], contact('2026-02-02'))
    await note(all, '10:56:00', ['crm/1'], { saw: 'gesture' })
    await note(all, '11:00:00', ['crm/1'], contact('2026-03-03'))
    expect(all.all('demo').map((o) => [o.at, 'bought' in o.what ? o.what.bought : o.what.saw])).toEqual([
      [at('10:00:00'), '2026-02-02'],
      [at('10:00:00'), 'gesture'],
      [at('11:00:00'), '2026-03-03'],
    ])
  })

  test('of one customer stand under one pseudonym, whichever record leads to them; nobody without a record', async () => {
    const all = memoryObservations()
    await note(all, '10:00:00', ['crm/customer-one', 'shop/2'], contact('1'))
    await note(all, '11:00:00', ['shop/2'], contact('2'))
    await note(all, '12:00:00', ['crm/9'], contact('3'))
    await note(all, '13:00:00', ['crm/customer-one'], contact('4'), 'other')
    await note(all, '14:00:00', [], contact('5'))
    const [first, second, third] = all.all('demo')
    expect(all.all('demo')).toHaveLength(3)
    expect(second?.person).toBe(first?.person)
    expect(third?.person).not.toBe(first?.person)
    expect(all.all('other')[0]?.person).not.toBe(first?.person)
    expect(JSON.stringify(all.all('demo'))).not.toContain('crm/customer-one')
  })

  test('are swept with their pseudonyms, and the oldest leave when there are too many', async () => {
    const all = memoryObservations(2)
    await note(all, '10:00:00', ['crm/1'], contact('1'))
    const before = all.all('demo')[0]?.person
    all.sweep(at('11:00:00'))
    expect(all.all('demo')).toEqual([])
    await note(all, '11:00:00', ['crm/1'], contact('2'))
    expect(all.all('demo')[0]?.person).not.toBe(before)
    all.sweep(at('11:00:00'))
    expect(all.all('demo')).toHaveLength(1)
    const kept = all.all('demo')[0]?.person
    await note(all, '12:00:00', ['crm/1'], contact('3'))
    await note(all, '13:00:00', ['crm/1'], contact('4'))
    expect(all.all('demo').map((o) => o.at)).toEqual([at('12:00:00'), at('13:00:00')])
    // Whoever is still in it keeps their pseudonym.
    expect(all.all('demo').map((o) => o.person)).toEqual([kept, kept])
  })
})

test('the audit and the outcomes keep the last lines they have room for', async () => {
  const line = (what: string): AuditLine => ({
    at: '',
    tenant: 'demo',
    agent: 'a1',
    purpose: 'care',
    act: 'open',
    what: [what],
    outcome: 'allowed',
  })
  const audit = memoryAudit(2)
  for (const what of ['a', 'b', 'c']) await audit.write(line(what))
  expect(audit.lines.map((l) => l.what[0])).toEqual(['b', 'c'])
  const outcomes = memoryOutcomes(2)
  const card = {
    kind: 'card',
    at: '',
    template: 't',
    outcome: 'nobody',
    systems: [],
    asked: [],
    held: [],
    role: 'adviser',
  } as const
  await outcomes.record('demo', '1', [card])
  await outcomes.record('demo', '2', [card, card])
  expect(outcomes.all.map((o) => o.at)).toEqual(['2', '2'])
})

test('the way out of the page ends with the run, and asks with what the connector says', async () => {
  const asked: [unknown, RequestInit | undefined][] = []
  const run = new AbortController()
  const egress = plainEgress(handClock(), async (input, init) => {
    asked.push([input, init])
    return new Response()
  })
  const ask = egress.open({} as never, { tenant: 'demo', signal: run.signal })
  await ask.fetch('https://shop.example', { method: 'POST' })
  expect(asked[0]?.[1]).toMatchObject({ method: 'POST' })
  expect(asked[0]?.[1]?.signal?.aborted).toBe(false)
  run.abort()
  expect(asked[0]?.[1]?.signal?.aborted).toBe(true)
  expect(ask.signal).toBe(run.signal)
})
