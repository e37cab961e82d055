import type { Context, Hint } from '../../connectors/contract/index.ts'
import type { Gate } from './gate.ts'
import { createHostState } from './host-state.ts'
import { parseSettings, parseSubject, parseToken } from './parse.ts'
import type { Host } from './port.ts'
import { MAX_SIZE } from './wire.ts'

/**
 * Chatwoot rebuilds the frame at each conversation and authenticates neither itself nor the agent, so all it
 * sends is treated as hints.
 */
interface Contact {
  email?: unknown
  phone_number?: unknown
  identifier?: unknown
  name?: unknown
}
interface AppContext {
  conversation?: { id?: unknown; meta?: { sender?: Contact; channel?: unknown }; channel?: unknown }
  contact?: Contact
  theme?: unknown
}

const channels: readonly (readonly [RegExp, NonNullable<Context['channel']>])[] = [
  [/Email/, 'mail'],
  [/WebWidget|Whatsapp|Sms|Telegram|Line/, 'chat'],
  [/Facebook|Twitter|Instagram/, 'social'],
  [/Voice/, 'phone'],
]
const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
/** Larger than other messages: this one carries the whole conversation. */
const MAX_CONTEXT = MAX_SIZE * 16

/**
 * Reads Chatwoot's `appContext`, a JSON string; undefined for any other message. `scope` is the system that
 * issued the contact's `identifier`.
 */
export function readAppContext(
  data: unknown,
  scope: string | undefined,
): { subject: ReturnType<typeof parseSubject>; settings: ReturnType<typeof parseSettings> } | undefined {
  if (typeof data !== 'string' || data.length > MAX_CONTEXT || !data.includes('"appContext"'))
    return undefined
  let message: { event?: unknown; data?: AppContext | null } | null
  try {
    message = JSON.parse(data) as typeof message
  } catch {
    return undefined
  }
  if (message?.event !== 'appContext' || typeof message.data !== 'object' || message.data === null)
    return undefined
  const { conversation, contact, theme } = message.data
  const sender = conversation?.meta?.sender
  const read = (key: keyof Contact) => text(contact?.[key]) || text(sender?.[key])
  const hints: Hint[] = []
  // Without the system that issued it, the same identifier could be somebody else's order number.
  if (scope && read('identifier')) hints.push({ kind: 'system', value: read('identifier'), scope })
  if (read('email')) hints.push({ kind: 'mail', value: read('email') })
  if (read('phone_number')) hints.push({ kind: 'phone', value: read('phone_number') })
  if (!hints.length && read('name')) hints.push({ kind: 'name', value: read('name') })
  const channel = channels.find(([known]) =>
    known.test(text(conversation?.meta?.channel) || text(conversation?.channel)),
  )?.[1]
  const id = conversation?.id
  return {
    subject: parseSubject({
      hints,
      context: { channel, host: 'chatwoot' },
      interaction: typeof id === 'number' || typeof id === 'string' ? `chatwoot:${id}` : undefined,
    }),
    settings: parseSettings({ theme }),
  }
}

export function chatwootHost(window: Window, gate: Gate, hosts: readonly string[]): Host {
  const hostState = createHostState()
  const address = new URLSearchParams(window.location.search)
  const token = parseToken(new URLSearchParams(window.location.hash.slice(1)).get('token'))
  if (window.location.hash)
    window.history.replaceState(null, '', window.location.pathname + window.location.search)
  gate.onMessage((event) => {
    const read = readAppContext(event.data, address.get('scope') ?? undefined)
    if (!read) return false
    const { insert: _, ...known } = read.settings
    hostState.settings(known)
    hostState.subject(read.subject.subject)
    return true
  })
  // Chatwoot understands only this bare string. It goes to the page that frames us; where the browser does
  // not tell its origin, to each allowed host.
  const framer = window.location.ancestorOrigins?.[0]
  for (const origin of framer ? hosts.filter((h) => h === framer) : hosts)
    window.parent.postMessage('chatwoot-dashboard-app:fetch-info', origin)
  return {
    name: 'chatwoot',
    onSubject: hostState.onSubject,
    onSettings: hostState.onSettings,
    token: async () =>
      token ??
      Promise.reject(
        new Error('Chatwoot proves no agent: open the card with #token=… signed by your backend'),
      ),
    resize() {},
    open: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
    dispose() {
      gate.close()
      hostState.forget()
    },
  }
}
