import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { demoIssuer } from './auth/demo-issuer.ts'
import type { GatewayConfig } from './config/config.ts'
import { type NodeOptions, type RunningGateway, startGateway } from './node.ts'
import { memoryStores } from './stores/memory.ts'
import type { Stores } from './stores/ports.ts'
import { line } from './testing/store-sentences.ts'
import { eventsOf, stamped, stillClock, tinyHub, whoEvent } from './testing/test-gateway.ts'

const { issuer, sign } = await demoIssuer({ tenant: 'demo', now: () => stillClock.now() })
const running: RunningGateway[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(running.splice(0).map((one) => one.stop(0)))
})

async function start(changes: Partial<GatewayConfig> = {}, options: Partial<NodeOptions> = {}) {
  const lines: Record<string, unknown>[] = []
  const gateway = await startGateway(
    {
      tenant: 'demo',
      hosts: ['http://localhost:4173'],
      issuers: [issuer],
      connectors: [],
      listen: { port: 0 },
      ...changes,
    },
    {
      env: {},
      signals: false,
      clock: stillClock,
      hub: tinyHub,
      write: (text) => lines.push(JSON.parse(text) as Record<string, unknown>),
      ...options,
    },
  )
  running.push(gateway)
  const { address } = gateway
  const send = (path: string, body: object, token?: string, signal?: AbortSignal) =>
    fetch(`${address}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(signal ? { signal } : {}),
    })
  const bearer = async () =>
    (
      (await (
        await send('/v1/session', { hostToken: await sign({ id: 'ana', roles: ['adviser'] }) })
      ).json()) as { token: string }
    ).token
  const logged = (log: string) => lines.filter((one) => one.log === log)
  return { ...gateway, lines, logged, send, bearer }
}

/** Timers of these lengths do not run: the test has them, and runs them when it likes. */
function held(kind: 'setTimeout' | 'setInterval', ...lengths: number[]) {
  const kept = new Map<number, () => void>()
  const real = globalThis[kind]
  vi.spyOn(globalThis, kind).mockImplementation(((run: () => void, ms: number, ...rest: never[]) => {
    if (!lengths.includes(ms)) return real(run, ms, ...rest)
    kept.set(ms, run)
    return Object.assign(
      real(() => {}, 0),
      { length: ms },
    )
  }) as never)
  return kept
}

describe('a gateway that listens', () => {
  test('says where, answers there, and is gone when it was stopped; stopped twice, it is one stop', async () => {
    const g = await start()
    expect(g.address).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/)
    expect(g.logged('listening')).toEqual([
      { at: expect.stringMatching(/^\d{4}-.*Z$/), log: 'listening', address: g.address },
    ])
    expect(await (await fetch(`${g.address}/healthz`)).json()).toEqual({ alive: true })
    await Promise.all([g.stop(0), g.stop(0)])
    expect(g.logged('stopped')).toHaveLength(1)
    await expect(fetch(`${g.address}/healthz`)).rejects.toThrow()
  })

  test('writes an address of IPv6 as a URL does', async () => {
    const { address } = await start({ listen: { host: '::', port: 0 } })
    expect(address).toMatch(/^http:\/\/\[::\]:\d+$/)
  })

  test('keeps an idle connection longer than proxies do', async () => {
    const { headers } = await fetch(`${(await start()).address}/healthz`)
    expect(headers.get('keep-alive')).toBe('timeout=75')
  })

  test('tells who speaks no HTTP what to do, in the words of every other refusal', async () => {
    const { port } = new URL((await start()).address)
    const heard = await new Promise<string>((done, failed) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('hola\r\n\r\n'))
      let text = ''
      socket.on('data', (piece) => {
        text += String(piece)
      })
      socket.on('close', () => done(text))
      socket.on('error', failed)
    })
    expect(heard).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json/s)
  })

  test('counts refused tokens by the address they came from', async () => {
    const g = await start({ limits: { refusalsPerMinute: 1 } })
    const refused = async () => (await g.send('/v1/session', { hostToken: 'forged' })).status
    expect([await refused(), await refused()]).toEqual([401, 429])
  })

  test('serves the card of the folder that the configuration names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ficha-card-'))
    writeFileSync(join(folder, 'index.html'), '<html lang="es"><head><title>Ficha¤</title></head></html>')
    try {
      expect(await (await fetch(`${(await start({ card: folder })).address}/card`)).text()).toContain(
        'Ficha¤',
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('the environment', () => {
  test('says the port, over the configuration; what is no port is not heard', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const { port } = other.address() as AddressInfo
    try {
      await expect(start({}, { env: { FICHA_PORT: String(port) } })).rejects.toThrow(
        `listen.port: found ${port} taken; stop what listens there, or write another`,
      )
    } finally {
      other.close()
    }
    for (const FICHA_PORT of ['', 'http', '12.5'])
      expect((await start({}, { env: { FICHA_PORT } })).address).toMatch(/:[1-9]\d+$/)
  })

  test('turns production on, and never off', async () => {
    for (const [production, NODE_ENV] of [
      [undefined, 'production'],
      [true, 'development'],
      [true, undefined],
    ] as const)
      await expect(start({ production }, { env: { NODE_ENV } })).rejects.toThrow(/^publicOrigin: /m)
    expect((await start({}, { env: { NODE_ENV: 'development' } })).address).toBeTruthy()
  })

  test('holds the secret: who knows it reads the tokens of another; without one each gateway has its own', async () => {
    const status = async (token: string, at: Awaited<ReturnType<typeof start>>) =>
      (await at.send('/v1/renew', {}, token)).status
    const shared = { env: { FICHA_SECRET: 's'.repeat(40) } }
    const secret = { name: 'FICHA_SECRET' }
    const [one, two] = [await start({ secret }, shared), await start({ secret }, shared)]
    const [own, other] = [await start(), await start()]
    const token = await one.bearer()
    expect([await status(token, one), await status(token, two), await status(token, own)]).toEqual([
      200, 200, 401,
    ])
    const ephemeral = await own.bearer()
    expect([await status(ephemeral, own), await status(ephemeral, other)]).toEqual([200, 401])
  })
})

describe('what is kept', () => {
  const watched = () => {
    const stores = memoryStores(stillClock)
    const sweep = vi.spyOn(stores, 'sweep')
    return { stores, sweep }
  }

  test('is swept at the start and every hour, by the retention of the configuration', async () => {
    const timers = held('setInterval', 3_600_000)
    const { stores, sweep } = watched()
    await start({ retention: { outcomes: 30, observations: 10 } }, { stores })
    expect(sweep.mock.calls).toEqual([[stillClock.now(), { outcomes: 30, observations: 10 }]])
    timers.get(3_600_000)?.()
    expect(sweep).toHaveBeenCalledTimes(2)
    const plain = watched()
    await start({}, { stores: plain.stores })
    expect(plain.sweep.mock.calls[0]?.[1]).toEqual({ outcomes: 400, observations: undefined })
  })

  test('is not lost with a sweep that failed: the log says so, and the gateway goes on', async () => {
    const { stores, sweep } = watched()
    sweep.mockRejectedValue(new Error('disk full'))
    const g = await start({}, { stores })
    await expect.poll(() => g.logged('sweep-failed')).toHaveLength(1)
    expect((await fetch(`${g.address}/healthz`)).status).toBe(200)
  })

  test('has the head of its audit in the log every ten minutes and at the end, once there is one', async () => {
    const timers = held('setInterval', 600_000)
    const { stores } = watched()
    const g = await start({}, { stores })
    timers.get(600_000)?.()
    await stores.audit.write(line(1))
    const head = await stores.audit.head()
    timers.get(600_000)?.()
    await expect.poll(() => g.logged('audit-head')).toEqual([expect.objectContaining({ ...head })])
    await stores.audit.write(line(2))
    await g.stop(0)
    expect(g.logged('audit-head').map(({ seq }) => seq)).toEqual([1, 2])
  })

  test('is left alone once the gateway stopped: neither sweep nor head comes again', async () => {
    held('setInterval', 600_000, 3_600_000)
    const cleared = vi.spyOn(globalThis, 'clearInterval')
    const g = await start()
    await g.stop(0)
    const lengths = cleared.mock.calls.map(([timer]) => (timer as unknown as { length?: number }).length)
    expect(lengths).toEqual(expect.arrayContaining([600_000, 3_600_000]))
  })

  test('is closed at the end: stores, databases and connections to other systems', async () => {
    const closed: string[] = []
    const closing = (name: string) => async () => void closed.push(name)
    const stores: Stores = { ...memoryStores(stillClock), close: closing('stores') }
    const databases = { query: async () => [], close: closing('databases') }
    const transport = Object.assign(async () => new Response(), { close: closing('connections') })
    const g = await start({}, { stores, databases, transport })
    expect(closed).toEqual([])
    await g.stop(0)
    expect(closed).toEqual(['stores', 'databases', 'connections'])
  })
})

describe('a stop', () => {
  test('is seen at /readyz before the port closes, for as long as the configuration says', async () => {
    const timers = held('setTimeout', 12_345)
    const g = await start({ listen: { port: 0, lagMs: 12_345 } })
    expect((await fetch(`${g.address}/readyz`)).status).toBe(200)
    const stopped = g.stop(0)
    const ready = await fetch(`${g.address}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, because: 'stopping' }])
    expect((await fetch(`${g.address}/healthz`)).status).toBe(200)
    timers.get(12_345)?.()
    await stopped
    await expect(fetch(`${g.address}/healthz`)).rejects.toThrow()
  })

  /** A card whose second event comes when the test says, or not at all. */
  function waiting() {
    let release = () => {}
    const released = new Promise<void>((done) => {
      release = done
    })
    const hub: NodeOptions['hub'] = (ports) => ({
      ...tinyHub(ports),
      async *open(_request, _agent, signal) {
        yield* stamped([whoEvent('c')])
        await Promise.race([released, new Promise((done) => signal.addEventListener('abort', done))])
        if (!signal.aborted)
          yield { v: 1, epoch: 0, seq: 1, revision: 0, event: 'settled', answered: 0, failed: 0, changes: '' }
      },
    })
    return { hub, release: () => release() }
  }
  const kinds = async (answer: Response) => (await eventsOf(answer)).map(({ event }) => event)

  test('lets what is open come to its end', async () => {
    const { hub, release } = waiting()
    const g = await start({}, { hub })
    const card = await g.send('/v1/card', {}, await g.bearer())
    const stopped = g.stop(200)
    release()
    expect(await kinds(card)).toEqual(['who', 'settled'])
    await stopped
  })

  test.each([
    ['after the seconds it was given', 0, {}],
    ['after the seconds of the configuration', undefined, { stopSeconds: 0 }],
  ])('ends what is still open %s: the card sees that it was cut off', async (_, seconds, listen) => {
    const { hub } = waiting()
    const g = await start({ listen: { port: 0, ...listen } }, { hub })
    const card = await g.send('/v1/card', {}, await g.bearer())
    const stopped = g.stop(seconds)
    expect(await kinds(card)).toEqual(['who'])
    await stopped
  })

  test('comes with SIGTERM and SIGINT, unless somebody else listens to them', async () => {
    const once = vi.spyOn(process, 'once').mockReturnThis()
    await start()
    expect(once).not.toHaveBeenCalled()
    await start({}, { signals: true })
    expect(once.mock.calls.map(([signal]) => signal)).toEqual(['SIGTERM', 'SIGINT'])
  })
})
