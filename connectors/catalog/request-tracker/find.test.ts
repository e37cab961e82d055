import { describe, expect, it } from 'vitest'
import { key } from '../../conformance/index.ts'
import type { ConnectorContext, Row, Rows, SystemRecord } from '../../contract/index.ts'
import { scripted } from '../../fixtures/scripted.ts'
import requestTracker, { type RequestTrackerOptions } from './index.ts'

const options: RequestTrackerOptions = {
  id: 'desk',
  title: 'Soporte',
  base: 'https://rt.example',
  access: { kind: 'bearer', secret: 'RT_TOKEN' },
  pages: 'https://agents.example',
  phonePrefix: '+34',
  customFields: { channel: 'Canal', told: 'Nos contó' },
}
const desk = requestTracker(options)
const user = (Name: string, more: object = {}) => ({
  id: Name,
  type: 'user',
  Name,
  RealName: Name,
  EmailAddress: `${Name}@correo.example`,
  ...more,
})
const page = (items: readonly object[], total = items.length, per_page = 20) => ({
  page: 1,
  per_page,
  total,
  items,
})

describe('finding in Request Tracker', () => {
  const find = (kind: Parameters<typeof key>[0], value: string, context: ConnectorContext, scope?: string) =>
    desk.find!.run(key(kind, value, scope === undefined ? {} : { scope }), context)

  it('asks for exactly that mail, and says when more may bear it than the page that came', async () => {
    const { context, calls } = scripted(() => page([user('ana')], 30))
    expect(await find('mail', 'ana@correo.example', context)).toMatchObject({
      match: 'many',
      records: [{ id: 'ana' }],
      complete: false,
    })
    expect(calls[0]?.body).toEqual([{ field: 'EmailAddress', operator: '=', value: 'ana@correo.example' }])
  })
  it('says that the filter seems to be ignored only when strangers alone came and more stand behind', async () => {
    const strangers = (total: number) => scripted(() => page([user('bruno')], total)).context
    await expect(find('mail', 'ana@correo.example', strangers(30))).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('1 records came'),
    })
    expect(await find('mail', 'ana@correo.example', strangers(1))).toEqual({ match: 'none' })
  })
  it('leads from a ticket to every one of its requestors, with or without its #', async () => {
    const rt = () =>
      scripted(({ path }) =>
        path.endsWith('/ticket/12')
          ? { id: 12, Requestor: [{ id: 'ana' }, { id: 'bruno' }, { id: 'gone' }, { id: 'root' }] }
          : path.endsWith('/gone')
            ? new Response('', { status: 404 })
            : user(path.slice(path.lastIndexOf('/') + 1)),
      )
    for (const number of ['12', '#12'])
      expect(await find('ticket', number, rt().context, 'desk')).toMatchObject({
        match: 'many',
        records: [{ id: 'ana' }, { id: 'bruno' }],
        complete: true,
      })
    const { context, calls } = rt()
    expect(await find('ticket', '12a', context)).toEqual({ match: 'none' })
    expect(calls).toEqual([])
  })
  it('asks for a record of its own by name, and nobody for one of another system', async () => {
    const { context, calls } = scripted(() => user('ana'))
    expect(await find('system', 'ana', context, 'desk')).toMatchObject({
      match: 'one',
      record: { id: 'ana' },
    })
    expect(await find('system', 'ana', context, 'shop')).toEqual({ match: 'none' })
    expect(await find('system', '..', context, 'desk')).toEqual({ match: 'none' })
    expect(calls.map((c) => c.path)).toEqual(['/REST/2.0/user/ana'])
  })
  it('finds by telephone whoever has a ticket, each asked about once', async () => {
    const { context, calls } = scripted(({ path }) =>
      path.endsWith('/tickets')
        ? page([{ Requestor: [{ id: 'ana' }] }, { Requestor: [{ id: 'ana' }, { id: 'bruno' }] }], 2, 100)
        : user(path.slice(path.lastIndexOf('/') + 1), {
            MobilePhone: path.endsWith('ana') ? '600 12 34 56' : '611 222 333',
          }),
    )
    expect(await find('phone', '+34600123456', context)).toMatchObject({
      match: 'one',
      record: { id: 'ana' },
    })
    expect(calls.map((c) => c.path)).toEqual([
      '/REST/2.0/tickets',
      '/REST/2.0/user/ana',
      '/REST/2.0/user/bruno',
    ])
  })
})

describe('searching in Request Tracker', () => {
  const people = [
    user('jperez', { RealName: 'José Pérez' }),
    user('other', { RealName: 'Nadie Más' }),
    user('perez2', { RealName: 'Ana PEREZ' }),
    user('perez3', { RealName: 'Luis Pérez' }),
  ]
  const search = async (text: string, limit: number) => {
    const { context, calls } = scripted(() => page(people))
    const found = await desk.search!.run(text, limit, context)
    return { ids: found.map((r) => r.id), call: calls[0]! }
  }
  it('keeps who bears the text, whatever its accents and capitals, and no more than the limit', async () => {
    expect((await search('perez', 10)).ids).toEqual(['jperez', 'perez2', 'perez3'])
    expect((await search('PÉREZ', 2)).ids).toEqual(['jperez', 'perez2'])
  })
  it('asks by mail where the text has an @, else by name, and for no more than RT gives', async () => {
    const asked = async (text: string, limit: number) => {
      const { body, query } = (await search(text, limit)).call
      const [filter] = body as { field: string; operator: string; value: string }[]
      return [filter?.field, filter?.operator, filter?.value, query.get('per_page')]
    }
    expect(await asked('ana@', 5)).toEqual(['EmailAddress', 'LIKE', 'ana@', '5'])
    expect(await asked('ana', 500)).toEqual(['RealName', 'LIKE', 'ana', '100'])
  })
})

