import {
  type ConnectorContext,
  ConnectorError,
  encoded,
  type FieldName,
  fetchJson,
  type Identifier,
  localize,
  pathSegment,
  phoneSpellings,
  type Row,
  type Status,
  type SystemRecord,
  type Text,
  toAddress,
  toDateTime,
  toName,
  toNumber,
  toPhone,
  toText,
} from '../../contract/index.ts'
import type { RequestTrackerOptions } from './options.ts'

export type Json = Record<string, unknown>
export const isJson = (x: unknown): x is Json => x !== null && typeof x === 'object' && !Array.isArray(x)
const list = (x: unknown): readonly Json[] => (Array.isArray(x) ? x.filter(isJson) : [])

/**
 * REST 2.0 of one RT: addresses are built here, values encoded, and answers checked for the shape of a
 * collection.
 */
export function rt(o: RequestTrackerOptions, context: ConnectorContext) {
  const root = `${o.base.replace(/\/+$/, '')}/REST/2.0`
  const who = (what: string) => `[${o.id}] ${what}`
  const collection = async (
    what: string,
    path: string,
    query: Record<string, string>,
    filters?: readonly Json[],
  ) => {
    const init: RequestInit = filters
      ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(filters) }
      : {}
    const body = await fetchJson(context, who(what), `${root}${path}?${new URLSearchParams(query)}`, init)
    if (!isJson(body) || !Array.isArray(body.items))
      throw new ConnectorError(
        'malformed',
        `${who(what)}: the answer is not an RT collection; check that \`base\` leads to RT 5`,
      )
    const [page, size, total] = [
      toNumber(body.page) ?? 1,
      toNumber(body.per_page) ?? 20,
      toNumber(body.total),
    ]
    // RT gives a count only where the credential sees everything. Without it, a full page may have a next
    // one.
    return {
      items: list(body.items),
      total,
      page,
      size,
      more: total === undefined ? body.items.length >= size : page * size < total,
    }
  }
  const one = async (what: string, path: string): Promise<Json | undefined> => {
    const body = await fetchJson(context, who(what), `${root}${path}`, {}, [404])
    if (body !== undefined && !isJson(body))
      throw new ConnectorError('malformed', `${who(what)}: the answer is not an RT record`)
    return body
  }
  const post = (what: string, path: string, body: Json) =>
    fetchJson(context, who(what), `${root}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return {
    collection,
    one,
    post,
    user: async (name: string) => {
      const at = pathSegment(name)
      return at === undefined ? undefined : one('find', `/user/${at}`)
    },
  }
}

/**
 * One TicketSQL condition, with quotes and backslashes escaped. RT undoes the quoting and would read a value
 * that begins with `CF.` as a column. Such a value is searched by the rest of it, and the answer is checked
 * like every other.
 */
export function condition(field: string, value: string, operator: '=' | 'LIKE' = '='): string {
  const [op, text] = /^CF\./i.test(value) ? ['LIKE', value.slice(1)] : [operator, value]
  return `${field} ${op} '${text.replace(/[\u0000-\u001f]/g, ' ').replace(/[\\']/g, '\\$&')}'`
}

/**
 * RT stores telephones as typed, so the usual spellings of the last nine digits are searched. Users without a
 * ticket cannot be found this way.
 */
export function byPhone(key: Identifier): string {
  return ['Requestor.MobilePhone', 'Requestor.WorkPhone']
    .flatMap((field) => phoneSpellings(key).map((text) => condition(field, text, 'LIKE')))
    .join(' OR ')
}

export const userFields = 'Name,EmailAddress,RealName,MobilePhone,WorkPhone,HomePhone,LastUpdated'
const system = new Set(['nobody', 'rt_system', 'root'])
const filled = (x: unknown): string | undefined => toText(x)?.trim() || undefined

/**
 * A user as a record. RT's own users (Nobody, RT_System, root) and users without any identifier are left out.
 */
export function recordOf(o: RequestTrackerOptions, user: Json, ticket?: string): SystemRecord | undefined {
  const name = filled(user.Name) ?? filled(user.id)
  if (!name || system.has(name.toLowerCase())) return undefined
  const mail = filled(user.EmailAddress)
  const phones = [user.MobilePhone, user.WorkPhone, user.HomePhone].flatMap((p) => filled(p) ?? [])
  return {
    id: name,
    name: toName({ full: filled(user.RealName) }),
    identifiers: [
      { kind: 'system', value: name, scope: o.id },
      ...(mail ? [{ kind: 'mail' as const, value: mail }] : []),
      ...phones.map((value) => ({ kind: 'phone' as const, value })),
      ...(ticket ? [{ kind: 'ticket' as const, value: ticket, scope: o.id }] : []),
    ],
    address: toAddress({
      street: filled(user.Address1),
      locality: filled(user.City),
      postalCode: filled(user.Zip),
      region: filled(user.State),
      country: filled(user.Country),
    }),
    observedAt: when(user.LastUpdated),
    url: o.pages ? `${o.pages}/User/Summary.html?Name=${encoded(name)}` : undefined,
  }
}

/** What RT offers of each question; its custom fields only where the options name them. */
export function offeredBy({ customFields = {} }: RequestTrackerOptions): {
  person: readonly FieldName<'person'>[]
  requests: readonly FieldName<'requests'>[]
  interactions: readonly FieldName<'interactions'>[]
} {
  const has = (name: keyof typeof customFields): boolean => customFields[name] !== undefined
  return {
    person: ['name', 'mails', 'phones', 'address', 'remark'],
    requests: [
      'number',
      'subject',
      'kind',
      'status',
      'open',
      'priority',
      'dateCreated',
      'dateModified',
      'dateClosed',
      'due',
      'firstAnswered',
      'handoff',
      ...(['channel', 'messages', 'order', 'matter', 'told', 'offered'] as const).filter(has),
    ],
    interactions: [
      'kind',
      'startDate',
      'direction',
      'summary',
      'duration',
      ...(['matter', 'told', 'offered'] as const).filter(has),
    ],
  }
}

