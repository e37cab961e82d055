import { EventEmitter } from 'node:events'
import type { Client, Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import type { Cache, Clock } from '../../hub/ports.ts'
import { stillClock } from '../testing/test-gateway.ts'
import { parseNotice, postgresNotices } from './postgres-notices.ts'

describe('a notification of the database', () => {
  it('names the tenant that changed, or the keys to drop', () => {
    expect(parseNotice('{"tenant":"acme"}')).toEqual({ tenant: 'acme' })
    expect(parseNotice('{"drop":"acme/"}')).toEqual({ drop: 'acme/' })
  })
  it.each([undefined, '', 'null', 'no JSON', '[]', '"acme"', '{"tenant":7}', '{"drop":null}'])(
    'says nothing when anybody else wrote it: %s',
    (payload) => expect(parseNotice(payload)).toEqual({}),
  )
})

describe('what gateways of one database tell each other', () => {
  /** A connection that hears what the test says, and may fail to open. */
  class Line extends EventEmitter {
    said: string[] = []
    ended = 0
    constructor(private readonly opens: boolean) {
      super()
    }
    async connect() {
      if (!this.opens) throw new Error('refused')
    }
    async query(text: string) {
      this.said.push(text)
    }
    async end() {
      this.ended += 1
    }
  }
  function gateway({ opens = [true, true, true] } = {}) {
    const lines: Line[] = []
    const asked: [string, unknown[]][] = []
    const dropped: string[] = []
    const timers: { ms: number; run: () => void; cancelled: boolean }[] = []
    const now = stillClock.now()
    const clock: Clock = {
      now: () => now,
      after: (ms, run) => {
        const timer = { ms, run, cancelled: false }
        timers.push(timer)
        return () => {
          timer.cancelled = true
        }
      },
    }
    let moved: string[] = []
    const pool = {
      query: async (text: string, values: unknown[]) => {
        asked.push([text, values])
        if (text.includes('max(id)')) return { rows: [{ id: '41' }] }
        if (text.includes('distinct topic')) return { rows: moved.map((topic) => ({ topic })) }
        return { rows: [] }
      },
    } as unknown as Pool
    const cache = {
      drop: async (prefix: string) => void dropped.push(prefix),
    } as Partial<Cache> as Cache
    const shared = postgresNotices(
      pool,
      () => {
        const line = new Line(opens[lines.length] ?? true)
        lines.push(line)
        return line as unknown as Client
      },
      cache,
      clock,
    )
    return { ...shared, lines, asked, dropped, timers, move: (...topics: string[]) => void (moved = topics) }
  }

  it('is listened to from the start; what was kept before that is dropped', async () => {
    const g = gateway()
    await g.listening
    expect([g.lines[0]?.said, g.dropped]).toEqual([['listen ficha'], ['']])
  })

  it('keys that one drops the others drop, and only those', async () => {
    const g = gateway()
    await g.listening
    g.dropped.length = 0
    g.lines[0]?.emit('notification', { payload: '{"drop":"demo/"}' })
    g.lines[0]?.emit('notification', { payload: '{"tenant":"demo"}' })
    expect(g.dropped).toEqual(['demo/'])
    await g.cache.drop('rival/')
    expect(g.dropped).toEqual(['demo/', 'rival/'])
    expect(g.asked.at(-1)).toEqual(["select pg_notify('ficha', $1)", ['{"drop":"rival/"}']])
  })

  it('wakes who waits for that tenant, who then reads the log from their cursor on', async () => {
    const g = gateway()
    await g.listening
    const cursor = await g.notices.cursor('demo')
    expect(cursor).toBe(`p.41.${stillClock.now().getTime()}`)
    const looks = () => g.asked.filter(([text]) => text.includes('distinct topic'))
    const waiting = g.notices.wait('demo', ['fichas'], cursor, new AbortController().signal, 25_000)
    await expect.poll(() => looks().length).toBe(1)
    expect(looks()[0]?.[1]).toEqual(['demo', 41, ['fichas']])
    g.move('fichas')
    g.lines[0]?.emit('notification', { payload: '{"tenant":"demo"}' })
    expect((await waiting).moved).toEqual(['fichas'])
    await g.notices.publish('demo', 'systems')
    expect(g.asked.find(([text]) => text.includes('ficha.post'))?.[1]).toEqual([
      'demo',
      'systems',
      stillClock.now().getTime(),
    ])
  })

  it.each(['error', 'end'])(
    'a connection that breaks with %s is replaced a second later, once; what was kept meanwhile is dropped',
    async (how) => {
      const g = gateway()
      await g.listening
      g.lines[0]?.emit(how, new Error('gone'))
      g.lines[0]?.emit('end')
      expect([g.lines[0]?.ended, g.timers.map(({ ms }) => ms), g.lines.length]).toEqual([1, [1_000], 1])
      g.timers[0]?.run()
      await expect.poll(() => g.dropped).toEqual(['', ''])
      expect(g.lines[1]?.said).toEqual(['listen ficha'])
    },
  )

  it('a database that cannot be reached is tried again', async () => {
    const g = gateway({ opens: [false, false, true] })
    await expect(g.listening).rejects.toThrow('refused')
    expect(g.timers.map(({ ms }) => ms)).toEqual([1_000])
    g.timers[0]?.run()
    await expect.poll(() => g.timers.length).toBe(2)
    g.timers[1]?.run()
    await expect.poll(() => g.dropped).toEqual([''])
  })

  it('a gateway that closed connects no more', async () => {
    const open = gateway()
    await open.listening
    await open.close()
    open.lines[0]?.emit('end')
    expect([open.lines[0]?.ended, open.timers]).toEqual([1, []])
    const broken = gateway({ opens: [false] })
    await broken.listening.catch(() => {})
    await broken.close()
    expect(broken.timers.map(({ cancelled }) => cancelled)).toEqual([true])
  })
})
