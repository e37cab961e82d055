import { iso } from '../people/calendar.ts'
import type { DeskEntry, DeskTicket, DeskUser } from '../people/raw.ts'

/**
 * How REST 2.0 of Request Tracker writes things: numbers as strings, sub-objects as ids unless asked for,
 * 1970 for "never".
 */
export const NEVER = '1970-01-01T00:00:00Z'
export type Json = Record<string, unknown>
const date = (ms: number | undefined) => (ms === undefined ? NEVER : iso(ms))
const customField = (at: string, id: number, name: string, values: readonly string[]): Json => ({
  id: String(id),
  name,
  type: 'customfield',
  _url: `${at}/customfield/${id}`,
  values,
})

export const userRef = (at: string, u: Pick<DeskUser, 'name'>): Json => ({
  id: u.name,
  type: 'user',
  _url: `${at}/user/${encodeURIComponent(u.name)}`,
})
export const userFields = (u: DeskUser): Json => ({
  Name: u.name,
  EmailAddress: u.mail ?? '',
  RealName: u.realName,
  MobilePhone: u.mobile ?? '',
  WorkPhone: u.work ?? '',
  HomePhone: '',
  Created: iso(u.created),
  LastUpdated: iso(u.updated),
  Disabled: '0',
  Privileged: 0,
})
export const userWhole = (at: string, u: DeskUser): Json => ({
  id: u.id,
  ...userFields(u),
  CustomFields: [],
  Memberships: [],
  _hyperlinks: [{ ref: 'self', id: u.id, type: 'user', _url: `${at}/user/${u.id}` }],
})

const queues = ['Reclamaciones', 'Consultas', 'Incidencias']
export function ticketFields(at: string, t: DeskTicket, u: DeskUser): Json {
  return {
    Subject: t.subject,
    Status: t.status,
    Priority: String(t.priority),
    Created: iso(t.created),
    LastUpdated: iso(t.updated),
    Due: date(t.due),
    Resolved: date(t.resolved),
    Told: date(t.told),
    Started: date(t.told ?? t.created),
    Type: 'ticket',
    Queue: {
      id: String(queues.indexOf(t.queue) + 1),
      type: 'queue',
      _url: `${at}/queue/${queues.indexOf(t.queue) + 1}`,
    },
    Owner: { id: 'Nobody', type: 'user', _url: `${at}/user/Nobody` },
    Requestor: [userRef(at, u)],
    Cc: [],
    AdminCc: [],
    TimeWorked: '0',
    CustomFields: [
      customField(at, 1, 'Pedido', t.order ? [t.order] : []),
      customField(at, 2, 'Asunto', t.matter ? [t.matter] : []),
      customField(at, 3, 'Canal', [t.channel]),
      customField(at, 4, 'Nos contó', t.said),
      customField(at, 5, 'Se le ofreció', t.offered),
      customField(at, 6, 'Mensajes', [
        String(t.entries.filter((e) => e.type === 'Create' || e.type === 'Correspond').length),
      ]),
    ],
  }
}
export const queueNamed = (ref: Json, t: DeskTicket): Json => ({ ...ref, Name: t.queue })
export const entryFields = (at: string, e: DeskEntry, ticket: number): Json => ({
  Type: e.type,
  Created: iso(e.at),
  Creator: { id: e.by, type: 'user', _url: `${at}/user/${encodeURIComponent(e.by)}` },
  Object: { id: String(ticket), type: 'ticket', _url: `${at}/ticket/${ticket}` },
  ...(e.type === 'Status'
    ? { Field: 'Status', OldValue: e.from ?? '', NewValue: e.to ?? '' }
    : { Content: e.text, Data: e.subject ?? (e.type === 'Create' ? '' : 'No Subject') }),
})
