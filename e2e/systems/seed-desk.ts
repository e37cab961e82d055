import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import type { DeskTicket, DeskUser } from '../../demo-host/people/raw.ts'
import type { World } from '../../demo-host/people/world.ts'
import { runToEnd } from './process.ts'

/** Queues and custom fields can only be made by RT's own file of initial data. */
const initialData = `
our @Queues = map { { Name => $_, Description => $_ } } qw(Reclamaciones Consultas Incidencias);
our @CustomFields = (
  (map { { Name => $_, Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket' } } ('Pedido', 'Asunto', 'Canal', 'Mensajes')),
  { Name => "Nos cont\\x{f3}", Type => 'FreeformMultiple', LookupType => 'RT::Queue-RT::Ticket' },
  { Name => "Se le ofreci\\x{f3}", Type => 'FreeformMultiple', LookupType => 'RT::Queue-RT::Ticket' },
);
1;
`
/** Before the server starts: its database is being written. */
export function prepareDesk(folder: string, env: NodeJS.ProcessEnv): void {
  const file = join(folder, 'initial-data.pl')
  writeFileSync(file, initialData)
  runToEnd('/usr/sbin/rt-setup-database-5', ['--action', 'insert', '--datafile', file, '--skip-create'], {
    env,
  })
}

/** Named people and their newest tickets, through RT's own API; then the days, which no API can set. */
export async function seedDesk(
  desk: { url: string; user: string; password: string },
  database: string,
  world: World,
  each = 12,
): Promise<{ users: number; tickets: number }> {
  const headers = {
    authorization: `Basic ${btoa(`${desk.user}:${desk.password}`)}`,
    'content-type': 'application/json',
  }
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${desk.url}/REST/2.0${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`Request Tracker ${path}: ${answer.status} ${text.slice(0, 300)}`)
    return JSON.parse(text) as { id?: string | number }
  }
  const named = new Set([...world.owned.values()].flatMap((owned) => owned.desk))
  const users = world.raw.desk.users.filter((u) => named.has(u.id))
  const tickets = users.flatMap((u) =>
    world.raw.desk.tickets
      .filter((t) => t.user === u.id)
      .sort((a, b) => b.created - a.created)
      .slice(0, each)
      .map((t) => [u, t] as const),
  )
  // RT takes custom fields by name only when the name is ASCII; the others it ignores without a word. So: by
  // id.
  const fields =
    (
      (await post('/customfields?fields=Name&per_page=100', [
        { field: 'id', operator: '>', value: '0' },
      ])) as { items?: { id: string; Name: string }[] }
    ).items ?? []
  const field = (name: string): string => fields.find((f) => f.Name === name)?.id ?? name
  // One after the other: RT over SQLite has one writer.
  for (const u of users)
    await post('/user', {
      Name: u.name,
      EmailAddress: acceptable(u.mail) ?? '',
      RealName: u.realName,
      MobilePhone: u.mobile ?? '',
      WorkPhone: u.work ?? '',
      Privileged: 0,
    })
  const days: { sql: string; args: (string | number)[] }[] = []
  for (const [u, t] of tickets) {
    const id = Number((await post('/ticket', ticketOf(u, t, field))).id)
    for (const e of t.entries.slice(1))
      if (e.type === 'Correspond' || e.type === 'Comment')
        await post(`/ticket/${id}/${e.type === 'Comment' ? 'comment' : 'correspond'}`, {
          Content: e.text,
          ContentType: 'text/plain',
        })
    days.push({
      sql: 'UPDATE Tickets SET Created = ?, LastUpdated = ?, Started = ?, Resolved = ?, Told = ? WHERE id = ?',
      args: [stamp(t.created), stamp(t.updated), stamp(t.told), stamp(t.resolved), stamp(t.told), id],
    })
    days.push({
      sql: "UPDATE Transactions SET Created = ? WHERE ObjectType = 'RT::Ticket' AND ObjectId = ?",
      args: [stamp(t.created), id],
    })
  }
  const db = createClient({ url: `file:${database}` })
  await db.batch(days, 'write')
  db.close()
  return { users: users.length, tickets: tickets.length }
}

/** RT refuses what is no address (`hostil+<b>@…`): that user keeps only the name. */
const acceptable = (mail: string | undefined) => (mail && /^[\w.+-]+@[\w.-]+$/.test(mail) ? mail : undefined)
const stamp = (ms: number | undefined): string =>
  ms === undefined ? '1970-01-01 00:00:00' : new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
const ticketOf = (u: DeskUser, t: DeskTicket, field: (name: string) => string) => ({
  Queue: t.queue,
  Subject: t.subject,
  Requestor: acceptable(u.mail) ?? u.name,
  Status: t.status,
  Priority: t.priority,
  Content: t.entries[0]?.text ?? '',
  ContentType: 'text/plain',
  ...(t.due !== undefined && { Due: stamp(t.due) }),
  CustomFields: {
    ...(t.order && { [field('Pedido')]: t.order }),
    ...(t.matter && { [field('Asunto')]: t.matter }),
    [field('Canal')]: t.channel,
    [field('Mensajes')]: String(
      t.entries.filter((e) => e.type === 'Create' || e.type === 'Correspond').length,
    ),
    ...(t.said.length > 0 && { [field('Nos contó')]: t.said }),
    ...(t.offered.length > 0 && { [field('Se le ofreció')]: t.offered }),
  },
})
