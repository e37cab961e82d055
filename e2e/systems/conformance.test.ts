import { afterAll, describe, test } from 'vitest'
import { key, type TestFn, testConnector } from '../../connectors/conformance/index.ts'
import type { Connector } from '../../connectors/contract/index.ts'
import { createDatabases } from '../../connectors/gateway/egress/sql/databases.ts'
import { realSystems } from '../../demo-host/connect/real.ts'

/**
 * "Done" over the systems themselves: the kit's sentences, asked of the running servers instead of recorded
 * exchanges.
 */
const env = process.env
const there = env.REAL_DESK_URL !== undefined
const sentence: TestFn = (name, run) => test(name, run, 300_000)
const connectorOf = (id: string) => () => realSystems().connectors.find((c) => c.id === id) as Connector
const lucia = { mail: 'lucia.martin@correo.example', work: 'l.martin@trabajo.example', phone: '+34600123456' }
const nobody = [key('mail', 'nadie@correo.example'), key('phone', '+34699000000')]

if (!there)
  test.skip('the kit over Vendure, Request Tracker, PostgreSQL and MariaDB (npm test -- real starts them)', () => {})
else {
  const asked = (url: string, path: string, body?: unknown) =>
    fetch(`${url}${path}`, {
      headers: {
        authorization: `Basic ${btoa(`${env.REAL_DESK_USER}:${env.REAL_DESK_PASSWORD}`)}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    }).then(async (answer) => {
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
      return (await answer.json()) as { total?: number; items?: { id: string }[] }
    })
  const desk = env.REAL_DESK_URL as string
  const tickets = await asked(
    desk,
    `/REST/2.0/tickets?${new URLSearchParams({ query: `Requestor.EmailAddress = '${lucia.mail}'`, orderby: 'Created', order: 'DESC' })}`,
  )
  const newest = tickets.items?.[0]?.id as string
  /** Comments on tickets, counted by RT itself. */
  const comments = async () =>
    (
      await asked(desk, '/REST/2.0/transactions', [
        { field: 'ObjectType', value: 'RT::Ticket' },
        { field: 'Type', value: 'Comment' },
      ])
    ).total as number

  describe('Request Tracker 5', () => {
    testConnector(
      sentence,
      connectorOf('desk'),
      {
        known: [
          { key: key('mail', lucia.mail), record: lucia.mail },
          { key: key('phone', lucia.phone), record: lucia.mail },
          { key: key('ticket', newest), record: lucia.mail },
          { key: key('system', lucia.mail, { scope: 'desk' }), record: lucia.mail },
        ],
        unknown: [...nobody, key('ticket', '99999999')],
        search: 'Martin',
        answers: { person: { rows: 1 }, requests: { rows: 2 }, interactions: { rows: 4 } },
        paths: /^\/REST\/2\.0\/(users|user\/[^/]+|tickets|ticket\/\d+(\/(history|comment))?)$/,
        actions: {
          handoff: { input: { note: 'Quedamos en llamarle el martes' }, effects: comments },
          gesture: { input: { what: 'Envío gratis', amount: 5 }, row: newest, effects: comments },
        },
      },
      { secret: env.REAL_DESK_PASSWORD as string, patience: 5_000 },
    )
  })

  const login = await fetch(env.REAL_VENDURE_URL as string, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation($u:String!,$p:String!){login(username:$u,password:$p){__typename}}',
      variables: { u: env.REAL_VENDURE_USER, p: env.REAL_VENDURE_PASSWORD },
    }),
  })
  const token = login.headers.get('vendure-auth-token') ?? ''
  const seen = (await (
    await fetch(env.REAL_VENDURE_URL as string, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query:
          'query($m:String!){customers(options:{filter:{emailAddress:{eq:$m}}}){items{id orders{items{code}}}}}',
        variables: { m: lucia.mail },
      }),
    })
  ).json()) as { data: { customers: { items: { id: string; orders: { items: { code: string }[] } }[] } } }
  const [customer] = seen.data.customers.items
  describe('Vendure', () => {
    const record = customer?.id as string
    testConnector(
      sentence,
      connectorOf('shop'),
      {
        known: [
          { key: key('mail', lucia.mail), record },
          { key: key('phone', lucia.phone), record },
          { key: key('postcode', '46004'), record },
          { key: key('order', customer?.orders.items[0]?.code as string), record },
          { key: key('system', record, { scope: 'shop' }), record },
        ],
        unknown: [...nobody, key('order', 'Z-1')],
        search: 'martín',
        answers: { person: { rows: 1 }, orders: { rows: 5 }, payments: { rows: 5 } },
        paths: /^\/admin-api$/,
      },
      { secret: token, patience: 5_000 },
    )
  })

  const bases = createDatabases(realSystems().databases, (name) => env[name])
  afterAll(() => bases.close())
  const queryOf = (name: string) => ({
    query: (text: string, params: readonly unknown[]) =>
      bases.query(name, text, params, {
        signal: new AbortController().signal,
        maxRows: 1_000,
        who: `[${name}] ${name}`,
      }),
  })
  const member = await queryOf('till').query('SELECT id FROM socios WHERE tarjeta_num = ?', ['972400004417'])
  describe('the till over PostgreSQL', () => {
    const record = String(member[0]?.id)
    testConnector(
      sentence,
      connectorOf('till'),
      {
        known: [
          { key: key('loyalty', '9724 0000 4417'), record },
          { key: key('phone', lucia.phone), record },
          { key: key('mail', lucia.mail), record },
          { key: key('order', 'T-8841'), record },
        ],
        unknown: [...nobody, key('loyalty', '0000 0000 0000'), key('order', 'T-0')],
        search: 'martin',
        answers: { orders: { rows: 10 }, loyalty: { rows: 1 }, things: { rows: 2 }, promises: { rows: 2 } },
      },
      queryOf('till'),
    )
  })
  describe('the surveys over MariaDB', () => {
    testConnector(
      sentence,
      connectorOf('survey'),
      {
        known: [{ key: key('mail', lucia.mail), record: 'none' }],
        unknown: nobody,
        answers: { feedback: { rows: 5 } },
      },
      queryOf('survey'),
    )
  })
}
