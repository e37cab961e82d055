// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { isOrigin, readConfig } from './config.ts'
import { openGate } from './gate.ts'
import { bucket } from './rate.ts'
import { warnIntegrator } from './warn-integrator.ts'

vi.mock('./warn-integrator.ts', { spy: true })
const warned = vi.mocked(warnIntegrator)

const host = 'https://desk.example'
/** A framed window without a browser: a parent, and listeners in the order they came. */
const framed = () => {
  const target = new EventTarget()
  const parent = {}
  const window = Object.assign(target, { parent }) as unknown as Window
  const later: unknown[] = []
  const say = (data: unknown, from: { source?: unknown; origin?: string } = {}) => {
    const event = Object.assign(new Event('message'), {
      data,
      source: parent,
      origin: host,
      ports: [],
      ...from,
    })
    target.dispatchEvent(event)
  }
  return {
    window,
    say,
    parent,
    later,
    watch: () => target.addEventListener('message', (event) => later.push((event as MessageEvent).data)),
  }
}

describe('the gate', () => {
  it('passes the parent at a listed origin, and nobody else, counted by reason', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { window, say, watch, later } = framed()
    const gate = openGate(window, [host], () => 0)
    watch()
    const heard: unknown[] = []
    gate.onMessage((event) => {
      heard.push(event.data)
      return event.data !== 'odd'
    })
    say('yes')
    say('no', { origin: 'https://desk.example.evil.example' })
    say('no', { origin: 'null' })
    say('no', { origin: 'https://DESK.example' })
    say('no', { source: {} })
    say('no', { source: null })
    say('odd')
    expect(heard).toEqual(['yes', 'odd'])
    expect(Object.fromEntries(gate.dropped)).toEqual({ origin: 3, source: 2, shape: 1 })
    expect(later).toEqual([])
    await vi.waitFor(
      () =>
        expect(warn.mock.calls.map(([words]) => words)).toEqual(
          ['https://desk.example.evil.example', 'null', 'https://DESK.example'].map((o) =>
            expect.stringMatching(
              `${o} is not one of this card's hosts \\(https://desk.example\\).* Add it to hosts`,
            ),
          ),
        ),
      { timeout: 20_000 },
    )
    warn.mockRestore()
  })
  it('a card on its own listens to nobody', () => {
    const { window, say } = framed()
    const alone = Object.assign(window, { parent: window })
    const gate = openGate(alone, [host], () => 0)
    gate.onMessage(() => true)
    say('x', { source: alone })
    expect(gate.dropped.get('source')).toBe(1)
  })
  it('keeps what came before its reader, and gives it once', () => {
    const { window, say } = framed()
    const gate = openGate(window, [host], () => 0)
    say('early')
    const heard: unknown[] = []
    gate.onMessage((event) => {
      heard.push(event.data)
      return true
    })
    say('late')
    expect(heard).toEqual(['early', 'late'])
  })
  it('keeps ten of them; what comes beyond is late', () => {
    const { window, say } = framed()
    const gate = openGate(window, [host], () => 0)
    for (let i = 0; i < 12; i++) say(i)
    const heard: unknown[] = []
    gate.onMessage((event) => {
      heard.push(event.data)
      return true
    })
    expect(heard).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(Object.fromEntries(gate.dropped)).toEqual({ late: 2 })
  })
  it('tells the integrator of each origin that is not listed once, and of five at most', async () => {
    warned.mockClear()
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { window, say } = framed()
    const gate = openGate(window, [host], () => 0)
    for (const n of [1, 1, 2, 3, 2, 4, 5, 6, 7]) say('x', { origin: `https://${n}.example` })
    expect(warned.mock.calls.map(([[code, of, among]]) => [code, of, among])).toEqual(
      [1, 2, 3, 4, 5].map((n) => ['host', `https://${n}.example`, [host]]),
    )
    await Promise.all(warned.mock.results.map((told) => told.value))
    expect(gate.dropped.get('origin')).toBe(9)
    warn.mockRestore()
  })
  it('takes fifty a second, and again after a while', () => {
    const { window, say } = framed()
    let now = 0
    const gate = openGate(window, [host], () => now)
    let heard = 0
    gate.onMessage(() => {
      heard++
      return true
    })
    for (let i = 0; i < 80; i++) say(i)
    expect([heard, gate.dropped.get('rate')]).toEqual([50, 30])
    now = 500
    for (let i = 0; i < 80; i++) say(i)
    expect(heard).toBe(75)
  })
  it('closed, it hears nothing', () => {
    const { window, say } = framed()
    const gate = openGate(window, [host])
    let heard = 0
    gate.onMessage(() => {
      heard++
      return true
    })
    gate.close()
    say('x')
    expect(heard).toBe(0)
  })
})

describe('a bucket', () => {
  it('says how long until there is room', () => {
    let now = 0
    const { take, wait } = bucket(() => now, 10)
    for (let i = 0; i < 10; i++) expect(take()).toBe(true)
    expect([take(), wait()]).toEqual([false, 100])
    now = 100
    expect([wait(), take(), take()]).toEqual([0, true, false])
  })
})

describe('the list of hosts', () => {
  it.each([
    ['https://desk.example', true],
    ['http://localhost:4173', true],
    ['https://desk.example/', false],
    ['https://*.example', false],
    ['https://desk.example:443', false],
    ['null', false],
    ['*', false],
    ['desk.example', false],
    ['javascript:1', false],
    [7, false],
  ])('%s is an exact origin: %s', (text, is) => expect(isOrigin(text)).toBe(is))
  it('is read from the document, and what is no origin is left out', () => {
    document.head.innerHTML =
      '<meta name="ficha-hosts" content="https://a.example https://b.example/x null * https://c.example">'
    expect(readConfig(document as unknown as Document, '?adapter=pos&debug')).toEqual({
      hosts: ['https://a.example', 'https://c.example'],
      adapter: 'pos',
      debug: true,
    })
    document.head.innerHTML = '<meta name="ficha-hosts" content="">'
    expect(readConfig(document as unknown as Document, '')).toEqual({
      hosts: [],
      adapter: undefined,
      debug: false,
    })
    document.head.innerHTML = ''
    expect(readConfig(document as unknown as Document, '')).toEqual({
      hosts: [],
      adapter: undefined,
      debug: false,
    })
  })
})
