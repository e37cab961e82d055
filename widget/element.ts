import { safeAddress } from '../connectors/contract/safe-link.ts'
import { openFrame } from './host/frame.ts'
import type { Subject } from './host/port.ts'
import type { Wire } from './host/wire.ts'

export type { Subject } from './host/port.ts'

const subjectNames = [
  'phone',
  'mail',
  'order',
  'ticket',
  'loyalty',
  'visitor',
  'order-scope',
  'ticket-scope',
  'loyalty-scope',
  'visitor-scope',
  'name',
  'channel',
  'motive',
  'place',
  'interaction',
]
const settingNames = ['lang', 'theme', 'layout', 'template', 'purpose']

/**
 * Why the card could not open, or what it could not take: the `detail` of `ficha-error`. `message` is for a
 * person.
 *
 * - `bad-src`: `src` is no https address.
 * - `same-origin`: `src` has the page's own origin, and `same-owner` is not set.
 * - `no-answer`: the card did not answer; it is tried again after 10 seconds.
 * - `too-large`: `subject` weighs more than 64 KiB.
 * - `refused`: the card refused what the page sent.
 */
export interface FichaTrouble {
  code: 'bad-src' | 'same-origin' | 'no-answer' | 'too-large' | 'refused'
  message: string
}

/**
 * `<ficha-nucleo>`: the customer card, in a frame of another origin.
 *
 * | attribute | |
 * |---|---|
 * | `src` | where the card is served: `https://card.example.com/card` |
 * | `phone` `mail` `order` `ticket` `loyalty` `visitor` `name` | who is on screen; the property `subject` wins |
 * | `order-scope` `ticket-scope` `loyalty-scope` `visitor-scope` | of which system that number is: the id of its connector, or the `scope` of its mapping |
 * | `channel` `motive` `place` `interaction` | what it is about |
 * | `lang` `theme` `layout` `template` `purpose` | how the card looks and what for |
 * | `token-url` | answers (GET) a JWT signed by this page's backend, as text or `{"token"}`; the property `token` wins |
 * | `same-owner` | the card is served from this very origin, and that is meant |
 *
 * A page that gives the element a height keeps it; else the frame grows with the card.
 *
 * | event | `detail` | |
 * |---|---|---|
 * | `ficha-ready` | | also after each reload of the frame |
 * | `ficha-open` | `{ href }` | prevent it to open the link yourself |
 * | `ficha-insert` | `{ text }` | a text for the reply; offered only when somebody listens |
 * | `ficha-notify` | `{ text }` | |
 * | `ficha-resize` | `{ height }` | pixels |
 * | `ficha-error` | {@link FichaTrouble} | prevent it to show your own words |
 *
 * @example
 * ```html
 * <ficha-nucleo src="https://card.example.com/card" phone="600 12 34 56" token-url="/ficha-token"></ficha-nucleo>
 * ```
 */
export class FichaNucleo extends HTMLElement {
  /** The attributes that the browser watches. */
  static observedAttributes = ['src', ...subjectNames, ...settingNames]
  /** Asked each time the card needs to prove who the agent is. Not set: `token-url` is read. */
  declare token: (() => Promise<string>) | undefined
  #subject: Subject | null | undefined
  #wire: Wire | undefined
  #close: (() => void) | undefined
  #due = false
  #insert = false

  constructor() {
    super()
    // Set before this script ran, it would stand in front of ours for ever.
    const { subject } = this
    delete (this as { subject?: unknown }).subject
    this.#subject = subject
  }
  /**
   * Who is on screen. `null`: nobody. `undefined`: what the attributes say. The same subject again is a new
   * question.
   */
  get subject(): Subject | null | undefined {
    return this.#subject
  }
  set subject(subject: Subject | null | undefined) {
    this.#subject = subject
    this.#tell()
  }

  /** Called by the browser: opens the frame. */
  connectedCallback(): void {
    this.#open()
  }
  /** Called by the browser: closes the frame. */
  disconnectedCallback(): void {
    this.#shut()
  }
  /** Called by the browser: tells the card what changed, several attributes as one change. */
  attributeChangedCallback(name: string): void {
    if (name === 'src') {
      if (this.isConnected && this.firstChild) this.#open()
    } else if (settingNames.includes(name)) this.#set()
    else if (!this.#due) {
      // Attributes come one by one; the card gets them together.
      this.#due = true
      queueMicrotask(() => {
        this.#due = false
        this.#tell()
      })
    }
  }
  /** Whoever listens for `ficha-insert` takes text; else the card does not offer it. */
  override addEventListener(...all: Parameters<HTMLElement['addEventListener']>): void {
    super.addEventListener(...all)
    if (all[0] === 'ficha-insert') {
      this.#insert = true
      this.#set()
    }
  }

