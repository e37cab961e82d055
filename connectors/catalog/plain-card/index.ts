import * as v from 'valibot'
import {
  type Access,
  type Connector,
  type ConnectorContext,
  ConnectorError,
  defineConnector,
  type ForeignCard,
  fetchJson,
  type Identifier,
  isConnectorError,
  queryValue,
  type Rows,
  type Sensitivity,
  type StandardSchema,
  sensitivities,
  type Text,
  textSchema,
  type Want,
  webAddress,
} from '../../contract/index.ts'
import { blocksOf } from './components.ts'

/**
 * Any endpoint that serves Plain customer cards, unchanged: the whole protocol from the sender's side. A
 * foreign card is opaque: it has one sensitivity (default `personal`), and roles need `cards.*` or `cards.<id>`
 * in their policy.
 */
export interface PlainCardOptions {
  id: string
  title: Text
  /** The address that cards are requested from, unless a card has its own. */
  url: string
  /** Sent with every request; never a secret. */
  headers?: Readonly<Record<string, string>>
  /**
   * `{ kind: 'hmac-body', header: 'Plain-Request-Signature', secret: 'PLAIN_SECRET' }` signs the body; a
   * bearer token or a header authenticates in another way.
   */
  access?: Extract<Access, { kind: 'open' | 'bearer' | 'header' | 'basic' | 'hmac-body' }>
  cards: readonly {
    key: string
    title: Text
    /** Seconds it stays fresh when the card says none (default 300). */
    freshFor?: number
    url?: string
    headers?: Readonly<Record<string, string>>
  }[]
  sensitivity?: Sensitivity
  /** `system` ids are sent as `externalId`, mails as `email` (default both). */
  by?: readonly ('mail' | 'system')[]
  /** Plain's workspace, sent where given. */
  workspace?: string
  /** Plain's tenant, for endpoints that require one. */
  tenant?: { id: string; externalId?: string | null }
  /**
   * `'none'`: the endpoint answers 404 for a customer it does not know. In Plain's protocol that is a failure,
   * and who is not known has `components: null`.
   */
  missing?: 'none'
}

const url = v.pipe(v.string(), v.trim(), v.maxLength(600), v.url(), v.regex(webAddress, 'an https address'))
const headers = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'a header name')),
    v.pipe(v.string(), v.maxLength(500)),
  ),
  v.check((h) => Object.keys(h).length <= 20, 'at most 20 headers'),
)
const secret = v.pipe(
  v.string(),
  v.regex(/^[A-Z][A-Z0-9_]*$/, 'the NAME of a secret in the gateway (`PLAIN_SECRET`), never its value'),
)
const schema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,59}$/, 'lower-case letters, digits and dashes')),
  title: textSchema,
  url,
  headers: v.optional(headers),
  access: v.optional(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('open') }),
      v.strictObject({ kind: v.literal('bearer'), secret }),
      v.strictObject({ kind: v.literal('header'), header: v.string(), secret }),
      v.strictObject({ kind: v.literal('basic'), user: v.string(), secret }),
      v.strictObject({ kind: v.literal('hmac-body'), header: v.string(), secret }),
    ]),
  ),
  cards: v.pipe(
    v.array(
      v.strictObject({
        key: v.pipe(v.string(), v.regex(/^[a-zA-Z0-9_-]{1,500}$/, 'letters, digits, _ and -')),
        title: textSchema,
        freshFor: v.optional(v.pipe(v.number(), v.minValue(15), v.maxValue(31_536_000))),
        url: v.optional(url),
        headers: v.optional(headers),
      }),
    ),
    v.minLength(1, 'name at least one card'),
    v.maxLength(25, 'at most 25 cards'),
  ),
  sensitivity: v.optional(v.picklist(sensitivities)),
  by: v.optional(v.pipe(v.array(v.picklist(['mail', 'system'])), v.minLength(1))),
  workspace: v.optional(v.string()),
  tenant: v.optional(v.strictObject({ id: v.string(), externalId: v.optional(v.nullable(v.string())) })),
  missing: v.optional(v.literal('none')),
}) as unknown as StandardSchema<unknown, PlainCardOptions>

type Card = PlainCardOptions['cards'][number]
/** One request: its address, its headers, and the cards that travel in it. */
interface Endpoint {
  url: string
  headers: Readonly<Record<string, string>>
  cards: Card[]
}

/**
 * The connector: `plainCard(options)`, where `options` are `PlainCardOptions`.
 *
 * @throws {OptionsError} One line for each wrong option, when it is made.
 * @example
 * ```ts
 * plainCard({
 *   id: 'subs',
 *   title: 'Suscripciones',
 *   url: 'https://cards.example.com/plain',
 *   access: { kind: 'hmac-body', header: 'Plain-Request-Signature', secret: 'PLAIN_SECRET' },
 *   cards: [{ key: 'subscription', title: 'Suscripción' }],
 * })
 * ```
 */
export default defineConnector('plain-card', schema, (o: PlainCardOptions): Connector => {
  const places = endpoints(o)
  const by = o.by ?? ['mail', 'system']
  return {
    id: o.id,
    title: o.title,
    origins: [...new Set(places.map((p) => new URL(p.url).origin))],
    access: o.access ?? { kind: 'open' },
    answers: {},
    cards: {
      sensitivity: o.sensitivity ?? 'personal',
      keys: o.cards.map(({ key, title }) => ({ key, title })),
      // Plain retries once after a 5xx, a 429 or a timeout, and never otherwise. Here the gateway retries,
      // even though it is a POST, because this one only reads.
      answer: {
        from: by,
        fields: ['title', 'state', 'blocks'],
        retry: 1,
        freshFor: 300,
        get: (key, want, context) => cards(o, places, key, want, context),
      },
    },
  }
})

