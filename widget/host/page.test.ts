// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Drop, Gate } from './gate.ts'
import { pageHost } from './page.ts'
import type { HostSettings, Subject } from './port.ts'
import { postmateType } from './postmate.ts'
import { warnIntegrator } from './warn-integrator.ts'
import { MAX_SIZE } from './wire.ts'

vi.mock('./warn-integrator.ts', { spy: true })
const warned = vi.mocked(warnIntegrator)

beforeEach(() => {
  warned.mockClear()
  vi.useFakeTimers()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const nonce = '1-2-3-4'
const jwt = 'aa.bb.cc'
function frame() {
  const drops: Drop[] = []
  const sent: [string, unknown][] = []
  let heard: (event: MessageEvent) => boolean = () => false
  let closed = 0
  let now = 0
  const gate: Gate = {
    onMessage: (run) => {
      heard = run
    },
    drop: (why) => void drops.push(why),
    dropped: new Map(),
    close: () => void closed++,
  }
  const port = {
    onmessage: undefined as ((event: { data: unknown }) => void) | undefined,
    postMessage: (text: string) => {
      const [, method, data] = JSON.parse(text) as [number, string, unknown]
      sent.push([method, data])
    },
    close: () => void closed++,
  }
  const host = pageHost(gate, () => now)
  const subjects: (string | null)[] = []
  const settings: HostSettings[] = []
  host.onSubject((s: Subject | null) => subjects.push(s?.hints[0]?.value ?? null))
  host.onSettings((s) => settings.push(s))
  const say = (data: unknown, ports: unknown[] = []) =>
    heard({
      data,
      ports,
      origin: 'https://desk.example',
      source: { postMessage() {} },
    } as unknown as MessageEvent)
  const shake = (of: unknown = nonce) =>
    say({ type: postmateType, postmate: 'handshake', model: { nonce: of } })
  const bind = (of: unknown = nonce, ports: unknown[] = [port]) => say({ ficha: 1, nonce: of }, ports)
  let line = 0
  const tell = (method: string, data: unknown) =>
    port.onmessage?.({ data: JSON.stringify([line++, method, data]) })
  const raw = (text: unknown) => port.onmessage?.({ data: text })
  const person = (value: string) => ({ hints: [{ kind: 'phone', value }], context: {} })
  return {
    host,
    drops,
    sent,
    subjects,
    settings,
    say,
    shake,
    bind,
    tell,
    raw,
    person,
    closed: () => closed,
    skip: (ms: number) => void (now += ms),
  }
}
function bound() {
  const f = frame()
  f.shake()
  f.bind()
  return f
}

describe('a page binds its card', () => {
  it('with a port that quotes the nonce of its handshake, once', () => {
    const f = frame()
    expect(f.bind()).toBe(false)
    expect(f.shake()).toBe(true)
    expect([f.bind('1-2-3-5'), f.bind(nonce, []), f.say({ ficha: 2, nonce }, [{}])]).toEqual([
      false,
      false,
      false,
    ])
    expect(f.bind()).toBe(true)
    expect(f.sent).toEqual([['ready', nonce]])
    expect([f.bind(), f.shake()]).toEqual([false, false])
  })
  it('only by a nonce of its shape', () => {
    for (const odd of [7, '', '1-2-3', '1-2-3-4-5', 'a-b-c-d', '12345678901-2-3-4'])
      expect(frame().shake(odd), String(odd)).toBe(false)
  })
})

describe('what a bound page says', () => {
  it('is who is here and how it is shown', () => {
    const f = bound()
    f.tell('subject', f.person('600'))
    f.tell('settings', { lang: 'pt', theme: 'dark' })
    f.tell('subject', null)
    expect(f.subjects).toEqual(['600', null])
    expect(f.settings.at(-1)).toMatchObject({ language: 'pt', theme: 'dark' })
    expect(f.settings.at(-1)).not.toHaveProperty('insert')
  })
  it('that is unknown, or was said before, is dropped and counted', () => {
    const f = bound()
    f.tell('erase', {})
    f.tell('reply', { id: 7, token: jwt })
    f.tell('subject', f.person('600'))
    f.raw(JSON.stringify([0, 'subject', f.person('700')]))
    expect([f.drops, f.subjects]).toEqual([['method', 'method', 'sequence'], ['600']])
  })
  it('that is too heavy to read leaves nobody on screen', () => {
    const f = bound()
    f.tell('subject', f.person('600'))
    f.raw('x'.repeat(MAX_SIZE + 1))
    expect([f.drops, f.subjects]).toEqual([['size'], ['600', null]])
  })
  it('faster than it is read leaves nobody on screen until the last of it', () => {
    const f = bound()
    for (let n = 0; n < 50; n++) f.tell('subject', f.person(`p${n}`))
    expect(f.subjects.at(-1)).toBe('p49')
    f.tell('subject', f.person('late'))
    f.tell('subject', f.person('last'))
    expect(f.subjects.slice(-2)).toEqual([null, null])
    vi.advanceTimersByTime(40)
    expect(f.subjects.at(-1)).toBe('last')
    expect(f.subjects).not.toContain('late')
    expect(f.drops).toEqual(['rate', 'rate'])
  })
  it('too fast is the last of each kind when its time comes, never before what was said later', () => {
    const f = bound()
    for (let n = 0; n < 50; n++) f.tell('subject', f.person(`p${n}`))
    f.tell('settings', { theme: 'dark' })
    f.tell('settings', { theme: 'light' })
    f.tell('subject', f.person('last'))
    vi.advanceTimersByTime(39)
    expect([f.subjects.at(-1), f.settings]).toEqual([null, []])
    vi.advanceTimersByTime(1)
    expect([f.subjects.at(-1), f.settings]).toMatchObject(['last', [{ theme: 'light' }]])
    // Then it is heard at once again, and when it is too fast again, later again.
    f.skip(1_000)
    for (let n = 0; n < 50; n++) f.tell('subject', f.person(`q${n}`))
    expect(f.subjects.at(-1)).toBe('q49')
    f.tell('subject', f.person('before'))
    f.skip(1_000)
    f.tell('subject', f.person('after'))
    vi.advanceTimersByTime(40)
    expect(f.subjects.slice(-3)).toEqual([null, null, 'after'])
    expect(f.settings).toHaveLength(1)
  })
  it('with a mistake is said to the page and to its integrator', async () => {
    const f = bound()
    f.tell('subject', { ...f.person('600'), colour: 'red' })
    f.raw('x'.repeat(MAX_SIZE + 1))
    const texts = await Promise.all(warned.mock.results.map((told) => told.value))
    const messages = [
      'subject.colour is not known; left out',
      `a message of ${MAX_SIZE + 1} characters; the limit is ${MAX_SIZE}`,
    ]
    expect(f.sent.slice(1)).toEqual(messages.map((message) => ['error', { code: 'refused', message }]))
    expect(texts).toEqual(messages)
    for (const message of messages) expect(console.warn).toHaveBeenCalledWith(`[ficha] ${message}`)
    expect(f.subjects).toEqual(['600', null])
  })
})

describe('a token', () => {
  it('is asked of the page, each time with a number of its own', async () => {
    const f = bound()
    const [one, two] = [f.host.token(), f.host.token()]
    await vi.advanceTimersByTimeAsync(0)
    expect(f.sent.slice(1)).toEqual([
      ['token', 0],
      ['token', 1],
    ])
    f.tell('reply', { id: 1, token: 'dd.ee.ff' })
    f.tell('reply', { id: 0, token: `{"token":"${jwt}"}` })
    expect([await one, await two]).toEqual([jwt, 'dd.ee.ff'])
  })
  it('that is none, or does not come within ten seconds, says so in the page’s own words', async () => {
    const f = bound()
    const ends = async (reply: object | undefined) => {
      const id = f.sent.filter(([m]) => m === 'token').length
      const ended = f.host.token().catch((e: Error) => e.message)
      await vi.advanceTimersByTimeAsync(0)
      if (reply) f.tell('reply', { id, ...reply })
      await vi.advanceTimersByTimeAsync(reply ? 0 : 10_000)
      return ended
    }
    expect(await ends({ token: 'no' })).toBe('the host page gave no token: what it gave is not a JWT')
    expect(await ends({ error: 'nobody is signed in' })).toBe(
      'the host page gave no token: nobody is signed in',
    )
    expect(await ends({ error: 'x'.repeat(400) })).toBe(`the host page gave no token: ${'x'.repeat(300)}`)
    expect(await ends(undefined)).toBe('the host page gave no token in 10 s')
    // What comes after that belongs to nothing, and no wait is left behind.
    f.tell('reply', { id: 3, token: jwt })
    expect([f.drops, vi.getTimerCount()]).toEqual([['method'], 0])
  })
  it('is waited for ten seconds where no page has spoken, and not after the card is closed', async () => {
    const lone = frame()
      .host.token()
      .catch((e: Error) => e.message)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await lone).toBe('no allowed page spoke to this card in 10 s')
    const f = bound()
    const asked = f.host.token().catch((e: Error) => e.message)
    await vi.advanceTimersByTimeAsync(0)
    f.host.dispose()
    expect([await asked, f.closed()]).toEqual(['the card was closed', 2])
    f.tell('subject', f.person('600'))
    expect(f.subjects).toEqual([])
    const fast = bound()
    for (let n = 0; n < 51; n++) fast.tell('subject', null)
    expect(vi.getTimerCount()).toBe(1)
    fast.host.dispose()
    expect(vi.getTimerCount()).toBe(0)
  })
})

it('a card asks its page to open, to resize, to tell, and to insert where the page allows it', () => {
  const f = bound()
  expect(f.host.insert).toBeUndefined()
  f.tell('settings', { insert: true })
  f.host.insert?.('hola')
  f.host.open('https://shop.example')
  f.host.resize(300)
  f.host.notify?.('listo')
  expect(f.sent.slice(1)).toEqual([
    ['insert', { text: 'hola' }],
    ['open', { href: 'https://shop.example' }],
    ['resize', { height: 300 }],
    ['notify', { text: 'listo' }],
  ])
  f.tell('settings', { theme: 'dark' })
  expect(f.host.insert).toBeUndefined()
})