  #open(): void {
    this.#shut()
    const src = this.getAttribute('src')
    const url = document.createElement('a')
    url.href = src!
    // The document comes in this language, its words with it.
    url.search += this.lang && `&lang=${this.lang}`
    if (!src || !safeAddress.test(url.href)) return this.#trouble('bad-src', `src="${src}" no es https`)
    const owner = this.hasAttribute('same-owner')
    // A frame of the page's own origin isolates nothing, whatever its sandbox says.
    if (url.origin === location.origin && !owner)
      return this.#trouble('same-origin', 'src tiene el mismo origen que la página')
    const grows = this.clientHeight < 100
    this.#close = openFrame(
      url,
      (frame) => {
        Object.assign(
          frame,
          {
            title: 'Ficha de cliente',
            referrerPolicy: 'no-referrer',
            allow: 'clipboard-write',
            style: `border:0;display:block;width:100%;height:${grows ? '600px' : '100%'}`,
          },
          owner || {
            sandbox:
              'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox',
          },
        )
        this.replaceChildren(frame)
      },
      (wire) => {
        this.#wire = wire
        this.#set()
        this.#tell()
        this.#emit('ready', {})
      },
      (method, data) => this.#hear(method, data, grows),
      () => {
        this.#wire = undefined
        this.#trouble('no-answer', `${url.origin} no contesta: ¿tiene ${location.origin} en hosts?`)
        setTimeout(() => {
          if (this.isConnected && !this.#wire) this.#open()
        }, 1e4)
      },
    )
  }
  #shut(): void {
    this.#close?.()
    this.#close = this.#wire = undefined
  }
  #trouble(code: FichaTrouble['code'], message: string): void {
    message = `La ficha no se pudo abrir: ${message}`
    console.error(this, message)
    if (this.#emit('error', { code, message }) && !this.#wire) {
      const words = document.createElement('p')
      words.role = 'alert'
      words.textContent = message
      this.replaceChildren(words)
    }
  }
  #emit(type: string, detail: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(`ficha-${type}`, { detail, bubbles: true, cancelable: true }))
  }
  /** The attributes that say something, by name. */
  #read(names: readonly string[]): Record<string, string> {
    return Object.fromEntries(
      names.flatMap((name) => {
        const value = this.getAttribute(name)
        return value ? [[name, value]] : []
      }),
    )
  }

  #tell(): void {
    // Attributes go as they are written: the card reads both forms and says what is wrong with either.
    const subject = this.#subject === undefined ? { attributes: this.#read(subjectNames) } : this.#subject
    if (this.#wire?.send('subject', subject) === false) {
      // Whoever was on screen is not any more, even if we cannot say who is.
      this.#wire.send('subject', null)
      this.#trouble('too-large', 'subject pesa más de 64 KiB')
    }
  }
  #set(): void {
    this.#wire?.send('settings', { ...this.#read(settingNames), insert: this.#insert })
  }
  /** `token` is a question; all else is an event of ours, as the card words it. */
  // biome-ignore lint/suspicious/noExplicitAny: each branch below checks the shape it reads; types would cost the element bytes
  #hear(method: string, data: any, grows: boolean): void {
    if (method === 'token') {
      const wire = this.#wire
      this.#token().then(
        (token) => wire?.send('reply', { id: data, token }),
        (error) => wire?.send('reply', { id: data, error: `${error}` }),
      )
    } else if (method !== 'open' || safeAddress.test(data.href)) {
      if (grows && method === 'resize') (this.firstChild as HTMLElement).style.height = `${data.height}px`
      if (this.#emit(method, data) && method === 'open') open(data.href, '', 'noopener')
    }
  }
  async #token(): Promise<string> {
    if (this.token) return this.token()
    const answer = await fetch(this.getAttribute('token-url')!, { cache: 'no-store' })
    if (!answer.ok) throw `token-url: ${answer.status}`
    return answer.text()
  }
}

if (!customElements.get('ficha-nucleo')) customElements.define('ficha-nucleo', FichaNucleo)
declare global {
  interface HTMLElementTagNameMap {
    'ficha-nucleo': FichaNucleo
  }
}
