// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { openFrame } from './host/frame.ts'

type Opened = {
  url: HTMLAnchorElement
  frame: HTMLIFrameElement
  ready(wire: { send: (method: string, data: unknown) => boolean }): void
  hear(method: string, data: unknown): void
  away(): void
  closed: boolean
}
const frames: Opened[] = []
vi.mock('./host/frame.ts', () => ({
  openFrame: ((url, put, ready, hear, away) => {
    const frame = document.createElement('p') as unknown as HTMLIFrameElement
    const opened = { url, frame, ready, hear, away, closed: false } as unknown as Opened
    frames.push(opened)
    put(frame)
    return () => {
      opened.closed = true
    }
  }) as typeof openFrame,
}))
const { FichaNucleo } = await import('./element.ts')

const src = 'https://card.example/card'
/** An element in the page, and what its card was told since it answered. */
function placed(
  attributes: Record<string, string> = {},
  before = (_: InstanceType<typeof FichaNucleo>) => {},
) {
  const element = document.createElement('ficha-nucleo')
  for (const [name, value] of Object.entries({ src, ...attributes })) element.setAttribute(name, value)
  before(element)
  document.body.append(element)
  const told: [string, unknown][] = []
  let takes = true
  const answer = () =>
    last()?.ready({
      send: (method, data) => {
        told.push([method, data])
        return takes || method !== 'subject' || data === null
      },
    })
  return { element, told, answer, refuse: () => void (takes = false) }
}
const last = () => frames.at(-1)
const turn = () => new Promise<void>((done) => queueMicrotask(done))
const heard = (element: HTMLElement, type: string, prevent = false) => {
  const details: unknown[] = []
  element.addEventListener(type, (event) => {
    details.push((event as CustomEvent).detail)
    if (prevent) event.preventDefault()
  })
  return details
}
beforeEach(() => {
  frames.length = 0
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('the frame of the card', () => {
  it('is shut off, tells nobody where from, and is asked for in the page’s language', () => {
    placed({ lang: 'pt', src: `${src}?adapter=page` })
    expect(last()?.url.href).toBe(`${src}?adapter=page&lang=pt`)
    expect(last()?.frame).toMatchObject({ referrerPolicy: 'no-referrer', title: 'Ficha de cliente' })
    const frame = last()?.frame as unknown as { sandbox: string } | undefined
    expect(frame?.sandbox.split(' ').sort()).toEqual([
      'allow-forms',
      'allow-popups',
      'allow-popups-to-escape-sandbox',
      'allow-same-origin',
      'allow-scripts',
    ])
  })
  it('of an address that is not https, or of the page itself, is not opened: it is said why, in the page and to it', () => {
    for (const [address, code] of [
      ['', 'bad-src'],
      ['http://card.example/card', 'bad-src'],
      [`${location.origin}/card`, 'same-origin'],
    ] as const) {
      let said: unknown[] = []
      const { element } = placed({ src: address }, (el) => {
        said = heard(el, 'ficha-error')
      })
      expect(said, address).toMatchObject([{ code }])
      expect(element.querySelector('[role=alert], p')?.textContent).toContain('La ficha no se pudo abrir')
    }
    expect(frames).toEqual([])
    placed({ src: `${location.origin}/card`, 'same-owner': '' })
    expect([frames.length, 'sandbox' in (last()?.frame ?? {})]).toEqual([1, false])
    const { element } = placed({ src: '' }, (el) => heard(el, 'ficha-error', true))
    expect(element.textContent).toBe('')
  })
  it('is opened anew for another address, and closed when the element leaves the page', () => {
    const { element } = placed()
    element.setAttribute('src', `${src}2`)
    expect(frames.map((f) => [f.url.pathname, f.closed])).toEqual([
      ['/card', true],
      ['/card2', false],
    ])
    element.remove()
    expect(frames.map((f) => f.closed)).toEqual([true, true])
  })
  it('that does not answer is said, and tried again after ten seconds while the element is there', () => {
    vi.useFakeTimers()
    const { element } = placed()
    const said = heard(element, 'ficha-error')
    last()?.away()
    expect(said).toMatchObject([
      {
        code: 'no-answer',
        message: expect.stringMatching(/ no contesta: ¿tiene https?:\/\/\S+ en hosts\?$/),
      },
    ])
    vi.advanceTimersByTime(9_999)
    expect(frames).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(frames).toHaveLength(2)
    last()?.away()
    element.remove()
    vi.advanceTimersByTime(20_000)
    expect(frames).toHaveLength(2)
  })
})

describe('what the card is told', () => {
  it('once it answers: how it looks and who is on screen; then the page hears that it is ready', () => {
    const { element, told, answer } = placed({
      phone: '600',
      mail: '',
      channel: 'phone',
      theme: 'dark',
      layout: 'touch',
    })
    const ready = heard(element, 'ficha-ready')
    answer()
    expect(told).toEqual([
      ['settings', { theme: 'dark', layout: 'touch', insert: false }],
      ['subject', { attributes: { phone: '600', channel: 'phone' } }],
    ])
    expect(ready).toEqual([{}])
  })
  it('several attributes that change together are one change; those of its looks are no new question', async () => {
    const { element, told, answer } = placed({ phone: '600' })
    answer()
    await turn()
    told.length = 0
    element.setAttribute('phone', '700')
    element.setAttribute('order', '10432')
    expect(told).toEqual([])
    await turn()
    expect(told).toEqual([['subject', { attributes: { phone: '700', order: '10432' } }]])
    told.length = 0
    element.setAttribute('template', 'till')
    element.setAttribute('purpose', 'sale')
    await turn()
    expect(told.map(([method]) => method)).toEqual(['settings', 'settings'])
    element.setAttribute('phone', '701')
    await turn()
    expect(told.at(-1)).toEqual(['subject', { attributes: { phone: '701', order: '10432' } }])
  })
  it('the property wins over the attributes, also one set before the script ran; the same again is a new question; undefined gives way', () => {
    const ana = { hints: [{ kind: 'phone' as const, value: '1' }], context: {} }
    const { element, told, answer } = placed({ phone: '600' })
    answer()
    element.subject = ana
    element.subject = ana
    element.subject = null
    element.subject = undefined
    expect(told.slice(2)).toEqual([
      ['subject', ana],
      ['subject', ana],
      ['subject', null],
      ['subject', { attributes: { phone: '600' } }],
    ])
    element.subject = null
    expect(element.subject).toBeNull()
  })
  it('who is too large to be told is nobody, and it is said; the card stays', () => {
    const { element, told, answer, refuse } = placed({ phone: '600' })
    answer()
    const said = heard(element, 'ficha-error')
    told.length = 0
    refuse()
    element.subject = { hints: [], context: {} }
    expect(told.map(([, data]) => data)).toEqual([{ hints: [], context: {} }, null])
    expect(said).toMatchObject([{ code: 'too-large' }])
    expect(element.firstChild).toBe(last()?.frame)
  })
  it('that a text for the reply is taken, only once somebody listens for it', () => {
    const { element, told, answer } = placed()
    answer()
    element.addEventListener('ficha-open', () => {})
    expect(told.filter(([method]) => method === 'settings')).toHaveLength(1)
    element.addEventListener('ficha-insert', () => {})
    expect(told.at(-1)).toEqual(['settings', { insert: true }])
  })
})

describe('what the card asks', () => {
  const asked = async (
    more: Record<string, string> = {},
    before = (_: InstanceType<typeof FichaNucleo>) => {},
  ) => {
    const { told, answer } = placed(more, before)
    answer()
    told.length = 0
    last()?.hear('token', 7)
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 20_000 })
    return told[0]
  }
  it('a token is the property’s, else what its address answers; a refusal is told as such', async () => {
    const fetched: unknown[] = []
    let ok = true
    vi.stubGlobal('fetch', async (...all: unknown[]) => {
      fetched.push(all)
      return { ok, status: 503, text: async () => 'of the address' }
    })
    const url = { 'token-url': '/token' }
    expect(
      await asked(url, (el) => {
        el.token = async () => 'own'
      }),
    ).toEqual(['reply', { id: 7, token: 'own' }])
    expect(fetched).toEqual([])
    expect(await asked(url)).toEqual(['reply', { id: 7, token: 'of the address' }])
    expect(fetched).toEqual([['/token', { cache: 'no-store' }]])
    ok = false
    expect(await asked(url)).toEqual(['reply', { id: 7, error: 'token-url: 503' }])
  })
  it('a link is opened, unless the page does it itself or it is none to follow', () => {
    const opened: unknown[] = []
    vi.stubGlobal('open', (...all: unknown[]) => opened.push(all))
    const { element, answer } = placed()
    answer()
    last()?.hear('open', { href: 'https://desk.example/1' })
    expect(opened).toEqual([['https://desk.example/1', '', 'noopener']])
    const hrefs = heard(element, 'ficha-open', true)
    last()?.hear('open', { href: 'https://desk.example/2' })
    last()?.hear('open', { href: 'javascript:alert(1)' })
    expect([opened.length, hrefs]).toEqual([1, [{ href: 'https://desk.example/2' }]])
  })
  it('its height is followed where the page gave none; all it says is heard by the page', () => {
    const { element, answer } = placed()
    answer()
    const heights = heard(element, 'ficha-resize')
    const texts = heard(element, 'ficha-notify')
    last()?.hear('resize', { height: 321 })
    last()?.hear('notify', { text: 'hola' })
    expect([heights, texts, (element.firstChild as HTMLElement).style.height]).toEqual([
      [{ height: 321 }],
      [{ text: 'hola' }],
      '321px',
    ])
    document.body.replaceChildren()
    const tall = placed({}, (el) => Object.defineProperty(el, 'clientHeight', { value: 500 }))
    tall.answer()
    const before = (tall.element.firstChild as HTMLElement).getAttribute('style')
    last()?.hear('resize', { height: 321 })
    expect((tall.element.firstChild as HTMLElement).getAttribute('style')).toBe(before)
  })
})
