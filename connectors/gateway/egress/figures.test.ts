import { expect, test } from 'vitest'
import { type Connector, ConnectorError } from '../../contract/index.ts'
import type { Clock } from '../../hub/ports.ts'
import { stillClock } from '../testing/test-gateway.ts'
import { createEgress, type EgressParts } from './egress.ts'
import { AddressRefused } from './outbound.ts'

const shop: Connector = {
  id: 'shop',
  title: 'Tienda',
  origins: ['https://shop.example', 'http://shop.example'],
  access: { kind: 'open' },
  answers: {},
}
/** A way out under a clock that only moves when a system is asked: a second and a half each time. */
function bench(answer: () => Promise<Response>, more: Partial<EgressParts> & { connector?: Connector } = {}) {
  let at = stillClock.now().getTime()
  const waits: { ms: number; end(): void }[] = []
  const clock: Clock = {
    now: () => new Date(at),
    after: (ms, end) => {
      waits.push({ ms, end })
      return () => {}
    },
  }
  const counted: string[] = []
  const timed: unknown[] = []
  const stop = new AbortController()
  const context = createEgress({
    config: {},
    secrets: () => undefined,
    clock,
    telemetry: {
      count: (name, labels) => void counted.push(`${name} ${Object.values(labels).join(' ')}`),
      time: (...figure) => void timed.push(figure),
    },
    transport: async () => {
      at += 1_500
      return answer()
    },
    ...more,
  }).open(more.connector ?? shop, { tenant: 'demo', signal: stop.signal })
  return { context, counted, timed, waits, stop }
}
const asked = 'ficha_upstream_requests_total shop'
const refused = 'ficha_upstream_refused_total shop'
const ok = async () => new Response('{}')
const redirect = (location?: string) => async () =>
  new Response(null, { status: 302, headers: location ? { location } : {} })

test('each request is counted by what came of it, and timed in seconds, under its system', async () => {
  const figures = async (answer: () => Promise<Response>, url = 'https://shop.example/x') => {
    const { context, counted, timed } = bench(answer)
    await context.fetch(url).catch(() => {})
    expect(timed).toEqual([['ficha_upstream_seconds', { connector: 'shop' }, expect.any(Number)]])
    return [...counted, (timed[0] as unknown[])[2]]
  }
  expect(await figures(ok)).toEqual([`${asked} answered`, 1.5])
  expect(await figures(() => Promise.reject(new TypeError('down')))).toEqual([`${asked} unavailable`, 1.5])
  expect(await figures(async () => new Response('x'.repeat(1_048_577)))).toEqual([`${asked} malformed`, 1.5])
  expect(await figures(ok, 'https://evil.example/')).toEqual([`${refused} origin`, `${asked} denied`, 0])
})

test('what was refused is counted by its cause', async () => {
  const causes = async (url: string, answer = ok) => {
    const { context, counted } = bench(answer, {
      connector: { ...shop, origins: [...shop.origins, 'https://10.0.0.1'] },
    })
    await expect(context.fetch(url)).rejects.toBeInstanceOf(ConnectorError)
    return counted.filter((line) => line.startsWith(refused)).map((line) => line.slice(refused.length + 1))
  }
  expect(await causes('no address')).toEqual(['url'])
  expect(await causes('https://evil.example/')).toEqual(['origin'])
  expect(await causes('http://shop.example/')).toEqual(['scheme'])
  expect(await causes('https://10.0.0.1/')).toEqual(['address'])
  expect(
    await causes('https://shop.example/', () =>
      Promise.reject(new TypeError('fetch failed', { cause: new AddressRefused('no') })),
    ),
  ).toEqual(['address'])
  expect(await causes('https://shop.example/', redirect())).toEqual(['redirect'])
  expect(await causes('https://shop.example/', redirect('https://evil.example/'))).toEqual(['origin'])
  expect(await causes('https://shop.example/', redirect('https://shop.example/'))).toEqual(['redirect'])
})

