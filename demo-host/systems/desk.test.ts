import { expect, test, vi } from 'vitest'
import { type DeskTicket, emptyRaw } from '../people/raw.ts'
import { desk } from './desk.ts'
import { matches, parseQuery, QueryError } from './desk-query.ts'

const at = (day: string) => Date.parse(`${day}T10:00:00Z`)
const ticket = (id: number, user: number, more: Partial<DeskTicket> = {}): DeskTicket => ({
  id,
  user,
  queue: 'Consultas',
  subject: `Asunto ${id}`,
  status: 'open',
  priority: 20,
  created: at('2026-05-01'),
  updated: at('2026-05-01'),
  channel: 'mail',
  said: [],
  offered: [],
  entries: [],
  ...more,
})
const helpdesk = () => {
  const raw = emptyRaw()
  raw.desk.users.push(
    {
      id: 301,
      name: 'ana@x.example',
      mail: 'ana@x.example',
      realName: 'Ana Ruiz',
      mobile: '600',
      created: 0,
      updated: at('2026-05-02'),
    },
    { id: 302, name: 'cliente-302', realName: 'Anabel Gil', work: '911', created: 0, updated: 0 },
  )
  raw.desk.tickets.push(
    ticket(1, 301, { due: at('2026-05-09'), priority: 40, order: 'A-1', matter: 'entrega', said: ['roto'] }),
    ticket(2, 301, {
      created: at('2026-05-03'),
      updated: at('2026-05-06'),
      status: 'resolved',
      resolved: at('2026-05-06'),
      told: at('2026-05-04'),
      queue: 'Incidencias',
      offered: ['vale'],
      channel: 'chat',
      entries: [
        { id: 9, type: 'Create', at: at('2026-05-03'), by: 'ana@x.example', text: 'hola' },
        { id: 10, type: 'Correspond', at: at('2026-05-04'), by: 'soporte', text: 'qué tal', subject: 'Re' },
        { id: 11, type: 'Comment', at: at('2026-05-05'), by: 'soporte', text: 'nota' },
        {
          id: 12,
          type: 'Status',
          at: at('2026-05-06'),
          by: 'soporte',
          text: '',
          from: 'open',
          to: 'resolved',
        },
      ],
    }),
    ticket(3, 302, { created: at('2026-05-02'), updated: at('2026-05-07'), due: at('2026-05-08') }),
  )
  const system = desk(raw, 's3cret')
  const ask = async (path: string, init: { method?: string; body?: unknown; type?: string } = {}) => {
    const answer = await system.handle(
      new Request(`http://desk.example/REST/2.0${path}`, {
        method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
        headers: { authorization: 'token s3cret', 'content-type': init.type ?? 'application/json' },
        ...(init.body === undefined
          ? {}
          : { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) }),
      }),
    )
    // biome-ignore lint/suspicious/noExplicitAny: each answer of RT has its own shape
    return { status: answer.status, headers: answer.headers, json: (await answer.json()) as any }
  }
  const search = async (query: string, more: Record<string, string> = {}) =>
    (await ask(`/tickets?${new URLSearchParams({ query, ...more })}`)).json
  return { ask, search }
}

test('a ticket is written as RT writes it: numbers as text, 1970 for never, its custom fields by name', async () => {
  const { ask } = helpdesk()
  const one = (await ask('/ticket/1')).json
  expect(one).toMatchObject({
    id: 1,
    Priority: '40',
    Status: 'open',
    Due: '2026-05-09T10:00:00Z',
    Resolved: '1970-01-01T00:00:00Z',
    Told: '1970-01-01T00:00:00Z',
    Started: '2026-05-01T10:00:00Z',
    Queue: { id: '2', type: 'queue' },
    Requestor: [{ id: 'ana@x.example', type: 'user' }],
  })
  const values = (t: { CustomFields: { name: string; values: string[] }[] }) =>
    Object.fromEntries(t.CustomFields.map((f) => [f.name, f.values]))
  expect(values(one)).toEqual({
    Pedido: ['A-1'],
    Asunto: ['entrega'],
    Canal: ['mail'],
    'Nos contó': ['roto'],
    'Se le ofreció': [],
    Mensajes: ['0'],
  })
  const two = (await ask('/ticket/2')).json
  expect(two).toMatchObject({
    Due: '1970-01-01T00:00:00Z',
    Resolved: '2026-05-06T10:00:00Z',
    Started: '2026-05-04T10:00:00Z',
    LastUpdated: '2026-05-06T10:00:00Z',
  })
  expect(values(two)).toMatchObject({
    Pedido: [],
    Canal: ['chat'],
    'Se le ofreció': ['vale'],
    Mensajes: ['2'],
  })
})

