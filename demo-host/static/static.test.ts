import { describe, expect, test, vi } from 'vitest'
import { makeWorld } from '../people/world.ts'
import { originOf, type SystemId } from '../systems/ports.ts'
import { base, networkEdge } from './edge.ts'
import { staticTill } from './till.ts'

const now = Date.parse('2026-11-21T09:30:00Z')
const { raw, owned } = makeWorld({ now, people: 60 })
const lucia = owned.get('lucia')!
const member = String(lucia.till[0])

describe('the till in a page', () => {
  const system = staticTill(raw)
  const get = async (path: string) => {
    const answer = await system.handle(new Request(`http://till.example${path}`))
    // biome-ignore lint/suspicious/noExplicitAny: each table has its own columns
    return { status: answer.status, json: (await answer.json()) as any }
  }
  const ids = async (query: Record<string, string>) =>
    (await get(`/members?${new URLSearchParams(query)}`)).json.rows.map((m: { id: number }) => String(m.id))
  const own = raw.till.members.find((m) => String(m.id) === member)!
  const mine = raw.till.tickets.filter((t) => t.member === own.id)

  test('finds a member by card however it is spaced, by telephone, by mail in any letters, by ticket and by name', async () => {
    expect(await ids({ loyalty: own.card! })).toEqual([member])
    expect(await ids({ loyalty: own.card!.replaceAll(' ', '') })).toEqual([member])
    expect(await ids({ phone: '+34 600 12 34 56' })).toContain(member)
    if (own.mail) expect(await ids({ mail: own.mail.toUpperCase() })).toContain(member)
    expect(await ids({ order: mine[0]!.number.toLowerCase() })).toEqual([member])
    expect(await ids({ q: own.name.split(/[ ,]/)[0]!.toLowerCase() })).toContain(member)
    expect(await ids({ q: own.card!.slice(0, 14) })).toContain(member)
    for (const nobody of [{ order: 'T-none' }, { loyalty: '1' }, { phone: '1' }, { mail: 'x@x.example' }, {}])
      expect(await ids(nobody as Record<string, string>)).toEqual([])
  })
  test('lists a member’s tickets newest first, with their lines, their count and their sum', async () => {
    const { rows, total, sum } = (await get(`/members/${member}/tiques?limit=2`)).json
    expect(total).toBe(mine.length)
    expect(Number(sum)).toBeCloseTo(mine.reduce((cents, t) => cents + t.cents, 0) / 100, 2)
    expect(rows).toHaveLength(2)
    const newest = mine.toSorted((a, b) => b.at - a.at)
    expect(rows.map((t: { numero: string }) => t.numero)).toEqual(newest.slice(0, 2).map((t) => t.number))
    expect(rows[0].lines).toHaveLength(newest[0]!.lines.length)
    const rest = (await get(`/members/${member}/tiques?limit=200&offset=2`)).json.rows
    expect(rest.map((t: { numero: string }) => t.numero)).toEqual(newest.slice(2).map((t) => t.number))
  })
  test('gives one member, one row of preferences, and nothing of what it does not know', async () => {
    expect((await get(`/members/${member}`)).json.rows).toMatchObject([{ nombre: own.name }])
    expect((await get(`/members/${member}/preferencias`)).json.rows.length).toBeLessThanOrEqual(1)
    expect((await get('/members/0')).json.rows).toEqual([])
    expect((await get('/other')).status).toBe(404)
    const promises = raw.till.promises.filter((p) => p.member === own.id)
    const { rows } = (await get(`/members/${member}/promesas`)).json
    expect(rows.map((p: { estado: string }) => p.estado).toSorted()).toEqual(
      promises.map((p) => (p.kept === undefined ? 'open' : 'kept')).toSorted(),
    )
  })
})

describe('the network in a page', () => {
  const edge = networkEdge(raw)
  const paths: Readonly<Record<string, string>> = {
    shop: '/v2/policies',
    desk: '/REST/2.0/rt',
    till: `/members/${member}`,
    subs: '/subscriptions?mail=lucia.martin@correo.example',
    survey: '/answers?email=lucia.martin@correo.example',
    web: '/visitors?email=lucia.martin@correo.example',
    phone: '/calls?number=600123456',
  }
  const ask = (id: string, init: RequestInit = {}) =>
    edge.fetch(originOf(base, id as SystemId) + paths[id], init)

  test('puts on each request what its system wants to be told', async () => {
    expect(edge.systems.map((s) => s.id).toSorted()).toEqual(Object.keys(paths).toSorted())
    for (const { id } of edge.systems) expect((await ask(id)).status, id).toBe(200)
    const cards = await edge.fetch(`${originOf(base, 'subs')}/plain`, {
      method: 'POST',
      body: JSON.stringify({ cardKeys: ['plan'], customer: { email: 'lucia.martin@correo.example' } }),
    })
    expect(await cards.json()).toMatchObject({ cards: [{ key: 'plan' }] })
  })
  test('fails as it is told to, each system for itself, until it is told otherwise', async () => {
    edge.set('shop', 'down')
    await expect(ask('shop')).rejects.toThrow('Failed to fetch')
    expect((await ask('desk')).status).toBe(200)
    edge.set('shop', 'garbage')
    await expect(ask('shop').then((r) => r.json())).rejects.toThrow(SyntaxError)
    edge.set('shop', 'limited')
    const limited = await ask('shop')
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '20'])
    edge.set('shop', 'error')
    expect((await ask('shop')).status).toBe(500)
    edge.set('shop', 'ok')
    expect((await ask('shop')).status).toBe(200)
  })
  test('is given up at once, also while a system hangs, and has nothing behind it', async () => {
    const gone = AbortSignal.abort(new Error('given up'))
    await expect(ask('shop', { signal: gone })).rejects.toThrow('given up')
    edge.set('shop', 'hang')
    const off = new AbortController()
    const waiting = ask('shop', { signal: off.signal })
    off.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    edge.set('shop', 'ok')
    await expect(edge.fetch('https://elsewhere.example/')).rejects.toThrow('Failed to fetch')
  })
  test('is slow for a while, and then answers', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    try {
      edge.set('desk', 'slow')
      const answer = ask('desk')
      await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0))
      await vi.advanceTimersByTimeAsync(1_800)
      expect((await answer).status).toBe(200)
    } finally {
      edge.set('desk', 'ok')
      vi.useRealTimers()
    }
  })
})
