import type { Gate } from './gate.ts'
import type { HostProblem } from './host-problem.ts'
import { createHostState } from './host-state.ts'
import { parseSettings, parseSubject, parseToken } from './parse.ts'
import type { Host } from './port.ts'
import { answerHandshake, postmateType, relayStep } from './postmate.ts'
import { bucket } from './rate.ts'
import { warnIntegrator } from './warn-integrator.ts'
import { MAX_SIZE, openWire, type Wire } from './wire.ts'

/** Longest wait for the page around us: for the handshake, and for a token. Milliseconds. */
const longestWait = 10_000
const nonceShape = /^\d{1,10}(-\d{1,10}){3}$/

/**
 * A page that holds our element. Postmate answers the handshake behind the gate. Then the page transfers a
 * port with the nonce of that handshake; from then on window messages are ignored.
 */
export function pageHost(gate: Gate, now: () => number = () => performance.now()): Host {
  const hostState = createHostState()
  const target = new EventTarget()
  const tokenRequests = new Map<number, { resolve(token: string): void; reject(error: Error): void }>()
  let nonce: string | undefined
  let wire: Wire | undefined
  let canInsert = false
  let next = 0
  let bound!: () => void
  const binding = new Promise<void>((resolve) => {
    bound = resolve
  })
  void answerHandshake(target)

  gate.onMessage((event) => {
    const data: unknown = event.data
    if (wire || typeof data !== 'object' || data === null) return false
    const message = data as {
      type?: unknown
      postmate?: unknown
      model?: { nonce?: unknown } | null
      ficha?: unknown
      nonce?: unknown
    }
    if (
      message.type === postmateType &&
      message.postmate === 'handshake' &&
      typeof message.model?.nonce === 'string' &&
      nonceShape.test(message.model.nonce)
    ) {
      nonce = message.model.nonce
      relayStep(target, 'handshake', event)
      return true
    }
    if (message.ficha !== 1 || nonce === undefined || message.nonce !== nonce || event.ports.length !== 1)
      return false
    wire = openWire(event.ports[0] as MessagePort, onMessage, (text) => {
      const heavy = typeof text === 'string' && text.length > MAX_SIZE
      gate.drop(heavy ? 'size' : 'sequence')
      // The message may have been the next customer: the last one must not stay on screen because of its
      // size.
      if (heavy) {
        refuse(['heavy', (text as string).length])
        hostState.subject(null)
      }
    })
    wire.send('ready', nonce)
    bound()
    return true
  })

  const refuse = (problem: HostProblem) =>
    void warnIntegrator(problem).then((message) => wire?.send('error', { code: 'refused', message }))

  // Subjects and settings may come faster than the limit, as when an agent runs through a list: the last one
  // counts, and meanwhile nobody is on screen.
  const rate = bucket(now)
  const delayed = new Map<string, unknown>()
  let releaseTimer: ReturnType<typeof setTimeout> | undefined
  const handlers = new Map<string, (data: unknown) => void>([
    [
      'subject',
      (data) => {
        const { subject, problems } = parseSubject(data)
        problems.forEach(refuse)
        hostState.subject(subject)
      },
    ],
    [
      'settings',
      (data) => {
        const { insert, ...settings } = parseSettings(data)
        canInsert = insert
        hostState.settings(settings)
      },
    ],
  ])
  const onMessage = (method: string, data: unknown): void => {
    const handler = handlers.get(method)
    if (!handler) return method === 'reply' ? reply(data) : gate.drop('method')
    if (!delayed.size && rate.take()) return handler(data)
    gate.drop('rate')
    delayed.set(method, data)
    if (method === 'subject') hostState.subject(null)
    releaseTimer ??= setTimeout(() => {
      releaseTimer = undefined
      const last = [...delayed]
      delayed.clear()
      for (const [name, value] of last) handlers.get(name)?.(value)
    }, rate.wait() + 20)
  }
  const reply = (data: unknown): void => {
    const { id, token, error } = (typeof data === 'object' && data !== null ? data : {}) as {
      id?: unknown
      token?: unknown
      error?: unknown
    }
    const waiting = typeof id === 'number' ? tokenRequests.get(id) : undefined
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
  const within = <T>(work: Promise<T>, message: string): Promise<T> => {
    let timer: ReturnType<typeof setTimeout>
    return Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(message)), longestWait)
      }),
    ]).finally(() => clearTimeout(timer))
  }

  return {
    name: 'page',
    onSubject: hostState.onSubject,
    onSettings: hostState.onSettings,
    async token() {
      await within(binding, `no allowed page spoke to this card in ${longestWait / 1_000} s`)
      const id = next++
      const answered = new Promise<string>((resolve, reject) => tokenRequests.set(id, { resolve, reject }))
      wire?.send('token', id)
      return within(answered, `the host page gave no token in ${longestWait / 1_000} s`).finally(() =>
        tokenRequests.delete(id),
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
      clearTimeout(releaseTimer)
      wire?.close()
      hostState.forget()
      for (const { reject } of tokenRequests.values()) reject(new Error('the card was closed'))
    },
  } as Host
}