test('a history holds what was said and what changed, with the fields asked for, or three without', async () => {
  const { ask } = helpdesk()
  const fields = 'Type,Content,Data,OldValue,NewValue'
  const { items } = (await ask(`/ticket/2/history?fields=${fields}`)).json
  expect(items.map(({ _url, type, ...entry }: object & { _url: string; type: string }) => entry)).toEqual([
    { id: '9', Type: 'Create', Content: 'hola', Data: '' },
    { id: '10', Type: 'Correspond', Content: 'qué tal', Data: 'Re' },
    { id: '11', Type: 'Comment', Content: 'nota', Data: 'No Subject' },
    { id: '12', Type: 'Status', OldValue: 'open', NewValue: 'resolved' },
  ])
  const bare = (await ask('/ticket/2/history?per_page=1&page=2')).json
  expect(bare).toMatchObject({ count: 1, total: 4, page: 2, per_page: 1, pages: 4 })
  expect(Object.keys(bare.items[0]).toSorted()).toEqual(['Created', 'Creator', 'Type', '_url', 'id', 'type'])
  expect((await ask('/transaction/11')).json).toMatchObject({ id: 11, Type: 'Comment', Object: { id: '2' } })
  expect((await ask('/transaction/99')).status).toBe(404)
})

test('a list of tickets is in the order asked for, a hundred a page at most, with names only when they are asked for', async () => {
  const { search } = helpdesk()
  const ids = async (orderby: string, order = 'ASC') =>
    (await search('id > 0', { orderby, order })).items.map((t: { id: string }) => t.id).join('')
  expect([
    await ids('Created'),
    await ids('LastUpdated'),
    await ids('Due'),
    await ids('id', 'desc'),
    await ids('odd'),
  ]).toEqual(['132', '123', '231', '321', '123'])
  const fields = 'Queue,Requestor'
  const plain = await search('id = 1', { fields, per_page: '5000' })
  expect(plain.per_page).toBe(100)
  expect(plain.items[0].Queue).not.toHaveProperty('Name')
  expect(plain.items[0].Requestor[0]).not.toHaveProperty('RealName')
  const named = await search('id = 1', { fields, 'fields[Queue]': 'Name', 'fields[Requestor]': 'RealName' })
  expect(named.items[0]).toMatchObject({
    Queue: { Name: 'Consultas' },
    Requestor: [{ RealName: 'Ana Ruiz' }],
  })
})

test('tickets are found by each field of theirs and of who asked, mails in any letters', async () => {
  const { search } = helpdesk()
  const found = async (query: string) => (await search(query)).items.map((t: { id: string }) => t.id).join('')
  for (const [query, ids] of [
    ["Requestor.EmailAddress = 'ANA@x.example'", '12'],
    ["Requestor.EmailAddress = 'ANA@x.example' AND Status = 'open'", '1'],
    ["Requestor.EmailAddress = 'nobody@x.example' OR id = 3", '3'],
    ["Requestor.EmailAddress LIKE 'x.example'", '12'],
    ["Requestor.MobilePhone LIKE '60'", '12'],
    ["Requestor.WorkPhone = '911'", '3'],
    ["Requestor.RealName LIKE 'gil'", '3'],
    ["Requestor.Name = 'cliente-302'", '3'],
    ["Queue = 'Incidencias'", '2'],
    ["Subject LIKE 'asunto 3'", '3'],
    ["Created > '2026-05-02'", '23'],
    ["LastUpdated < '2026-05-06T10:00:00.000Z'", '1'],
  ])
    expect(await found(query!), query).toBe(ids)
})

test('users are found by the fields that RT filters by: like, beginning with, or equal', async () => {
  const { ask } = helpdesk()
  const found = async (field: string, operator: string | undefined, value: string) =>
    (await ask('/users?fields=Name', { body: [{ field, operator, value }] })).json.items.map(
      (u: { id: string }) => u.id,
    )
  expect(await found('RealName', 'LIKE', 'ruiz')).toEqual(['ana@x.example'])
  expect(await found('RealName', 'STARTSWITH', 'ana')).toEqual(['ana@x.example', 'cliente-302'])
  expect(await found('RealName', 'startswith', 'ruiz')).toEqual([])
  expect(await found('RealName', undefined, 'ana ruiz')).toEqual(['ana@x.example'])
  expect(await found('id', '=', '302')).toEqual(['cliente-302'])
  expect((await ask('/users', { body: { field: 'x' } })).status).toBe(400)
  expect((await ask('/user/ANA%40x.example')).json).toMatchObject({
    id: 301,
    MobilePhone: '600',
    HomePhone: '',
  })
  expect((await ask('/user/302')).json).toMatchObject({
    Name: 'cliente-302',
    EmailAddress: '',
    WorkPhone: '911',
  })
  expect((await ask('/user/nobody-here')).status).toBe(404)
})