test('a run that was given up counts as cancelled, one that was too late as late: after ten seconds, unless the configuration says otherwise', async () => {
  const never = () => new Promise<Response>(() => {})
  const left = bench(never)
  const leaving = left.context.fetch('https://shop.example/x')
  await expect.poll(() => left.waits.length).toBe(1)
  left.stop.abort(new Error('another customer'))
  await expect(leaving).rejects.toThrow('another customer')
  expect(left.counted).toEqual([`${asked} cancelled`])
  const late = bench(never)
  const waiting = late.context.fetch('https://shop.example/x')
  await expect.poll(() => late.waits.map(({ ms }) => ms)).toEqual([10_000])
  late.waits[0]?.end()
  await expect(waiting).rejects.toMatchObject({ code: 'late', message: expect.stringContaining('10000 ms') })
  expect(late.counted).toEqual([`${asked} late`])
  const short = bench(ok, { config: { egress: { timeoutMs: 700 } } })
  await short.context.fetch('https://shop.example/x')
  expect(short.waits.map(({ ms }) => ms)).toEqual([700])
})

test('why there is no connection is said in a closed word, and nothing of what the system said', async () => {
  const said = async (error: Error) => {
    const { context } = bench(() => Promise.reject(error))
    return context.fetch('https://shop.example/x').catch((e: Error) => e.message)
  }
  const cause = Object.assign(new Error('connect 10.0.0.7:443'), { code: 'ECONNREFUSED' })
  expect(await said(new TypeError('fetch failed', { cause }))).toBe(
    '[shop] GET https://shop.example: no connection, nobody listens there (ECONNREFUSED); check host and port in the options, and that the system is up and reachable from the gateway',
  )
  expect(await said(Object.assign(new Error('10.0.0.7'), { code: 'at 10.0.0.7' }))).toContain(
    ': no connection; ',
  )
  const withCode = (code: string) =>
    said(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) }))
  expect(await withCode('ENOTFOUND')).toContain(
    'there is no host of this name (ENOTFOUND); check the address',
  )
  expect(await withCode('ERR_SSL_WRONG_VERSION_NUMBER')).toContain(
    'speaks no TLS (ERR_SSL_WRONG_VERSION_NUMBER); check the port, or write http',
  )
  expect(await withCode('CERT_HAS_EXPIRED')).toContain(
    'its certificate is not accepted (CERT_HAS_EXPIRED); renew it',
  )
  expect(await withCode('UND_ERR_SOCKET')).toContain('it was cut before a whole answer came (UND_ERR_SOCKET)')
  expect(await withCode('Z_DATA_ERROR')).toContain(
    'says in content-encoding that it is compressed, and is not (Z_DATA_ERROR)',
  )
})

test('a database is asked for a thousand rows at most, unless the configuration says otherwise, and counted like any system', async () => {
  const till: Connector = { ...shop, access: { kind: 'sql', database: 'till' } }
  const most = async (config: EgressParts['config']) => {
    const questions: unknown[] = []
    const { context, counted } = bench(ok, {
      config,
      connector: till,
      databases: {
        query: async (database, text, params, { maxRows, who }) => {
          questions.push([database, text, params, maxRows, who])
          return [{ n: 1 }]
        },
        close: async () => {},
      },
    })
    expect(await context.query?.('select 1', [7])).toEqual([{ n: 1 }])
    expect(counted).toEqual([`${asked} answered`])
    return questions[0]
  }
  expect(await most({})).toEqual(['till', 'select 1', [7], 1_000, '[shop] till'])
  expect(await most({ egress: { maxRows: 5 } })).toEqual(['till', 'select 1', [7], 5, '[shop] till'])
  const { context } = bench(ok, { connector: till })
  await expect(context.query?.('select 1')).rejects.toMatchObject({ code: 'unsupported' })
  expect(bench(ok).context.query).toBeUndefined()
})
