import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createClient } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import rest from '../../connectors/catalog/rest/index.ts'
import sql from '../../connectors/catalog/sql/index.ts'
import { key, testConnector } from '../../connectors/conformance/index.ts'
import type { Connector } from '../../connectors/contract/index.ts'
import { demoIssuer } from '../../connectors/gateway/auth/demo-issuer.ts'
import type { GatewayConfig } from '../../connectors/gateway/config/config.ts'
import { loadConfig, nodeTransport, startGateway } from '../../connectors/gateway/node.ts'
import { stillClock } from '../../connectors/gateway/testing/test-gateway.ts'
import { tryConnectors } from '../../connectors/gateway/try-connectors.ts'

/**
 * What an integrator does wrong in the first hours, each by itself and through the product as it runs: the check
 * of the configuration, the gateway and its log, `ficha try`, the kit. Each is said in one line to whoever can
 * act: what, the figure, the next step.
 */
const folder = mkdtempSync(join(tmpdir(), 'ficha-mistakes-'))
const closing: (() => void)[] = []
beforeAll(async () => {
  const client = createClient({ url: `file:${join(folder, 'till.sqlite')}` })
  await client.execute('create table c (id text, mail text)')
  client.close()
})
afterAll(() => {
  for (const close of closing) close()
  rmSync(folder, { recursive: true })
})

type Reply = (asked: IncomingMessage, answer: ServerResponse) => void
async function system(reply: Reply): Promise<string> {
  const server = createServer(reply)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
/** A port on which nobody listens any more. */
async function nobody(): Promise<string> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return `http://127.0.0.1:${port}`
}
const send = (answer: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) => {
  answer.writeHead(status, { 'content-type': 'application/json', ...headers })
  answer.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body))
}
const ana = { id: 7, name: 'Ana Ruiz', email: 'ana@correo.example' }
const eva = { id: 8, name: 'Eva Gil', email: 'eva@correo.example' }
const order = { id: 1, number: 'A-1001', date: '2026-03-01', total: '12.50', status: 'sent' }
/** A shop as it should be, but for the orders, or for whom it finds. */
const shopWith =
  (orders: unknown, find: unknown = { data: [ana] }): Reply =>
  ({ url = '' }, answer) =>
    send(answer, url.startsWith('/find') ? find : orders)
const always =
  (...[body, status, headers]: [unknown, number?, Record<string, string>?]): Reply =>
  (_, answer) =>
    send(answer, body, status, headers)

type Part = Record<string, unknown>
const optionsOf = (
  base: string,
  { find = {}, orders = {}, ...more }: { find?: Part; orders?: Part } & Part,
) =>
  ({
    id: 'shop',
    title: 'Tienda',
    base,
    currency: 'EUR',
    find: {
      rows: 'data',
      by: { mail: { path: '/find', query: { email: '{value}' } } },
      record: { id: 'id', identifiers: [{ kind: 'mail', from: 'email' }], name: 'name' },
      ...find,
    },
    answers: {
      orders: {
        call: { path: '/customers/{record}/orders' },
        rows: 'data',
        fields: { orderNumber: 'number', orderDate: 'date', total: 'total', status: 'status' },
        ...orders,
      },
    },
    ...more,
  }) as never
const mapped =
  (part: { find?: Part; orders?: Part } & Part = {}) =>
  (base: string) =>
    rest(optionsOf(base, part))
/** A connector that somebody wrote. */
const own =
  (get: (...all: never[]) => Promise<unknown>, more: object = {}) =>
  (base: string): Connector =>
    ({
      id: 'shop',
      title: 'Tienda',
      origins: [base],
      access: { kind: 'open' },
      find: {
        by: ['mail'],
        run: async ({ value }: { value: string }) => ({
          match: 'one',
          record: { id: '7', identifiers: [{ kind: 'mail', value }] },
        }),
      },
      answers: { orders: { from: 'record', get } },
      ...more,
    }) as never
const database =
  (text: string, find: Part = {}) =>
  () =>
    sql({
      id: 'till',
      title: 'Caja',
      database: 'till',
      find: {
        by: { mail: text },
        record: { id: 'id', identifiers: [{ kind: 'mail', from: 'mail' }] },
        ...find,
      },
    } as never)

