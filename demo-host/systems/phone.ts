import { iso } from '../people/calendar.ts'
import type { Raw } from '../people/raw.ts'
import { boundedNumber, equalInConstantTime, groupBy, json, lastNineDigits, type System } from './reply.ts'

/** The switchboard's log of calls and chats: by number, pages by offset, seconds, key in a header. */
export function phone(raw: Raw, secret: string): System {
  const calls = groupBy(
    [...raw.phone.calls].sort((a, b) => b.at - a.at),
    (c) => lastNineDigits(c.number),
  )
  return {
    id: 'phone',
    title: 'Centralita',
    handle(request) {
      const { pathname, searchParams: q } = new URL(request.url)
      if (!equalInConstantTime(request.headers.get('x-api-key') ?? '', secret))
        return json({ message: 'clave no válida' }, 403)
      if (pathname !== '/calls') return json({ message: 'no existe' }, 404)
      const number = lastNineDigits(q.get('number') ?? '')
      if (number.length !== 9) return json({ message: 'falta number' }, 400)
      const all = calls.get(number) ?? []
      const offset = boundedNumber(q, 'offset', 0, 1e9)
      return json({
        total: all.length,
        calls: all.slice(offset, offset + Math.max(1, boundedNumber(q, 'limit', 20, 100))).map((c) => ({
          id: String(c.id),
          number: c.number,
          kind: c.kind,
          started: iso(c.at),
          seconds: c.seconds,
          waited: c.waited,
          direction: c.direction,
          matter: c.matter,
          summary: c.summary,
          told: c.said,
          offered: c.offered,
          transfers: c.transfers,
          solved: c.solved,
          place: c.place ?? null,
        })),
      })
    },
  }
}
