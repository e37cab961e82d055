import type { Life } from './life.ts'
import type { DeskEntry } from './raw.ts'
import type { SeedContext } from './seed-context.ts'

/** The helpdesk's user and its tickets, each with its history. Returns the user's id. */
export function seedDesk({ raw, r, when, count }: SeedContext, life: Life): number[] {
  if (!life.desk) return []
  const id = ++count.user
  const mail = life.desk.mail === null ? undefined : (life.desk.mail ?? life.mails[0])
  // Agents paste numbers as the telephone shows them: this system's copies are tidier than the till's.
  const mobile =
    life.desk.phone === null
      ? undefined
      : (life.desk.phone ??
        (life.phones[0] && (r.chance(0.8) ? life.phones[0] : life.phones[0].replace('+34', ''))))
  raw.desk.users.push({
    id,
    name: mail ?? `cliente-${id}`,
    realName: `${life.desk.given ?? life.given} ${life.desk.family ?? life.family}`.trim(),
    ...(mail && { mail }),
    ...(mobile && { mobile }),
    created: when.at(-(life.desk.created ?? Math.min(life.since, 900))),
    updated: when.at(-(life.desk.updated ?? 20)),
  })
  for (const q of life.requests ?? []) {
    const author = mail ?? `cliente-${id}`
    const entries: DeskEntry[] = q.words.map(([who, day, text], i) => ({
      id: ++count.entry,
      type: i === 0 ? 'Create' : who === 'n' ? 'Comment' : 'Correspond',
      at: when.past(day, i === 0 ? (q.hour ?? 10) : Math.min(20, 11 + i), (i * 13) % 60),
      by: who === 'c' ? author : 'soporte',
      text,
    }))
    const created = entries[0]?.at ?? when.past(q.day, q.hour ?? 10)
    const told = entries.findLast((e) => e.type === 'Correspond' && e.by === 'soporte')?.at
    const resolved = q.closed === undefined ? undefined : when.past(q.closed, 17)
    if (resolved)
      entries.push({
        id: ++count.entry,
        type: 'Status',
        at: resolved,
        by: 'soporte',
        text: '',
        from: 'open',
        to: q.status,
      })
    raw.desk.tickets.push({
      id: ++count.request,
      user: id,
      queue: q.queue,
      subject: q.subject,
      status: q.status,
      priority: q.priority ?? 20,
      created,
      updated: Math.max(created, ...entries.map((e) => e.at)),
      channel: q.channel ?? 'mail',
      said: q.said ?? [],
      offered: q.offered ?? [],
      entries,
      ...(resolved && { resolved }),
      ...(q.dueIn !== undefined && { due: when.at(q.dueIn, 23, 59) }),
      ...(told && { told }),
      ...(q.order && { order: q.order }),
      ...(q.matter && { matter: q.matter }),
    })
  }
  return [id]
}
