import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server, Socket } from 'node:net'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core'
import type { CardEvent, Connector, FichaSet } from '../../connectors/contract/index.ts'
import { type DemoAgent, demoIssuer } from '../../connectors/gateway/auth/demo-issuer.ts'
import type { GatewayConfig } from '../../connectors/gateway/config/config.ts'
import { nodeTransport } from '../../connectors/gateway/egress/node-transport.ts'
import { createGateway, type Gateway } from '../../connectors/gateway/gateway.ts'
import { folderPage } from '../../connectors/gateway/page/node-page.ts'
import { memoryStores } from '../../connectors/gateway/stores/memory.ts'
import { memoryCache, memoryNotices } from '../../connectors/hub/memory/index.ts'
import { type Clock, realClock } from '../../connectors/hub/ports.ts'
import { demoFichas } from '../../demo-host/fichas/index.ts'
import { freePort } from '../support/ports.ts'
import { document, type Origin, openOrigin } from '../widget/origins.ts'

/**
 * The built card and element around the real gateway, in this process, so that a test holds both ends of
 * every wire.
 */
export interface Rig {
  host: Origin
  gateway: Gateway
  gatewayUrl: string
  /** JSON lines the gateway logged. */
  lines: string[]
  bearer(agent?: Partial<DemoAgent>): Promise<string>
  post(path: string, body: unknown, token: string): Promise<Response>
  /** How many requests for this path reached the gateway. */
  asked(path: string): number
  /**
   * Breaks every connection to the gateway at once, as a process that dies does. Nobody can connect until
   * `up`.
   */
  down(): Promise<void>
  up(): Promise<void>
  /** A host page with the card on it, on another site than the card. */
  page(
    browser: Browser | BrowserContext,
    options?: {
      attributes?: string
      before?: (page: Page) => Promise<unknown>
      width?: number
      height?: number
    },
  ): Promise<{ page: Page; card: FrameLocator; problems: string[] }>
  close(): Promise<void>
}
export interface RigOptions {
  connectors: readonly Connector[]
  /** Default: the demo's set, whose roles and panels the rig's systems are made for. */
  fichas?: FichaSet
  config?: Partial<GatewayConfig>
  role?: string
  /** Folder of the card; default the built one. */
  card?: string
  /**
   * Comes up again as a new process does: knowing its secret and what was stored for good, and nothing that
   * any system said.
   */
  forgets?: boolean
  /**
   * A planted fault: what moved is forgotten too, so that a card left open is told that everything may have.
   */
  forgetsNotices?: boolean
  /** The gateway's time. Default: the machine's. */
  clock?: Clock
}

export const dist = (path: string): string => join(import.meta.dirname, '../../dist', path)

export async function openRig({
  connectors,
  fichas = demoFichas,
  config: more = {},
  role = 'adviser',
  card = dist('card'),
  forgets = false,
  forgetsNotices = false,
  clock = realClock,
}: RigOptions): Promise<Rig> {
  const host = await openOrigin('localhost')
  const issuer = await demoIssuer({ tenant: 'demo' })
  const lines: string[] = []
  const stores = memoryStores(clock)
  const many = {
    requestsPerMinute: 1e6,
    customersPer10Minutes: 1e6,
    foundPer10Minutes: 1e6,
    revealsPer10Minutes: 1e6,
  }
  const transport = nodeTransport()
  const port = await freePort()
  const gatewayUrl = `http://127.0.0.1:${port}`
  const config: GatewayConfig = {
    tenant: 'demo',
    hosts: [host.origin],
    issuers: [issuer.issuer],
    connectors,
    publicOrigin: gatewayUrl,
    limits: many,
    secret: { name: 'RIG_SECRET' },
    ...more,
  }
  const secret = randomUUID()
  const started = () =>
    createGateway(config, {
      clock,
      write: (line) => lines.push(line),
      stores: {
        ...stores,
        cache: memoryCache(clock),
        ...(forgetsNotices ? { notices: memoryNotices(clock) } : {}),
      },
      secrets: () => secret,
      transport,
      page: folderPage(card),
      fichas,
    })
  let gateway = started()

  let server: Server | undefined
  let died = false
  const asked = new Map<string, number>()
  const sockets = new Set<Socket>()
  const up = async (): Promise<void> => {
    if (server) return
    if (forgets && died) gateway = started()
    server = createAdaptorServer({
      fetch: (request: Request) => {
        const { pathname } = new URL(request.url)
        asked.set(pathname, (asked.get(pathname) ?? 0) + 1)
        return gateway.fetch(request)
      },
    }) as Server
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
    // As the gateway's own: a request of a busy test meets no line that is being closed.
    if ('keepAliveTimeout' in server) server.keepAliveTimeout = 75_000
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  const down = async (): Promise<void> => {
    const dying = server
    if (!dying) return
    server = undefined
    died = true
    const closed = new Promise((done) => dying.close(done))
    for (const socket of sockets) socket.resetAndDestroy()
    await closed
  }
  await up()

  host.set('/element.js', { script: readFileSync(dist('element/element.js'), 'utf8') })
  host.set('/token', {
    answer: (_request, response) =>
      void issuer
        .sign({ id: 'ana', roles: [role], name: 'Ana', languages: ['es'], shop: 'Centro' })
        .then((token) =>
          response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end(token),
        ),
  })
  const post: Rig['post'] = (path, body, token) =>
    fetch(`${gatewayUrl}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    })
  let pages = 0
  return {
    host,
    get gateway() {
      return gateway
    },
    gatewayUrl,
    lines,
    post,
    asked: (path) => asked.get(path) ?? 0,
    up,
    down,
    async bearer(agent = {}) {
      const answer = await fetch(`${gatewayUrl}/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          hostToken: await issuer.sign({ id: 'ana', roles: [role], shop: 'Centro', ...agent }),
        }),
      })
      if (!answer.ok) throw new Error(`no session: ${answer.status} ${await answer.text()}`)
      return ((await answer.json()) as { token: string }).token
    },
    async page(browser, { attributes = '', before, width = 340, height = 900 } = {}) {
      const context =
        'newContext' in browser ? await browser.newContext({ viewport: { width, height } }) : browser
      const page = await context.newPage()
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(`page error: ${error.message}`))
      page.on('console', (message) => {
        if (/Content Security Policy|Content-Security-Policy|Trusted/i.test(message.text()))
          problems.push(message.text())
      })
      await before?.(page)
      const path = `/desk-${pages++}`
      host.set(path, {
        html: document(
          `<ficha-nucleo style="display:block;position:fixed;inset:0;height:100%" src="${gatewayUrl}/card" token-url="/token" ${attributes}></ficha-nucleo><script type="module" src="/element.js"></script>`,
        ),
      })
      await page.goto(`${host.origin}${path}`)
      return { page, card: page.frameLocator('iframe[title="Ficha de cliente"]'), problems }
    },
    async close() {
      await down()
      await gateway.close()
      await transport.close()
      await host.close()
    },
  }
}

export const eventsOf = async (response: Response): Promise<CardEvent[]> =>
  (await response.text())
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as CardEvent)

/** The card's own frame: of another site, so of another process. */
export function frameOf(page: Page, gatewayUrl: string) {
  const frame = page.frames().find((f) => f.url().startsWith(`${gatewayUrl}/card`))
  if (!frame)
    throw new Error(
      `no card frame among ${page
        .frames()
        .map((f) => f.url())
        .join(', ')}`,
    )
  return frame
}
