import type { Raw, WebVisitor } from '../people/raw.ts'
import { bearer, boundedNumber, groupBy, json, type System } from './reply.ts'

/**
 * Web behaviour and campaigns: by visitor or mail, epoch milliseconds, pages by number. Knows browsers first
 * and people sometimes.
 */
export function web(raw: Raw, secret: string): System {
  const visitors = new Map(raw.web.visitors.map((v) => [v.id, v]))
  const byMail = groupBy(raw.web.visitors, (v) => v.mail?.toLowerCase())
  const events = groupBy(
    [...raw.web.events].sort((a, b) => b.at - a.at),
    (e) => e.visitor,
  )
  const campaigns = groupBy(
    [...raw.web.campaigns].sort((a, b) => b.at - a.at),
    (c) => c.mail.toLowerCase(),
  )
  const shown = (v: WebVisitor) => ({
    visitor: v.id,
    email: v.mail ?? null,
    display_name: v.name ?? null,
    profile: v.mail === undefined ? 'prospect' : 'customer',
    device: v.device,
    lang: v.language,
    first_seen: v.first,
    last_seen: v.last,
  })
  return {
    id: 'web',
    title: 'Web y campañas',
    handle(request) {
      const { pathname, searchParams: q } = new URL(request.url)
      if (!bearer(request, secret)) return json({ error: 'unauthorized' }, 401)
      const [, kind, id, list] = pathname.split('/').map(decodeURIComponent)
      const limit = Math.max(1, boundedNumber(q, 'limit', 20, 200))
      const page = boundedNumber(q, 'page', 0, 1e6)
      const paged = <T>(rows: readonly T[]) => ({
        items: rows.slice(page * limit, (page + 1) * limit),
        total: rows.length,
        pages: Math.ceil(rows.length / limit),
      })
      if (kind === 'visitors' && id === undefined)
        return json({ items: (byMail.get((q.get('email') ?? '').toLowerCase()) ?? []).map(shown) })
      if (kind === 'visitors' && id !== undefined) {
        const v = visitors.get(id)
        if (!v) return json({ error: 'unknown visitor' }, 404)
        if (list === 'events')
          return json(
            paged(
              (events.get(id) ?? []).map((e) => ({
                event: String(e.id),
                visitor: e.visitor,
                type: e.type,
                ts: e.at,
                what: e.what,
                value_cents: e.cents ?? null,
                place: e.place ?? null,
                device: v.device,
              })),
            ),
          )
        return list === undefined ? json(shown(v)) : json({ error: 'not found' }, 404)
      }
      if (kind === 'campaigns')
        return json(
          paged(
            (campaigns.get((q.get('email') ?? '').toLowerCase()) ?? []).map((c) => ({
              id: String(c.id),
              to: c.mail,
              name: c.name,
              offer: c.offer,
              sent_ts: c.at,
              channel: c.channel,
              opened: c.opened,
              response: c.answer ?? null,
            })),
          ),
        )
      return json({ error: 'not found' }, 404)
    },
  }
}