/**
 * Cards with the same address and headers travel in one request. Addresses are trimmed and case-sensitive;
 * header names are compared without case or order, their values as they are.
 *
 * @internal
 */
export function endpoints(o: Pick<PlainCardOptions, 'url' | 'headers' | 'cards'>): Endpoint[] {
  const found = new Map<string, Endpoint>()
  for (const card of o.cards) {
    const at = (card.url ?? o.url).trim()
    const heads = Object.fromEntries(
      Object.entries(card.headers ?? o.headers ?? {})
        .map(([k, value]): [string, string] => [k.trim().toLowerCase(), value])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
    const name = JSON.stringify([at, heads])
    found.set(name, { url: at, headers: heads, cards: [...(found.get(name)?.cards ?? []), card] })
  }
  return [...found.values()]
}

/** `want.fields` names the cards (`*` for all); only these are listed in `cardKeys`. */
async function cards(
  o: PlainCardOptions,
  places: readonly Endpoint[],
  key: Identifier,
  want: Want,
  context: ConnectorContext,
): Promise<Rows<ForeignCard>> {
  const wanted = o.cards.filter((card) => want.fields.includes(card.key) || want.fields.includes('*'))
  const start = want.cursor === undefined ? 0 : Number.parseInt(want.cursor, 10) || 0
  const page = wanted.slice(start, start + want.limit)
  const id = `c_${await digest(`${o.id}\n${key.kind}\n${key.value}`)}`
  const customer = {
    id,
    email: key.kind === 'mail' ? queryValue(key) : null,
    externalId: key.kind === 'system' ? key.value : null,
  }
  const results = await Promise.allSettled(
    places.map(async (place) => {
      const mine = place.cards.filter((card) => page.includes(card))
      return mine.length ? request(o, place, mine, customer, context) : []
    }),
  )
  const rows = results.flatMap((r) => (r.status === 'fulfilled' ? r.value : []))
  const failed = results.find((r) => r.status === 'rejected')
  // One address down is an incomplete answer; all of them down is a failure.
  if (failed && rows.length === 0)
    throw isConnectorError(failed.reason)
      ? failed.reason
      : new ConnectorError('unavailable', `[${o.id}] cards: no answer from the endpoint`)
  const more = start + page.length < wanted.length
  return {
    rows: page.flatMap((card) => rows.filter((row) => row.card.key === card.key).map((row) => row.card)),
    complete: !failed && !more,
    ...(more ? { next: String(start + page.length) } : {}),
    freshFor: Math.min(31_536_000, ...rows.map((row) => row.freshFor)),
  }
}

type Customer = { id: string; email: string | null; externalId: string | null }
interface Loaded {
  card: ForeignCard
  freshFor: number
}
async function request(
  o: PlainCardOptions,
  place: Endpoint,
  mine: readonly Card[],
  customer: Customer,
  context: ConnectorContext,
): Promise<Loaded[]> {
  // Receivers verify either the raw bytes or JSON.stringify of what they parsed; only exactly this text
  // satisfies both. Nulls are explicit.
  const body = JSON.stringify({
    cardKeys: mine.map((card) => card.key),
    customer,
    thread: null,
    tenant: o.tenant ? { id: o.tenant.id, externalId: o.tenant.externalId ?? null } : null,
    timestamp: context.now().toISOString(),
  })
  const head = {
    ...place.headers,
    'content-type': 'application/json',
    accept: 'application/json',
    ...(o.workspace ? { 'plain-workspace-id': o.workspace } : {}),
  }
  const answer = await fetchJson(
    context,
    `[${o.id}] cards`,
    place.url,
    { method: 'POST', headers: head, body },
    [404],
  )
  if (answer === undefined && o.missing !== 'none')
    throw new ConnectorError(
      'unsupported',
      `[${o.id}] cards: the endpoint has no such place (HTTP 404); check its address, or write missing: 'none' where it answers so for a customer it does not know`,
    )
  return mine.map((card) =>
    answer === undefined
      ? {
          card: { key: card.key, title: card.title, state: 'nothing', blocks: [] },
          freshFor: clamp(card.freshFor),
        }
      : one(o, card, answer),
  )
}

/**
 * Extra cards and unknown keys are not read, so they are not passed on. A requested card that did not come is
 * missing; the others are not affected.
 */
function one(o: PlainCardOptions, card: Card, answer: unknown): Loaded {
  const list = (answer as { cards?: unknown } | null)?.cards
  if (!Array.isArray(list))
    throw new ConnectorError(
      'malformed',
      `[${o.id}] cards: the answer has no list \`cards\`; check the endpoint against Plain's protocol`,
    )
  const found = list.find(
    (each): each is Record<string, unknown> =>
      each !== null && typeof each === 'object' && (each as { key?: unknown }).key === card.key,
  )
  const components = found?.components
  const state =
    !found || (components !== null && !Array.isArray(components))
      ? 'missing'
      : components === null || components.length === 0
        ? 'nothing'
        : 'loaded'
  const blocks = state === 'loaded' ? blocksOf(components as unknown[]) : []
  if (!blocks)
    throw new ConnectorError(
      'malformed',
      `[${o.id}] cards: card \`${card.key}\` has more than 500 components; ask its author for a shorter one`,
    )
  return {
    card: { key: card.key, title: card.title, state, blocks },
    freshFor: clamp(typeof found?.timeToLiveSeconds === 'number' ? found.timeToLiveSeconds : card.freshFor),
  }
}

const clamp = (seconds = 300) => Math.min(31_536_000, Math.max(15, seconds))
const digest = async (text: string) =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))]
    .slice(0, 13)
    .map((b) => b.toString(16).padStart(2, '0'))
    .join('')