const issuer = await demoIssuer({ tenant: 'demo', now: () => stillClock.now() })
const configOf = (base: string, connectors: readonly Connector[], more: object = {}): GatewayConfig =>
  ({
    tenant: 'demo',
    hosts: ['http://localhost:4173'],
    issuers: [issuer.issuer],
    connectors,
    listen: { port: 0 },
    network: { private: [base, base.replace('http:', 'https:')] },
    ...more,
  }) as GatewayConfig

interface Made {
  reply?: Reply
  base?: () => Promise<string>
  connector?: (base: string) => Connector
  config?: object
  token?: () => Promise<string>
  page?: string
  /** Whether names have no address. */
  nameless?: boolean
}
const one = { kind: 'mail', value: ana.email } as const

const noSuchName = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))

/** What the gateway says while an agent opens a card: its log, line by line, and its figures. */
async function heardOf({ reply = shopWith({ data: [order] }), ...made }: Made): Promise<string[]> {
  const base = await (made.base ?? (() => system(reply)))()
  const lines: string[] = []
  const { address, stop } = await startGateway(
    configOf(base, made.connector ? [made.connector(base)] : [], made.config),
    {
      env: { SHOP_TOKEN: 'wrong' },
      signals: false,
      clock: stillClock,
      write: (line) => lines.push(line),
      ...(made.nameless ? { transport: nodeTransport(noSuchName) } : {}),
    },
  )
  const post = (path: string, body: object, token?: string) =>
    fetch(`${address}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    })
  try {
    if (made.page) await fetch(`${address}${made.page}`)
    const hostToken = await (made.token ?? (() => issuer.sign({ id: 'ana', roles: ['adviser'] })))()
    const { token } = (await (await post('/v1/session', { hostToken })).json()) as { token?: string }
    if (token) await (await post('/v1/card', { hints: [one], epoch: 0, locale: 'es' }, token)).text()
    const figures = await (await fetch(`${address}/metrics`)).text()
    return [...lines, ...figures.split('\n')]
  } finally {
    await stop(0)
  }
}

async function triedOf({ reply = shopWith({ data: [order] }), ...made }: Made): Promise<string[]> {
  const base = await (made.base ?? (() => system(reply)))()
  const lines: string[] = []
  await tryConnectors(configOf(base, made.connector ? [made.connector(base)] : [], made.config), [one], {
    env: { SHOP_TOKEN: 'wrong' },
    print: (line) => lines.push(line),
  })
  return lines
}

/** What stops the start: one line each. */
const refusalOf = async (start: () => unknown): Promise<string[]> => {
  try {
    await start()
    return []
  } catch (e) {
    return (e as Error).message.split('\n')
  }
}
const startedOf = ({ reply = shopWith({ data: [] }), ...made }: Made) =>
  refusalOf(async () => {
    const base = await system(reply)
    const gateway = await startGateway(
      configOf(base, made.connector ? [made.connector(base)] : [], made.config),
      { env: {}, signals: false, write: () => {} },
    )
    await gateway.stop(0)
  })

/** What the kit says of a connector: the sentences that fail, and what it reports. */
async function provedOf({ reply = shopWith({ data: [order] }), ...made }: Made): Promise<string[]> {
  const base = await system(reply)
  const said: string[] = []
  const sentences: (() => void | Promise<void>)[] = []
  testConnector(
    (_, run) => sentences.push(run),
    () => (made.connector as (base: string) => Connector)(base),
    {
      known: [
        { key: key('mail', ana.email), record: '7' },
        ...(made.config ? [{ key: key('mail', eva.email), record: '8' }] : []),
      ],
    },
    { report: (line) => said.push(line) },
  )
  for (const run of sentences)
    await Promise.resolve()
      .then(run)
      .catch((e: Error) => said.push(e.message))
  return said
}

/** Of whom is asked, only they; a filter that is ignored answers with everybody. */
const filtering =
  (orders: unknown): Reply =>
  ({ url = '' }, answer) =>
    url.startsWith('/find')
      ? send(answer, { data: [ana, eva].filter((who) => decodeURIComponent(url).includes(who.email)) })
      : send(answer, orders)
const line = (lines: readonly string[]) => lines.join('\n')

describe('the configuration', () => {
  const file = (text: string) => {
    const path = join(folder, `${crypto.randomUUID()}.config.ts`)
    writeFileSync(path, text)
    return refusalOf(() => loadConfig(path))
  }
  test.each<[string, () => Promise<string[]>, RegExp]>([
    [
      'only a named export',
      () => file("export const config = { tenant: 'demo' }"),
      /^config: found only the named export config in .*, and no default one; write `export default config`$/,
    ],
    [
      'a secret of a wrong name',
      () => startedOf({ connector: mapped({ access: { kind: 'bearer', secret: 'SHOP_TOKN' } }) }),
      /^connectors\[0\]\.access\.secret: found no value for SHOP_TOKN; write SHOP_TOKN=… in the environment/,
    ],
    [
      'the value of a secret for its name',
      () => startedOf({ connector: mapped({ access: { kind: 'bearer', secret: 'sk-live-1' } }) }),
      /access\.secret: the NAME of a secret/,
    ],
    [
      'a misspelt placeholder',
      () =>
        startedOf({
          connector: mapped({ orders: { call: { path: '/orders', query: { c: '{recordId}' } } } }),
        }),
      /answers\.orders\.call\.query\.c: `\{recordId\}` is no value there is; write one of \{record\}/,
    ],
    [
      'a call that says nothing of whom',
      () => startedOf({ connector: mapped({ orders: { call: { path: '/orders' } } }) }),
      /answers\.orders\.call: the call says nothing of whom it asks about, .*; write \{record\}/,
    ],
    [
      'a misspelt option',
      () => startedOf({ connector: mapped({ orders: { row: 'data' } }) }),
      /answers\.orders\.row: /,
    ],
    [
      'a currency in small letters',
      () => startedOf({ connector: mapped({ currency: 'eur' }) }),
      /currency: a currency is ISO 4217: `EUR`/,
    ],
    [
      'settings by their names',
      () => startedOf({ config: { settings: { country: 'España', currency: 'euro', timeZone: 'Madrid' } } }),
      /^settings\.country: found "España"; write 'ES': .*\nsettings\.currency: found "euro"; write 'EUR': .*\nsettings\.timeZone: found "Madrid"; write 'Europe\/Madrid': /,
    ],
    [
      'http that is not listed',
      () => startedOf({ connector: mapped(), config: { network: {} } }),
      /^connectors\[0\]\.origins\[0\]: found "http:\/\/127.*"; write https, or list this origin in network\.private/,
    ],
    [
      'a database that is not configured',
      () => startedOf({ connector: database('select id, mail from c where mail = :value') }),
      /^databases\.till: found nothing; write the connection that connector till asks for/,
    ],
    [
      'a misspelt :name in SQL',
      () => startedOf({ connector: database('select id, mail from c where mail = :valeu') }),
      /`:valeu` is no value there is; write one of :value/,
    ],
  ])('%s', async (_, said, expected) => expect(line(await said())).toMatch(expected))
})

describe('the log of the gateway', () => {
  const failed = (code: string, says: string) =>
    new RegExp(`"log":"connector-failed".*"code":"${code}","says":"[^"]*${says}`)
  test.each<[string, Made, RegExp]>([
    [
      'a wrong secret (401)',
      { reply: always({}, 401), connector: mapped({ access: { kind: 'bearer', secret: 'SHOP_TOKEN' } }) },
      failed('denied', 'refused our credential \\(HTTP 401\\); check the secret and its permissions'),
    ],
    [
      'a wrong path of a search',
      { reply: always({}, 404), connector: mapped() },
      failed('unsupported', 'does not take this question \\(HTTP 404\\); check'),
    ],
    [
      'a wrong path of an answer',
      {
        reply: ({ url = '' }, answer) =>
          url.startsWith('/find') ? send(answer, { data: [ana] }) : send(answer, {}, 404),
        connector: mapped(),
      },
      failed('unsupported', 'no such place \\(HTTP 404\\) for a record it has just given; check the path'),
    ],
    [
      'a wrong port',
      { base: nobody, connector: mapped() },
      failed('unavailable', 'nobody listens there \\(ECONNREFUSED\\); check host and port'),
    ],
    [
      'a host that there is not',
      { connector: () => mapped()('https://no-such-host.invalid'), nameless: true },
      failed('unavailable', 'there is no host of this name \\(ENOTFOUND\\); check the address'),
    ],
    [
      'https for http',
      { connector: (base) => mapped()(base.replace('http:', 'https:')) },
      failed('unavailable', 'what listens there speaks no TLS \\(\\w+\\); check the port, or write http'),
    ],
    [
      'a redirect to another origin',
      { reply: always('', 302, { location: 'https://login.example/in' }), connector: mapped() },
      failed(
        'denied',
        'is redirected from http://127.* to https://login.example, which is not among its origins .*; .*check the address and the secret',
      ),
    ],
    [
      'a page to log in, with 200',
      { reply: always('<html>Log in</html>', 200, { 'content-type': 'text/html' }), connector: mapped() },
      failed(
        'malformed',
        'a web page came instead of JSON \\(HTTP 200, text/html, 19 bytes\\).*; check the address and the secret',
      ),
    ],
    [
      'an empty body',
      { reply: always(''), connector: mapped() },
      failed('malformed', 'the answer is empty \\(HTTP 200, application/json, 0 bytes\\); '),
    ],
    [
      'half an answer',
      { reply: always('{"data": ['), connector: mapped() },
      failed(
        'malformed',
        'is not JSON \\(HTTP 200, application/json, 10 bytes\\).*breaks off.*; look at the system',
      ),
    ],
    [
      'a header that says gzip, and is not',
      { reply: always('{"data":[]}', 200, { 'content-encoding': 'gzip' }), connector: mapped() },
      failed('malformed', 'says in content-encoding that it is compressed, and is not \\(\\w+\\); '),
    ],
    [
      'gzip without the header',
      { reply: always(gzipSync('{"data":[]}')), connector: mapped() },
      failed(
        'malformed',
        'is compressed and does not say so \\(.*\\d+ bytes, no content-encoding: gzip\\); ',
      ),
    ],
    [
      'a huge answer',
      {
        reply: shopWith({ data: [order], pad: 'x'.repeat(60_000) }),
        connector: mapped(),
        config: { egress: { maxBytes: 50_000 } },
      },
      failed('malformed', 'larger than 50000 bytes; ask for fewer rows or raise egress.maxBytes'),
    ],
    [
      'a slow system',
      {
        reply: ({ url = '' }, answer) => void (url.startsWith('/find') && send(answer, { data: [ana] })),
        connector: mapped(),
        config: { egress: { timeoutMs: 300 } },
      },
      failed('late', 'no complete answer within 300 ms; raise egress.timeoutMs or check the system'),
    ],
    [
      'a system that limits, until when',
      { reply: always({}, 429, { 'retry-after': '120' }), connector: mapped() },
      failed(
        'limited',
        '\\(HTTP 429\\), it may be asked again at 2026-03-02T10:02:00.000Z; ask it less often',
      ),
    ],
    [
      'a system that fails',
      { reply: always({}, 500), connector: mapped() },
      failed('unavailable', 'the system failed \\(HTTP 500\\); ask again, or look at the system'),
    ],
    [
      'an error under HTTP 200',
      { reply: shopWith({ errors: [{ message: 'x' }], data: null }), connector: mapped() },
      failed('unsupported', 'under HTTP 200 \\(`errors`\\); check the call'),
    ],
    [
      'a filter that is ignored',
      {
        reply: shopWith({ data: [] }, { data: [eva, { ...eva, id: 9, email: 'x@correo.example' }] }),
        connector: mapped(),
      },
      failed(
        'malformed',
        'with 2 records, none of which bears the mail asked; it seems to ignore the filter',
      ),
    ],
    [
      'a filter that is ignored, with a count',
      {
        reply: shopWith({ data: [] }, { data: [eva], total: 900 }),
        connector: mapped({
          find: { by: { mail: { path: '/find', query: { email: '{value}' }, total: 'total' } } },
        }),
      },
      failed('malformed', 'with 1 of 900 records, none of which bears the mail asked; .*check the call'),
    ],
    [
      'a mail mapped from the wrong place',
      {
        connector: mapped({ find: { record: { id: 'id', identifiers: [{ kind: 'mail', from: 'mail' }] } } }),
      },
      failed('malformed', 'none of the records that came \\(1\\) has any mail; check record.identifiers'),
    ],
    [
      'an id mapped from the wrong place',
      {
        connector: mapped({
          find: { record: { id: 'uid', identifiers: [{ kind: 'mail', from: 'email' }] } },
        }),
      },
      failed('malformed', 'none of 1 records has an id at `uid`; check'),
    ],
    [
      'a list where an object is expected',
      { reply: shopWith([order]), connector: mapped() },
      failed('malformed', 'no rows at `data`, a list of 1 came; check `rows`.*leave it out'),
    ],
    [
      'a count from the wrong place',
      { connector: mapped({ orders: { totals: { count: 'meta.total' } } }) },
      failed('unread', 'orders.totals.count: 1 .*not read'),
    ],
    [
      'a text mapped to a date',
      {
        reply: shopWith({
          data: [
            { ...order, date: 'pronto' },
            { ...order, id: 2 },
          ],
        }),
        connector: mapped(),
      },
      failed('unread', 'orders.orderDate: 1 of 2 not read'),
    ],
    [
      'a connector of one’s own that throws',
      { connector: own(async () => (undefined as unknown as { foo: { bar: string } }).foo.bar) },
      /"code":"malformed","says":"\[shop\] orders: the connector threw TypeError; the stack .*"stack":"TypeError: Cannot read properties of undefined \(reading 'foo'\).*mistakes\.test\.ts/,
    ],
    [
      'a connector of one’s own that answers another type',
      {
        connector: own(async () => ({
          rows: [
            { id: '1', total: 12.5 },
            { id: '2', total: 'x' },
          ],
          complete: true,
        })),
      },
      failed('unread', 'orders.total: 2 of 2 not read'),
    ],
    [
      'a connector of one’s own that answers no answer',
      { connector: own(async () => [{ id: '1' }]) },
      failed(
        'malformed',
        'the answer is not an object; the connector must answer \\{ rows | value, complete \\}',
      ),
    ],
    [
      'a connector of one’s own that asks elsewhere',
      {
        connector: own((async (_: unknown, __: unknown, context: { fetch: typeof fetch }) =>
          context.fetch('https://other.example/x')) as never),
      },
      failed(
        'denied',
        'may not ask https://other.example, which is not among its origins .*; check the address',
      ),
    ],
    [
      'a failure in the figures, by its code',
      { reply: always({}, 401), connector: mapped() },
      /ficha_upstream_requests_total\{connector="shop",outcome="denied"\} 1[\s\S]*ficha_connector_failures_total\{connector="shop",what="find by mail",code="denied"\} 1/,
    ],
    [
      'a misspelt column in SQL',
      {
        connector: database('select id, mial from c where mail = :value'),
        config: { databases: { till: { dialect: 'sqlite', file: join(folder, 'till.sqlite') } } },
      },
      failed('malformed', 'names a column mial that there is not \\(SQLITE_ERROR\\); correct the name'),
    ],
    [
      'a file of a database that is not there',
      {
        connector: database('select id, mail from c where mail = :value'),
        config: { databases: { till: { dialect: 'sqlite', file: join(folder, 'no.sqlite') } } },
      },
      failed('unavailable', '\\(ENOENT\\); check'),
    ],
    [
      'a question that no template asks',
      {
        connector: own(async () => ({ value: null, complete: true }), {
          answers: {},
          actions: { gesture: { title: 'x', confirm: 'x', input: {}, run: async () => ({ done: true }) } },
        }),
      },
      /"log":"unreached","code":"action-forbidden","about":"shop","says":"connector shop: action gesture: none of \d roles may do it","do":"add \\"shop.gesture\\" to mayAct/,
    ],
    [
      'a role without a policy',
      { config: { issuers: [{ ...issuer.issuer, roles: ['adviser', 'agente'] }] } },
      /"log":"unreached","code":"role-unknown","about":"agente","says":"issuers\[0\]\.roles: the policy has no role agente.*","do":"write one of its roles \(adviser, /,
    ],
    [
      'a page that is none of the hosts',
      { page: '/card?host=http://localhost:5040' },
      /"log":"host-refused","origin":"http:\/\/localhost:5040","says":".*none of the 1 hosts \(http:\/\/localhost:4173\)","do":"add 'http:\/\/localhost:5040' to hosts/,
    ],
    [
      'another issuer',
      { config: { issuers: [{ ...issuer.issuer, issuer: 'desk' }] } },
      /"log":"session-refused","why":"issuer","issuer":"ficha-demo".*not one of the configured issuers \(desk\); correct/,
    ],
    [
      'another audience',
      { config: { issuers: [{ ...issuer.issuer, audience: 'card' }] } },
      /"log":"session-refused","why":"claim aud".*its «aud» must be «card»/,
    ],
    [
      'another tenant',
      { token: () => issuer.sign({ id: 'ana', roles: ['adviser'], tenant: 'rival' }) },
      /"log":"session-refused","why":"tenant".*must be the tenant of the configuration/,
    ],
  ])('%s', async (_, made, expected) => {
    const said = await heardOf(made)
    expect(line(said)).toMatch(expected)
  })

  test.each<[string, number, RegExp]>([
    ['ahead', 120, /by our clock signed in 120 s, expires in 240 s; 30 s are forgiven; compare both clocks/],
    ['behind', -600, /by our clock signed 600 s ago, expired 480 s ago; 30 s are forgiven; compare both/],
  ])('a clock of the host that is %s', async (_, off, expected) => {
    const desk = await demoIssuer({
      tenant: 'demo',
      now: () => new Date(stillClock.now().getTime() + off * 1000),
    })
    const said = await heardOf({
      config: { issuers: [desk.issuer] },
      token: () => desk.sign({ id: 'ana', roles: ['adviser'] }),
    })
    expect(line(said)).toMatch(expected)
  })

  test('an address of keys that answers 404', async () => {
    const url = `${await system(always({}, 404))}/jwks.json`
    const said = line(await heardOf({ config: { issuers: [{ ...issuer.issuer, keys: { url } }] } }))
    expect(said).toMatch(
      /"why":"keys unavailable".*jwks\.json gave no keys \(HTTP 404\); check that it is up/,
    )
  })
})

describe('ficha try', () => {
  test.each<[string, Made, RegExp]>([
    [
      'a field mapped to a wrong path',
      { connector: mapped({ orders: { fields: { orderNumber: 'nummer', orderDate: 'date' } } }) },
      /^ {2}\? orders\.orderNumber: found in 0 of 1 row; check where the mapping takes it from/m,
    ],
    [
      'a text mapped to a date',
      { reply: shopWith({ data: [{ ...order, date: 'pronto' }] }), connector: mapped() },
      /! orders\.orderDate: 1 of 1 not read, for example "pronto"; it is no date/,
    ],
    [
      'seconds without a unit',
      { reply: shopWith({ data: [{ ...order, date: 1772323200 }] }), connector: mapped() },
      /! orders\.orderDate: 1 of 1 not read, for example 1772323200; .* write unit: 's'/,
    ],
    [
      'milliseconds taken for seconds',
      {
        reply: shopWith({ data: [{ ...order, date: 1772323200000 }] }),
        connector: mapped({ orders: { fields: { orderDate: { from: 'date', unit: 's' } } } }),
      },
      /! orders\.orderDate: 1 of 1 not read, for example .*/,
    ],
    [
      'seconds taken for milliseconds',
      {
        reply: shopWith({ data: [{ ...order, date: 1772323200 }] }),
        connector: mapped({ orders: { fields: { orderDate: { from: 'date', unit: 'ms' } } } }),
      },
      /\? orders\.orderDate: 1 of 1 in 1970, for example "1970-.*check unit/,
    ],
    [
      'cents without `minor`',
      { reply: shopWith({ data: [{ ...order, total: '12990' }] }), connector: mapped() },
      /\? orders\.total: 1 of 1 without decimals, for example 12990(\.00)? EUR; .* write minor: 2/,
    ],
    [
      'an amount that is a word',
      { reply: shopWith({ data: [{ ...order, total: 'gratis' }] }), connector: mapped() },
      /! orders\.total: 1 of 1 not read, for example "gratis"; it is no amount/,
    ],
    [
      'no currency',
      { connector: mapped({ currency: undefined }) },
      /! orders\.total: 1 of 1 not read, for example "12\.50"; it has no currency: write currency: 'EUR'/,
    ],
    [
      'a currency from the wrong place',
      { connector: mapped({ orders: { fields: { total: { from: 'total', currency: { from: 'curr' } } } } }) },
      /! orders\.total: 1 of 1 not read, .*it has no currency/,
    ],
    [
      'a key over a list',
      {
        reply: shopWith({ data: [{ ...order, lines: [{ sku: 'a' }, { sku: 'b' }] }] }),
        connector: mapped({ orders: { fields: { orderNumber: 'lines.sku' } } }),
      },
      /! orders\.orderNumber: 1 of 1 not read, for example \["a","b"\]; several values came where one belongs/,
    ],
    [
      'a total that is wrong',
      {
        reply: shopWith({ data: [order], total: 50 }),
        connector: mapped({ orders: { totals: { count: 'total' } } }),
      },
      /^ {2}orders: 1 of 50 row, incomplete/m,
    ],
    [
      'a connector of one’s own that answers another type',
      { connector: own(async () => ({ rows: [{ id: '1', total: 12.5 }], complete: true })) },
      /! orders\.total: 1 of 1 not read, for example 12\.5; it has no currency/,
    ],
    [
      'a connector of one’s own that throws',
      { connector: own(async () => (undefined as unknown as { foo: { bar: string } }).foo.bar) },
      /! orders: the connector threw: TypeError: .*'foo'\)\n.*mistakes\.test\.ts/,
    ],
    [
      'a wrong secret (401)',
      { reply: always({}, 401), connector: mapped({ access: { kind: 'bearer', secret: 'SHOP_TOKEN' } }) },
      /! find by mail: denied: .*HTTP 401\); check the secret/,
    ],
  ])('%s', async (_, made, expected) => expect(line(await triedOf(made))).toMatch(expected))
})

describe('the kit', () => {
  test.each<[string, Made, RegExp]>([
    [
      'a field of which nothing can be read',
      { reply: filtering({ data: [{ ...order, date: 1772323200 }] }), connector: mapped() },
      /^orders\.orderDate: 1 of 1 not read, for example 1772323200; .*write unit: 's'$/m,
    ],
    [
      'a field of which some cannot be read',
      {
        reply: filtering({
          data: [
            { ...order, date: 'pronto' },
            { ...order, id: 2 },
          ],
        }),
        connector: mapped(),
      },
      /^shop: orders\.orderDate: 1 of 2 not read, for example "pronto"/m,
    ],
    [
      'a field mapped to a wrong path',
      {
        reply: filtering({ data: [order] }),
        connector: mapped({ orders: { fields: { orderNumber: 'nummer', orderDate: 'date' } } }),
      },
      /^shop: orders\.orderNumber: found in 0 of 1 row; check/m,
    ],
    [
      'two customers with the same rows',
      { reply: filtering({ data: [order] }), connector: mapped(), config: {} },
      /^orders: customers 7 and 8 were given the same 1 row; /m,
    ],
    [
      'a connector of one’s own that uses the global fetch',
      {
        connector: (base) =>
          own(async () => {
            await fetch(base)
            return { rows: [], complete: true }
          })(base),
      },
      /orders: it used the global fetch .* instead of context\.fetch/,
    ],
    [
      'a connector of one’s own that answers another type',
      { connector: own(async () => ({ rows: [{ id: '1', total: 12.5 }], complete: true })) },
      /orders: the answer has not the shape of the vocabulary \(rows\.0\.total: /,
    ],
  ])('%s', async (_, made, expected) => expect(line(await provedOf(made))).toMatch(expected))
})

test('where nothing is wrong, nothing is said', async () => {
  const good = { reply: filtering({ data: [order] }), connector: mapped() }
  const about = /"log":"(connector-failed|session-refused|host-refused)"|"log":"unreached".*"about":"shop"/
  expect((await heardOf(good)).filter((said) => about.test(said))).toEqual([])
  expect((await triedOf(good)).filter((said) => /^ +[!?] /.test(said))).toEqual([])
  const mine: Reply = ({ url = '' }, answer) =>
    url.startsWith('/find')
      ? filtering({})({ url } as IncomingMessage, answer)
      : send(answer, { data: [{ ...order, id: url }] })
  expect(await provedOf({ ...good, reply: mine, config: {} })).toEqual([])
})
