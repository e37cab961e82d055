// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Wire } from './wire.ts'

/** A channel whose messages arrive at once. */
class End {
  onmessage: ((event: { data: unknown }) => void) | undefined
  other!: End
  closed = false
  postMessage(data: unknown) {
    if (!this.closed && !this.other.closed) this.other.onmessage?.({ data })
  }
  close() {
    this.closed = true
  }
}
class Channel {
  port1 = new End()
  port2 = new End()
  constructor() {
    this.port1.other = this.port2
    this.port2.other = this.port1
  }
}
const handshakes: { target: EventTarget; child: unknown; href: string; nonce: string; done(): void }[] = []
let made: HTMLIFrameElement
vi.mock('./postmate.ts', async (original) => ({
  ...(await original<typeof import('./postmate.ts')>()),
  makeFrame: (container: { appendChild(frame: HTMLIFrameElement): void }) => container.appendChild(made),
  startHandshake: (target: EventTarget, child: Window, href: string, { nonce }: { nonce: string }) =>
    new Promise<void>((done) => {
      handshakes.push({ target, child, href, nonce, done })
    }),
}))
const { openFrame } = await import('./frame.ts')

const origin = 'https://card.example'
const href = `${origin}/card`

/** A frame in the page, and all that it calls. */
function opened() {
  const child = { postMessage: vi.fn() }
  const frame = { contentWindow: child, remove: vi.fn(), onload: () => {} }
  made = frame as unknown as HTMLIFrameElement
  const place = vi.fn()
  const ready = vi.fn<(wire: Wire) => void>()
  const hear = vi.fn<(method: string, data: unknown) => void>()
  const silent = vi.fn()
  const close = openFrame({ href, origin }, place, ready, hear, silent)
  const say = (data: unknown, from: { source?: unknown; origin?: string } = {}) =>
    window.dispatchEvent(Object.assign(new Event('message'), { data, source: child, origin, ...from }))
  /** The card loads and answers the handshake. Returns its end of the wire, and the nonce of this load. */
  const load = async () => {
    frame.onload()
    const handshake = handshakes.at(-1)
    handshake?.done()
    await Promise.resolve()
    const [message, to, [port]] = child.postMessage.mock.lastCall as [{ nonce: string }, string, [End]]
    let n = 0
    return {
      message,
      to,
      port,
      tell: (...line: unknown[]) => port.postMessage(JSON.stringify([n++, ...line])),
    }
  }
  return { child, frame, place, ready, hear, silent, close, say, load }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('MessageChannel', Channel)
  handshakes.length = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a frame with the card in it', () => {
  it('has a wire for its own origin alone, once it answers with the nonce of this load', async () => {
    const { place, frame, ready, hear, load } = opened()
    expect(place.mock.calls).toEqual([[frame]])
    const { message, to, port, tell } = await load()
    expect(handshakes).toMatchObject([{ child: frame.contentWindow, href, nonce: message.nonce }])
    expect(message).toEqual({ ficha: 1, nonce: expect.stringMatching(/^\d{1,10}(-\d{1,10}){3}$/) })
    expect(to).toBe(origin)
    tell('ready', 'of another load')
    tell('resize', { height: 3 })
    expect([ready.mock.calls.length, hear.mock.calls.length]).toEqual([0, 0])
    tell('ready', message.nonce)
    tell('resize', { height: 4 })
    expect([ready.mock.calls.length, hear.mock.calls]).toEqual([1, [['resize', { height: 4 }]]])
    const told: unknown[] = []
    port.onmessage = ({ data }) => told.push(data)
    ready.mock.calls[0]?.[0].send('subject', null)
    expect(told).toEqual(['[0,"subject",null]'])
  })
  it('passes to the handshake the reply of that window at that origin, and keeps it from the page', async () => {
    const { frame, child, say, close } = opened()
    const other = opened()
    frame.onload()
    const replies: unknown[] = []
    const { target, done } = handshakes[0] as (typeof handshakes)[0]
    target.addEventListener('message', (event) => replies.push((event as MessageEvent).data.postmate))
    const page: unknown[] = []
    const listen = (event: Event) => page.push((event as MessageEvent).data)
    addEventListener('message', listen)
    const reply = { postmate: 'handshake-reply' }
    say(reply, { origin: 'https://card.example.evil.example' })
    say(reply, { source: other.child })
    say(reply, { source: null })
    expect([replies, page.splice(0)]).toEqual([[], [reply, reply, reply]])
    say({ postmate: 'call' })
    say('text')
    say(null)
    expect([replies, page]).toEqual([[], []])
    say(reply)
    expect([replies, page]).toEqual([['handshake-reply'], []])
    // Once it is over, the messages of that window are the page's own affair.
    done()
    await Promise.resolve()
    say(reply)
    expect([replies.length, page.splice(0)]).toEqual([1, [reply]])
    frame.onload()
    close()
    say(reply)
    expect(page).toEqual([reply])
    expect(child.postMessage).toHaveBeenCalledTimes(1)
    removeEventListener('message', listen)
    other.close()
  })
  it('that does not load in half a minute, or then does not answer in five seconds, is removed, and it is said', async () => {
    const never = opened()
    vi.advanceTimersByTime(29_999)
    expect([never.silent, never.frame.remove].map((f) => f.mock.calls.length)).toEqual([0, 0])
    vi.advanceTimersByTime(1)
    expect([never.silent, never.frame.remove].map((f) => f.mock.calls.length)).toEqual([1, 1])

    const mute = opened()
    vi.advanceTimersByTime(29_000)
    await mute.load()
    vi.advanceTimersByTime(4_999)
    expect(mute.silent).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect([mute.silent, mute.frame.remove].map((f) => f.mock.calls.length)).toEqual([1, 1])

    const well = opened()
    const { tell, message } = await well.load()
    tell('ready', message.nonce)
    vi.advanceTimersByTime(60_000)
    expect([well.silent, well.frame.remove].map((f) => f.mock.calls.length)).toEqual([0, 0])
    well.close()
  })
  it('is another page at each load: the wire of the last one is closed, and its nonce is worth nothing', async () => {
    const { load, ready, hear, close, frame } = opened()
    const first = await load()
    first.tell('ready', first.message.nonce)
    const second = await load()
    expect(first.port.other.closed).toBe(true)
    first.tell('resize', { height: 1 })
    second.tell('ready', first.message.nonce)
    expect([ready.mock.calls.length, hear.mock.calls.length]).toEqual([1, 0])
    second.tell('ready', second.message.nonce)
    expect(ready).toHaveBeenCalledTimes(2)
    close()
    expect([second.port.other.closed, frame.remove.mock.calls.length]).toEqual([true, 1])
  })
  it('that was closed before it answered is said by nobody', () => {
    const { close, silent } = opened()
    close()
    vi.advanceTimersByTime(60_000)
    expect(silent).not.toHaveBeenCalled()
  })
})