export const personOf = (o: RequestTrackerOptions, user: Json, context: ConnectorContext): Row<'person'> => ({
  id: filled(user.Name) ?? String(user.id),
  name: toName({ full: filled(user.RealName) }),
  mails: [filled(user.EmailAddress) ?? []].flat(),
  phones: [user.MobilePhone, user.WorkPhone, user.HomePhone].flatMap(
    (p) => toPhone(filled(p), o.phonePrefix, context.numberPlans) ?? [],
  ),
  address: toAddress({
    street: filled(user.Address1),
    locality: filled(user.City),
    postalCode: filled(user.Zip),
    region: filled(user.State),
    country: filled(user.Country),
  }),
  remark: filled(user.Comments),
})

/** 1970 is how RT writes "never". */
export const when = (x: unknown): string | undefined => {
  const at = toDateTime(x)
  return at && Date.parse(at) > 86_400_000 ? at : undefined
}
export const requestorsOf = (ticket: Json): string[] =>
  list(ticket.Requestor).flatMap((r) => filled(r.id) ?? [])
/** The values of a custom field, by its name. */
export const custom = (ticket: Json, name: string | undefined): string[] =>
  name === undefined
    ? []
    : list(ticket.CustomFields)
        .filter((f) => f.name === name)
        .flatMap((f) => (Array.isArray(f.values) ? f.values : []))
        .flatMap((x) => filled(x) ?? [])

const tones: Readonly<Record<string, { code: string; label: Text; tone: NonNullable<Status['tone']> }>> = {
  new: { code: 'new', label: { es: 'Nueva', en: 'New', pt: 'Nova' }, tone: 'warn' },
  open: { code: 'open', label: { es: 'Abierta', en: 'Open', pt: 'Aberta' }, tone: 'warn' },
  stalled: { code: 'stalled', label: { es: 'En espera', en: 'On hold', pt: 'Em espera' }, tone: 'warn' },
  resolved: { code: 'resolved', label: { es: 'Resuelta', en: 'Resolved', pt: 'Resolvida' }, tone: 'good' },
  rejected: { code: 'rejected', label: { es: 'Rechazada', en: 'Rejected', pt: 'Rejeitada' }, tone: 'bad' },
  deleted: { code: 'deleted', label: { es: 'Borrada', en: 'Deleted', pt: 'Apagada' }, tone: 'calm' },
}
const closed = new Set(['resolved', 'rejected', 'deleted'])
export const isOpen = (ticket: Json): boolean =>
  !closed.has(String(ticket.Status)) && when(ticket.Resolved) === undefined

const isOf = (field: FieldName<'requests'>, wanted: readonly string[]) => wanted.includes(field)
/**
 * One ticket as a request, with the wanted fields only. `handoff` and `messages` come from its history, when
 * they are wanted.
 */
export function requestOf(
  o: RequestTrackerOptions,
  t: Json,
  wanted: readonly FieldName<'requests'>[],
  extra: { handoff?: string | undefined; language: string },
): Row<'requests'> {
  const cf = o.customFields ?? {}
  const [status, open, queue] = [
    String(t.Status),
    isOpen(t),
    isJson(t.Queue) ? (filled(t.Queue.Name) ?? filled(t.Queue.id)) : filled(t.Queue),
  ]
  const all: { [F in FieldName<'requests'>]: () => Row<'requests'>[F] } = {
    number: () => filled(t.id),
    subject: () => filled(t.Subject),
    kind: () => (queue ? { code: o.queues?.[queue] ?? queue.toLowerCase(), label: queue } : undefined),
    status: () => {
      const tone = Object.hasOwn(tones, status) ? tones[status] : undefined
      return tone ? { ...tone, label: localize(tone.label, extra.language) } : { code: status }
    },
    open: () => open,
    priority: () => priorityOf(toNumber(t.Priority)),
    dateCreated: () => when(t.Created),
    dateModified: () => when(t.LastUpdated),
    dateClosed: () => (open ? undefined : when(t.Resolved)),
    due: () => when(t.Due),
    firstAnswered: () => when(t.Started),
    channel: () => {
      const code = custom(t, cf.channel)[0]
      return code ? { code } : undefined
    },
    messages: () => toNumber(custom(t, cf.messages)[0]),
    order: () => custom(t, cf.order)[0],
    matter: () => custom(t, cf.matter)[0],
    told: () => (cf.told ? custom(t, cf.told) : undefined),
    offered: () => (cf.offered ? custom(t, cf.offered) : undefined),
    handoff: () => extra.handoff,
  }
  const fields = Object.fromEntries(
    (Object.keys(all) as FieldName<'requests'>[])
      .filter((f) => isOf(f, wanted))
      .map((f) => [f, all[f]()])
      .filter(([, value]) => value !== undefined),
  )
  return {
    id: String(t.id),
    ...(o.pages ? { url: `${o.pages}/Ticket/Display.html?id=${encoded(String(t.id))}` } : {}),
    ...fields,
  }
}
const priorityOf = (n: number | undefined): Status | undefined =>
  n === undefined
    ? undefined
    : n >= 70
      ? { code: 'high', tone: 'bad' }
      : n >= 30
        ? { code: 'normal', tone: 'calm' }
        : { code: 'low', tone: 'calm' }