describe('what was said, of Request Tracker', () => {
  const ana: SystemRecord = { id: 'ana', identifiers: [{ kind: 'mail', value: 'ana@correo.example' }] }
  const ticket = (id: number, more: object = {}) => ({
    id: String(id),
    type: 'ticket',
    Subject: `Asunto ${id}`,
    Requestor: [{ id: 'ana' }],
    CustomFields: [{ name: 'Canal', values: ['chat'] }],
    ...more,
  })
  const entry = (id: number, Type: string, day: number, more: object = {}) => ({
    id: String(id),
    Type,
    Created: `2026-05-${String(day).padStart(2, '0')}T08:00:00Z`,
    Creator: { id: 'root' },
    ...more,
  })
  const read = async (
    tickets: readonly object[],
    histories: Record<string, readonly object[]>,
    want: { fields: string[]; limit?: number; cursor?: string; locale?: string },
    total = tickets.length,
  ) => {
    const { context } = scripted(({ path }) =>
      path.endsWith('/history')
        ? page(histories[path.split('/').at(-2) as string] ?? [], undefined, 100)
        : page(tickets, total, 5),
    )
    const get = (desk.answers.interactions as unknown as { get(...of: unknown[]): unknown }).get
    return (await get(ana, { limit: 10, locale: 'es', ...want }, context)) as Rows<Row<'interactions'>>
  }

  it('came through the ticket’s channel, but a note of ours did not', async () => {
    const { rows } = await read(
      [ticket(1)],
      { 1: [entry(1, 'Create', 1), entry(2, 'Comment', 2), entry(3, 'Status', 3)] },
      { fields: ['kind'], locale: 'en' },
    )
    expect(rows.map((r) => r.kind)).toEqual([{ code: 'note', label: 'Note' }, { code: 'chat' }])
    const plain = await read(
      [ticket(1, { CustomFields: [] })],
      { 1: [entry(1, 'Create', 1), entry(2, 'Correspond', 2)] },
      { fields: ['kind'], locale: 'en' },
    )
    expect(plain.rows.map((r) => r.kind)).toEqual([
      { code: 'message', label: 'Message' },
      { code: 'request', label: 'Request' },
    ])
  })
  it('took minutes, and is summed up by its first 500 letters or the subject it began with', async () => {
    const { rows } = await read(
      [ticket(1, { CustomFields: [{ name: 'Nos contó', values: ['Llegó roto'] }] })],
      {
        1: [
          entry(1, 'Create', 1, { Data: 'No Subject', TimeTaken: '0' }),
          entry(2, 'Correspond', 2, { Content: 'x'.repeat(600), Data: 'Re: Asunto', TimeTaken: '12.4' }),
          entry(3, 'Correspond', 3, { Data: 'No Subject' }),
        ],
      },
      { fields: ['summary', 'duration', 'told', 'startDate'] },
    )
    const url = (n: number) => `https://agents.example/Ticket/Display.html?id=1#txn-${n}`
    expect(rows).toEqual([
      { id: '1/3', url: url(3), startDate: '2026-05-03T08:00:00Z' },
      {
        id: '1/2',
        url: url(2),
        startDate: '2026-05-02T08:00:00Z',
        summary: 'x'.repeat(500),
        duration: 'PT12M',
      },
      {
        id: '1/1',
        url: url(1),
        startDate: '2026-05-01T08:00:00Z',
        summary: 'Asunto 1',
        told: ['Llegó roto'],
      },
    ])
  })
  it('is newest first over all tickets, goes on within them and then with the next page of tickets', async () => {
    const tickets = [ticket(1), ticket(2)]
    const histories = {
      1: [entry(1, 'Create', 1), entry(4, 'Correspond', 4)],
      2: [entry(2, 'Create', 2), entry(3, 'Correspond', 3)],
    }
    const first = await read(tickets, histories, { fields: [], limit: 3 }, 9)
    expect([first.rows.map((r) => r.id), first.next, first.complete]).toEqual([
      ['1/4', '2/3', '2/2'],
      '1~5~3',
      false,
    ])
    const rest = await read(tickets, histories, { fields: [], limit: 3, cursor: '1~5~3' }, 9)
    expect([rest.rows.map((r) => r.id), rest.next, rest.complete]).toEqual([['1/1'], '2~5~0', false])
    const all = await read(tickets, histories, { fields: [], limit: 4 })
    expect([all.rows.length, all.next, all.complete]).toEqual([4, undefined, true])
  })
  it('lacks nothing where a ticket of somebody else came among theirs', async () => {
    const got = await read(
      [ticket(1), ticket(2, { Requestor: [{ id: 'bruno' }] })],
      { 1: [entry(1, 'Create', 1)], 2: [entry(2, 'Create', 2)] },
      { fields: [] },
    )
    expect([got.rows.map((r) => r.id), got.complete]).toEqual([['1/1'], true])
  })
})
