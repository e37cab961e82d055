import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import type { Clock } from '../../hub/ports.ts'
import { loggedNotices, type NoticeLog } from './logged-notices.ts'

const started = Date.parse('2026-03-02T10:00:00Z')
/** Notices in a list, under a clock whose timers end only when the test says so. */
function notebook() {
  const written: { id: number; tenant: string; topic: string }[] = []
  const looks: string[] = []
  const time = { now: started, end: () => {}, running: 0 }
  const clock: Clock = {
    now: () => new Date(time.now),
    after: (_, run) => {
      time.running += 1
      time.end = run
      return () => void (time.running -= 1)
    },
  }
  const log: NoticeLog = {
    name: 'x',
    async post(tenant, topic) {
      written.push({ id: written.length + 1, tenant, topic })
    },
    last: async (tenant) => written.findLast((one) => one.tenant === tenant)?.id ?? 0,
    async since(tenant, id, topics) {
      looks.push(tenant)
      return written
        .filter((one) => one.tenant === tenant && one.id > id && topics.includes(one.topic))
        .map((one) => one.topic)
    },
  }
  return { ...loggedNotices(log, clock), looks, time }
}
const never = () => new AbortController().signal
const topics = ['fichas', 'systems']

test('whoever waits hears the topic that moves, and no other', async () => {
  const { notices } = notebook()
  const cursor = await notices.cursor('demo')
  const waiting = notices.wait('demo', ['systems'], cursor, never(), 25_000)
  await notices.publish('demo', 'fichas')
  await notices.publish('demo', 'systems')
  expect((await waiting).moved).toEqual(['systems'])
})

test('a cursor of another kind of store, a broken one and one of yesterday hear that everything moved', async () => {
  const { notices, time } = notebook()
  const cursor = await notices.cursor('demo')
  for (const strange of [cursor.replace('x.', 'p.'), 'x', '', 'x.1'])
    expect((await notices.wait('demo', topics, strange, never(), 25_000)).moved).toEqual(topics)
  time.now += 24 * 3_600_000
  expect((await notices.wait('demo', topics, cursor, never(), 25_000)).moved).toEqual(topics)
})

test.each(['its caller leaves', 'its time is over'])('a wait ends with nothing when %s', async (why) => {
  const { notices, time, looks } = notebook()
  const caller = new AbortController()
  const waiting = notices.wait('demo', topics, await notices.cursor('demo'), caller.signal, 25_000)
  await expect.poll(() => looks.length).toBe(1)
  if (why === 'its caller leaves') caller.abort()
  else time.end()
  expect((await waiting).moved).toEqual([])
  expect(getEventListeners(caller.signal, 'abort')).toEqual([])
  expect(time.running).toBe(0)
})

test('whoever heard something leaves neither a timer nor a listener behind', async () => {
  const { notices, time } = notebook()
  const caller = new AbortController()
  const cursor = await notices.cursor('demo')
  await notices.publish('demo', 'systems')
  const heard = await notices.wait('demo', topics, cursor, caller.signal, 25_000)
  expect([heard.moved, time.running, getEventListeners(caller.signal, 'abort')]).toEqual([['systems'], 0, []])
})

test('a cursor of half a day is read on from; a moment older, and everything counts as moved', async () => {
  const { notices, time } = notebook()
  const cursor = await notices.cursor('demo')
  await notices.publish('demo', 'systems')
  time.now += 12 * 3_600_000
  expect((await notices.wait('demo', topics, cursor, never(), 25_000)).moved).toEqual(['systems'])
  time.now += 1
  expect((await notices.wait('demo', topics, cursor, never(), 25_000)).moved).toEqual(topics)
})

test('woken without a tenant, whoever waits looks again', async () => {
  const { notices, wake, looks } = notebook()
  const caller = new AbortController()
  const waits = await Promise.all(
    ['demo', 'rival'].map(async (tenant) => {
      const cursor = await notices.cursor(tenant)
      return () => notices.wait(tenant, topics, cursor, caller.signal, 25_000)
    }),
  )
  const waiting = waits.map((wait) => wait())
  await expect.poll(() => looks.length).toBe(2)
  wake()
  await expect.poll(() => [...looks].sort()).toEqual(['demo', 'demo', 'rival', 'rival'])
  caller.abort()
  await Promise.all(waiting)
})

test('what moves for one tenant makes nobody of another look', async () => {
  const { notices, looks } = notebook()
  const caller = new AbortController()
  const waiting = notices.wait('demo', topics, await notices.cursor('demo'), caller.signal, 25_000)
  const other = notices.wait('rival', topics, await notices.cursor('rival'), never(), 25_000)
  await expect.poll(() => looks).toEqual(['demo', 'rival'])
  await notices.publish('rival', 'fichas')
  await other
  expect(looks).toEqual(['demo', 'rival', 'rival'])
  caller.abort()
  await waiting
})