test('what is written says when: a letter to the customer also that they were told', async () => {
  vi.useFakeTimers({ now: at('2026-06-01'), toFake: ['Date'] })
  try {
    const { ask } = helpdesk()
    const written = await ask('/ticket/1/comment', {
      body: { Content: 'x'.repeat(30_000), Subject: 'y'.repeat(300) },
    })
    expect([written.status, written.json]).toEqual([201, ['Comments added']])
    expect(written.headers.get('location')).toMatch(/\/transaction\/13$/)
    const [entry] = (await ask('/ticket/1/history?fields=Content,Data,Creator')).json.items
    expect([entry.Content.length, entry.Data.length, entry.Creator.id]).toEqual([20_000, 250, 'root'])
    expect((await ask('/ticket/1')).json).toMatchObject({
      LastUpdated: '2026-06-01T10:00:00Z',
      Told: '1970-01-01T00:00:00Z',
    })
    expect((await ask('/ticket/1/correspond', { body: 'plain', type: 'text/plain' })).json).toEqual([
      'Correspondence added',
    ])
    expect((await ask('/ticket/1')).json).toMatchObject({ Told: '2026-06-01T10:00:00Z' })
    for (const body of [{ Content: ' ' }, {}, { Content: 7 }, '{broken'])
      expect((await ask('/ticket/1/comment', { body })).status).toBe(400)
    expect((await ask('/ticket/99/comment', { body: { Content: 'x' } })).status).toBe(404)
    expect((await ask('/ticket/1/comment')).status).toBe(404)
  } finally {
    vi.useRealTimers()
  }
})

test('a ticket made is new unless it says open, begins with what was said, and is found by whose it is from then on', async () => {
  const { ask, search } = helpdesk()
  const make = (more: object) =>
    ask('/ticket', { body: { Queue: 'Reclamaciones', Requestor: ['CLIENTE-302'], Content: 'hola', ...more } })
  const first = await make({ Subject: 'z'.repeat(300), Status: 'open' })
  expect([first.status, first.json.id]).toEqual([201, '4'])
  const made = (await ask('/ticket/4')).json
  expect(made).toMatchObject({ Status: 'open', Requestor: [{ id: 'cliente-302' }], Queue: { id: '1' } })
  expect(made.Subject).toHaveLength(200)
  expect((await ask('/ticket/4/history?fields=Type,Content')).json.items).toMatchObject([
    { Type: 'Create', Content: 'hola' },
  ])
  expect((await ask(`/ticket/${(await make({ Status: 'resolved' })).json.id}`)).json.Status).toBe('new')
  const fresh = await ask('/ticket', { body: { Queue: 'Consultas', Requestor: 'root' } })
  expect(fresh.status).toBe(201)
  expect((await search("Requestor.Name = 'cliente-302'")).total).toBe(3)
})

test('a value is compared as a number where it is one, else letter by letter', () => {
  const is = (query: string, id: string) => matches(parseQuery(query), () => id)
  expect([
    is('id > 9', '10'),
    is("id < '9'", '10'),
    is("id > '2026-05-02'", '2026-05-10'),
    is("id < 'b'", 'a'),
  ]).toEqual([true, false, true, true])
})

test('of AND and OR the first binds closer, brackets change that, and words may be in any letters', () => {
  const row: Record<string, string> = { a: '1', b: '2', c: '3' }
  const is = (query: string) => matches(parseQuery(query), (f) => row[f])
  expect([
    is("a = '1' OR b = 'x' AND c = 'x'"),
    is("(a = '1' OR b = 'x') AND c = 'x'"),
    is('a = "1" and b = "2"'),
    is("a not like '2'"),
    is("a NOT LIKE '1'"),
    is("a != '1'"),
  ]).toEqual([true, false, true, true, false, false])
  for (const wrong of [
    '',
    'a',
    'a =',
    '= 1',
    "(a = '1'",
    "a = '1')",
    "a = '1' b = '2'",
    'a ~ 1',
    `a = '${'x'.repeat(4_000)}'`,
  ])
    expect(() => parseQuery(wrong), wrong.slice(0, 20)).toThrow(QueryError)
  expect(() => is("nope = '1'")).toThrow(QueryError)
})
