import type { DeskEntry, DeskTicket, DeskUser, Raw } from '../people/raw.ts'
import { matches, parseQuery, type Query, QueryError } from './desk-query.ts'
import {
  entryFields,
  type Json,
  queueNamed,
  ticketFields,
  userFields,
  userRef,
  userWhole,
} from './desk-shapes.ts'
import { boundedNumber, equalInConstantTime, groupBy, json, type System } from './reply.ts'

const staff: DeskUser[] = ['root', 'Nobody', 'RT_System', 'soporte'].map((name, i) => ({
  id: i + 1,
  name,
  realName: name,
  created: 0,
  updated: 0,
}))
/** The only user fields RT 5.0.3 really filters by; the rest it ignores and answers with everybody. */
const filterable = new Set(['EmailAddress', 'Name', 'RealName', 'id'])

/**
 * The helpdesk: the REST 2.0 dialect of Request Tracker, its traps included. Comments and replies are kept
 * while it runs.
 */
export function desk(raw: Raw, secret: string): System {
  const users = [...staff, ...raw.desk.users]
  const byId = new Map(users.map((u) => [u.id, u]))
  const byName = new Map(users.map((u) => [u.name.toLowerCase(), u]))
  const tickets = new Map(raw.desk.tickets.map((t) => [t.id, t]))
  const ofUser = groupBy(raw.desk.tickets, (t) => t.user)
  let last = Math.max(0, ...raw.desk.tickets.flatMap((t) => t.entries.map((e) => e.id)))
  const owner = (t: DeskTicket) => byId.get(t.user) as DeskUser

  const reader =
    (t: DeskTicket) =>
    (field: string): string | undefined => {
      const u = owner(t)
      const fields: Record<string, string> = {
        id: String(t.id),
        status: t.status,
        queue: t.queue,
        subject: t.subject,
        'requestor.emailaddress': u.mail ?? '',
        'requestor.mobilephone': u.mobile ?? '',
        'requestor.workphone': u.work ?? '',
        'requestor.name': u.name,
        'requestor.realname': u.realName,
        'requestor.id': String(u.id),
        requestor: u.mail ?? '',
        created: new Date(t.created).toISOString(),
        lastupdated: new Date(t.updated).toISOString(),
      }
      return fields[field.toLowerCase()]
    }
  // One person's tickets are found by their user, not by walking over six thousand.
  const candidates = (q: Query): Iterable<DeskTicket> => {
    const only = 'all' in q ? q.all : [q]
    const mail = only.find(
      (c) => 'field' in c && c.op === '=' && c.field.toLowerCase() === 'requestor.emailaddress',
    )
    if (!mail || !('field' in mail)) return tickets.values()
    return users
      .filter((u) => u.mail?.toLowerCase() === mail.value.toLowerCase())
      .flatMap((u) => ofUser.get(u.id) ?? [])
  }
  const pageOf = <T>(q: URLSearchParams, all: readonly T[], shape: (row: T) => Json): Response => {
    const size = Math.max(1, boundedNumber(q, 'per_page', 20, 100))
    const page = Math.max(1, boundedNumber(q, 'page', 1, 1e6))
    const items = all.slice((page - 1) * size, page * size).map(shape)
    return json({
      count: items.length,
      total: all.length,
      page,
      per_page: size,
      pages: Math.ceil(all.length / size),
      items,
    })
  }
  const chosen = (q: URLSearchParams, fields: Json): Json =>
    Object.fromEntries(
      (q.get('fields') ?? '')
        .split(',')
        .map((f) => f.trim())
        .filter((f) => Object.hasOwn(fields, f))
        .map((f) => [f, fields[f]]),
    )
  const ticketRow =
    (at: string, q: URLSearchParams) =>
    (t: DeskTicket): Json => {
      const row = {
        id: String(t.id),
        type: 'ticket',
        _url: `${at}/ticket/${t.id}`,
        ...chosen(q, ticketFields(at, t, owner(t))),
      } as Json
      if (q.has('fields[Queue]') && row.Queue) row.Queue = queueNamed(row.Queue as Json, t)
      const asked = q.get('fields[Requestor]')
      if (asked && row.Requestor)
        row.Requestor = [
          {
            ...userRef(at, owner(t)),
            ...chosen(new URLSearchParams({ fields: asked }), userFields(owner(t))),
          },
        ]
      return row
    }
  const search = (at: string, q: URLSearchParams): Response => {
    try {
      const query = parseQuery(q.get('query') ?? '')
      const key = (q.get('orderby') ?? 'id').toLowerCase()
      const worth = (t: DeskTicket) =>
        key === 'created'
          ? t.created
          : key === 'lastupdated'
            ? t.updated
            : key === 'due'
              ? (t.due ?? 0)
              : t.id
      const found = [...candidates(query)]
        .filter((t) => matches(query, reader(t)))
        .sort((a, b) => worth(a) - worth(b))
      return pageOf(
        q,
        (q.get('order') ?? '').toUpperCase() === 'DESC' ? found.reverse() : found,
        ticketRow(at, q),
      )
    } catch (error) {
      if (error instanceof QueryError)
        return json({ message: `Failed to parse query: ${error.message}` }, 400)
      throw error
    }
  }
  const people = async (at: string, q: URLSearchParams, request: Request): Promise<Response> => {
    const filters =
      request.method === 'POST'
        ? ((await request.json().catch(() => null)) as
            | { field?: string; operator?: string; value?: string }[]
            | null)
        : []
    if (!Array.isArray(filters)) return json({ message: 'JSON object must be an ARRAY' }, 400)
    const heeded = filters.filter((f) => filterable.has(f.field ?? ''))
    const fits = (u: DeskUser) =>
      heeded.every((f) => {
        const have = String(f.field === 'id' ? u.id : (userFields(u)[f.field as string] ?? '')).toLowerCase()
        const want = String(f.value ?? '').toLowerCase()
        return f.operator?.toUpperCase() === 'LIKE'
          ? have.includes(want)
          : f.operator?.toUpperCase() === 'STARTSWITH'
            ? have.startsWith(want)
            : have === want
      })
    return pageOf(q, users.filter(fits), (u) => ({ ...userRef(at, u), ...chosen(q, userFields(u)) }))
  }
  const write = async (
    at: string,
    t: DeskTicket,
    type: 'Comment' | 'Correspond',
    request: Request,
  ): Promise<Response> => {
    const isJson = request.headers.get('content-type')?.includes('json')
    const body = await request.text()
    let content: unknown = body
    let subject: unknown
    if (isJson) {
      try {
        ;({ Content: content, Subject: subject } = JSON.parse(body) as {
          Content?: unknown
          Subject?: unknown
        })
      } catch {
        content = undefined
      }
    }
    if (typeof content !== 'string' || content.trim() === '')
      return json({ message: 'Content is a required field' }, 400)
    const entry: DeskEntry = {
      id: ++last,
      type,
      at: Date.now(),
      by: 'root',
      text: content.slice(0, 20_000),
      ...(typeof subject === 'string' && { subject: subject.slice(0, 250) }),
    }
    t.entries.push(entry)
    t.updated = entry.at
    if (type === 'Correspond') t.told = entry.at
    return json([type === 'Comment' ? 'Comments added' : 'Correspondence added'], 201, {
      location: `${at}/transaction/${entry.id}`,
    })
  }

  const create = async (at: string, request: Request): Promise<Response> => {
    const b = (await request.json().catch(() => ({}))) as {
      Queue?: unknown
      Subject?: unknown
      Requestor?: unknown
      Content?: unknown
      Status?: unknown
    }
    const name = String(Array.isArray(b.Requestor) ? b.Requestor[0] : (b.Requestor ?? '')).toLowerCase()
    const u = byName.get(name)
    const queue = (['Reclamaciones', 'Consultas', 'Incidencias'] as const).find((q) => q === b.Queue)
    if (!queue || !u)
      return json(
        { message: queue ? 'Requestor is not a known user' : 'Could not create ticket. Queue not set' },
        400,
      )
    const now = Date.now()
    const text = typeof b.Content === 'string' ? b.Content : ''
    const t: DeskTicket = {
      id: Math.max(...tickets.keys()) + 1,
      user: u.id,
      queue,
      subject: String(b.Subject ?? '').slice(0, 200),
      status: b.Status === 'open' ? 'open' : 'new',
      priority: 20,
      created: now,
      updated: now,
      channel: 'web',
      said: [],
      offered: [],
      entries: [{ id: ++last, type: 'Create', at: now, by: 'root', text }],
    }
    tickets.set(t.id, t)
    const own = ofUser.get(u.id)
    if (own) own.push(t)
    else ofUser.set(u.id, [t])
    return json({ id: String(t.id), type: 'ticket', _url: `${at}/ticket/${t.id}` }, 201, {
      location: `${at}/ticket/${t.id}`,
    })
  }

  return {
    id: 'desk',
    title: 'Soporte',
    async handle(request) {
      const { pathname, searchParams: q, origin } = new URL(request.url)
      const at = `${origin}/REST/2.0`
      const basic = `Basic ${btoa(`ficha:${secret}`)}`
      if (
        !equalInConstantTime(request.headers.get('authorization') ?? '', basic) &&
        !equalInConstantTime(request.headers.get('authorization') ?? '', `token ${secret}`)
      )
        return json({ message: 'Unauthorized' }, 401)
      if (!pathname.startsWith('/REST/2.0/')) return json({ message: 'Not Found' }, 404)
      const [kind, id = '', sub] = pathname.slice('/REST/2.0/'.length).split('/').map(decodeURIComponent)
      if (kind === 'rt') return json({ Version: '5.0.3', Plugins: [] })
      if (kind === 'tickets') return search(at, q)
      if (kind === 'users') return people(at, q, request)
      if (kind === 'user') {
        const u = byName.get(id.toLowerCase()) ?? byId.get(Number(id))
        return u ? json(userWhole(at, u)) : json({ message: 'Not Found' }, 404)
      }
      if (kind === 'ticket' && id === '' && request.method === 'POST') return create(at, request)
      const found = (kind === 'ticket' && tickets.get(Number(id))) || undefined
      if (kind === 'transaction') {
        for (const t of tickets.values())
          for (const e of t.entries)
            if (String(e.id) === id)
              return json({ id: e.id, type: 'transaction', ...entryFields(at, e, t.id) })
      }
      if (!found) return json({ message: 'Not Found' }, 404)
      if (sub === 'history')
        return pageOf(q, found.entries, (e) => ({
          id: String(e.id),
          type: 'transaction',
          _url: `${at}/transaction/${e.id}`,
          ...(q.has('fields')
            ? chosen(q, entryFields(at, e, found.id))
            : {
                Type: e.type,
                Created: entryFields(at, e, found.id).Created,
                Creator: entryFields(at, e, found.id).Creator,
              }),
        }))
      if ((sub === 'comment' || sub === 'correspond') && request.method === 'POST')
        return write(at, found, sub === 'comment' ? 'Comment' : 'Correspond', request)
      return sub === undefined
        ? json({
            id: found.id,
            ...ticketFields(at, found, owner(found)),
            _hyperlinks: [
              { ref: 'self', id: found.id, type: 'ticket', _url: `${at}/ticket/${found.id}` },
              { ref: 'history', _url: `${at}/ticket/${found.id}/history` },
            ],
          })
        : json({ message: 'Not Found' }, 404)
    },
  }
}
