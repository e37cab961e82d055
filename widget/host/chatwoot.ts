import type { Context, Hint } from '../../connectors/contract/index.ts'
import type { Gate } from './gate.ts'
import { createHostState } from './page-hints.ts'
import { parseSettings, parseSubject, parseToken } from './parse.ts'
import type { Host } from './port.ts'
import { MAX_SIZE } from './wire.ts'

/**
 * Chatwoot rebuilds the frame at each conversation and proves neither itself nor the agent: all it says is a
 * hint.
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
/** A message says everything of the conversation; a long one is still one customer. */
const MAX_CONTEXT = MAX_SIZE * 16

/**
 * `appContext` as Chatwoot writes it: a JSON string. Undefined: it is something else. `scope` names the
 * system whose id `identifier` is.
 */
export function readAppContext(
  data: unknown,
  scope: string | undefined,
): { subject: ReturnType<typeof parseSubject>; settings: ReturnType<typeof parseSettings> } | undefined {
  if (typeof data !== 'string' || data.length > MAX_CONTEXT || !data.includes('"appContext"'))
    return undefined
  let said: { event?: unknown; data?: AppContext | null } | null
  try {
    said = JSON.parse(data) as typeof said
  } catch {
    return undefined
  }
  if (said?.event !== 'appContext' || typeof said.data !== 'object' || said.data === null) return undefined
  const { conversation, contact, theme } = said.data
  const sender = conversation?.meta?.sender
  const read = (key: keyof Contact) => text(contact?.[key]) || text(sender?.[key])
  const hints: Hint[] = []
  // Without knowing whose id it is, an identifier could be anybody's order number.
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
  const told = createHostState()
  const address = new URLSearchParams(window.location.search)
  const token = parseToken(new URLSearchParams(window.location.hash.slice(1)).get('token'))
  if (window.location.hash)
    window.history.replaceState(null, '', window.location.pathname + window.location.search)
  gate.hear((event) => {
    const read = readAppContext(event.data, address.get('scope') ?? undefined)
    if (!read) return false
    const { insert: _, ...wishes } = read.settings
    told.settings(wishes)
    told.subject(read.subject.subject)
    return true
  })
  // A bare string is all it understands. Only the one that frames us gets it; where the browser does not say
  // who that is, each host is tried.
  const framer = window.location.ancestorOrigins?.[0]
  for (const origin of framer ? hosts.filter((h) => h === framer) : hosts)
    window.parent.postMessage('chatwoot-dashboard-app:fetch-info', origin)
  return {
    name: 'chatwoot',
    onSubject: told.onSubject,
    onSettings: told.onSettings,
    token: async () =>
      token ??
      Promise.reject(
        new Error('Chatwoot proves no agent: open the card with #token=… signed by your backend'),
      ),
    resize() {},
    open: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
    dispose() {
      gate.close()
      told.forget()
    },
  }
}
