import { complain } from './complain.ts'
import type { Gate } from './gate.ts'
import { createHostState } from './page-hints.ts'
import { parseSettings, parseSubject, parseToken } from './parse.ts'
import type { Host } from './port.ts'
import { answer, postmateType, say } from './postmate.ts'
import { bucket } from './rate.ts'
import { MAX_SIZE, openWire, type Wire } from './wire.ts'
import type { Wrong } from './wrong.ts'

/** How long the page around us may take: to shake hands, and to bring a token. */
const patience = 10_000
const nonceShape = /^\d{1,10}(-\d{1,10}){3}$/

/**
 * A page that holds our element. Postmate answers the handshake behind the gate; then the page transfers a
 * port, quoting the nonce of that handshake, and the window is deaf from there on.
 */
export function pageHost(gate: Gate, now: () => number = () => performance.now()): Host {
  const told = createHostState()
  const ear = new EventTarget()
  const asked = new Map<number, { resolve(token: string): void; reject(error: Error): void }>()
  let nonce: string | undefined
  let wire: Wire | undefined
  let canInsert = false
  let next = 0
  let bound!: () => void
  const binding = new Promise<void>((resolve) => {
    bound = resolve
  })
  void answer(ear)

  gate.hear((event) => {
    const data: unknown = event.data
    if (wire || typeof data !== 'object' || data === null) return false
    const said = data as {
      type?: unknown
      postmate?: unknown
      model?: { nonce?: unknown } | null
      ficha?: unknown
      nonce?: unknown
    }
    if (
      said.type === postmateType &&
      said.postmate === 'handshake' &&
      typeof said.model?.nonce === 'string' &&
      nonceShape.test(said.model.nonce)
    ) {
      nonce = said.model.nonce
      say(ear, 'handshake', event)
      return true
    }
    if (said.ficha !== 1 || nonce === undefined || said.nonce !== nonce || event.ports.length !== 1)
      return false
    wire = openWire(event.ports[0] as MessagePort, hear, (text) => {
      const heavy = typeof text === 'string' && text.length > MAX_SIZE
      gate.drop(heavy ? 'size' : 'sequence')
      // It may have been the next customer: the last one must not stay on screen because we could not read.
      if (heavy) {
        refuse(['heavy', (text as string).length])
        told.subject(null)
      }
    })
    wire.send('ready', nonce)
    bound()
    return true
  })

  const refuse = (wrong: Wrong) =>
    void complain(wrong).then((message) => wire?.send('error', { code: 'refused', message }))

  // State may come faster than we take it, as when an agent runs through a list: the last one counts, and
  // meanwhile nobody is on screen.
  const rate = bucket(now)
  const held = new Map<string, unknown>()
  let release: ReturnType<typeof setTimeout> | undefined
  const state = new Map<string, (data: unknown) => void>([
    [
      'subject',
      (data) => {
        const { subject, wrong } = parseSubject(data)
        wrong.forEach(refuse)
        told.subject(subject)
      },
    ],
    [
      'settings',
      (data) => {
        const { insert, ...settings } = parseSettings(data)
        canInsert = insert
        told.settings(settings)
      },
    ],
  ])
  const hear = (method: string, data: unknown): void => {
    const take = state.get(method)
    if (!take) return method === 'reply' ? reply(data) : gate.drop('method')
    if (!held.size && rate.take()) return take(data)
    gate.drop('rate')
    held.set(method, data)
    if (method === 'subject') told.subject(null)
    release ??= setTimeout(() => {
      release = undefined
      const last = [...held]
      held.clear()
      for (const [name, value] of last) state.get(name)?.(value)
    }, rate.wait() + 20)
  }
  const reply = (data: unknown): void => {
    const { id, token, error } = (typeof data === 'object' && data !== null ? data : {}) as {
      id?: unknown
      token?: unknown
      error?: unknown
    }
    const waiting = typeof id === 'number' ? asked.get(id) : undefined
    if (!waiting) return gate.drop('method')
    const jwt = parseToken(token)
    if (jwt) waiting.resolve(jwt)
    else
      waiting.reject(
        new Error(
          `the host page gave no token: ${typeof error === 'string' ? error.slice(0, 300) : 'what it gave is not a JWT'}`,
        ),
      )
  }
  const within = <T>(work: Promise<T>, words: string): Promise<T> => {
    let timer: ReturnType<typeof setTimeout>
    return Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(words)), patience)
      }),
    ]).finally(() => clearTimeout(timer))
  }

  return {
    name: 'page',
    onSubject: told.onSubject,
    onSettings: told.onSettings,
    async token() {
      await within(binding, `no allowed page spoke to this card in ${patience / 1_000} s`)
      const id = next++
      const answered = new Promise<string>((resolve, reject) => asked.set(id, { resolve, reject }))
      wire?.send('token', id)
      return within(answered, `the host page gave no token in ${patience / 1_000} s`).finally(() =>
        asked.delete(id),
      )
    },
    resize: (height) => void wire?.send('resize', { height }),
    open: (url) => void wire?.send('open', { href: url }),
    get insert() {
      return canInsert ? (text: string) => void wire?.send('insert', { text }) : undefined
    },
    notify: (text) => void wire?.send('notify', { text }),
    dispose() {
      gate.close()
      clearTimeout(release)
      wire?.close()
      told.forget()
      for (const { reject } of asked.values()) reject(new Error('the card was closed'))
    },
  } as Host
}
