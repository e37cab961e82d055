import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { CardEvent } from '../../connectors/contract/index.ts'
import { type DemoIssuer, demoIssuer } from '../../connectors/gateway/auth/demo-issuer.ts'

export interface GatewayProcess {
  address: string
  child: ChildProcess
  lines: string[]
  folder: string
  issuer: DemoIssuer
  exited: Promise<number | null>
  /** Lets the slow system answer, now and from now on. */
  release(): void
  hold(): void
  bearer(at?: string): Promise<string>
  open(token: string, at?: string): Promise<Lines>
  end(): Promise<void>
}

/** A real gateway in a process of its own, over a system that answers when the test says. */
export async function startGatewayProcess(env: Record<string, string> = {}): Promise<GatewayProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-held-'))
  const waiting: ServerResponse[] = []
  let open = false
  const system = createServer((_req, res) => {
    if (open) res.end('{}')
    else waiting.push(res)
  })
  await new Promise<void>((done) => system.listen(0, '127.0.0.1', done))
  const issuer = await demoIssuer({ tenant: 'demo' })
  const { jwks } = issuer.issuer.keys as { jwks: unknown }
  const child = spawn(
    process.execPath,
    [
      resolve('node_modules/jiti/lib/jiti-cli.mjs'),
      resolve('connectors/gateway/main.ts'),
      resolve('e2e/gateway/ficha.config.ts'),
    ],
    {
      env: {
        PATH: process.env.PATH,
        HELD_ORIGIN: `http://127.0.0.1:${(system.address() as AddressInfo).port}`,
        ISSUER_JWKS: JSON.stringify(jwks),
        STORE_FILE: join(folder, 'ficha.sqlite'),
        FICHA_SECRET: 's'.repeat(40),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const lines: string[] = []
  let rest = ''
  let said = ''
  child.stderr?.on('data', (d: Buffer) => {
    said += d.toString()
  })
  const exited = new Promise<number | null>((done) => child.on('exit', (code) => done(code)))
  const address = await new Promise<string>((done, fail) => {
    child.stdout?.on('data', (d: Buffer) => {
      rest += d.toString()
      const whole = rest.split('\n')
      rest = whole.pop() ?? ''
      lines.push(...whole)
      for (const line of whole) {
        const at = /"log":"listening","address":"([^"]+)"/.exec(line)?.[1]
        if (at) done(at)
      }
    })
    void exited.then((code) => fail(new Error(`the gateway ended with ${code}: ${said}`)))
  })
  const post = (at: string, path: string, body: unknown, token?: string) =>
    fetch(`${at}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    })
  return {
    address,
    child,
    lines,
    folder,
    issuer,
    exited,
    release() {
      open = true
      for (const res of waiting.splice(0)) res.end('{}')
    },
    hold() {
      open = false
    },
    async bearer(at = address) {
      return (
        (await (
          await post(at, '/v1/session', { hostToken: await issuer.sign({ id: 'ana', roles: ['adviser'] }) })
        ).json()) as { token: string }
      ).token
    },
    open: async (token, at = address) =>
      new Lines(
        await post(
          at,
          '/v1/card',
          { hints: [{ kind: 'phone', value: '600 12 34 56' }], purpose: 'care' },
          token,
        ),
      ),
    async end() {
      if (child.exitCode === null) child.kill('SIGKILL')
      await exited
      system.closeAllConnections()
      await new Promise((done) => system.close(done))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A stream read line by line, so that a test can say what has arrived while the rest is still held. */
export class Lines {
  readonly response: Response
  readonly events: CardEvent[] = []
  /** How the body ended: by itself, or cut off. */
  ended: 'closed' | 'cut' | undefined
  #reader: ReadableStreamDefaultReader<Uint8Array>
  #text = ''
  #decoder = new TextDecoder()
  constructor(response: Response) {
    this.response = response
    this.#reader = (response.body as ReadableStream<Uint8Array>).getReader()
  }
  /** Reads until such an event came; false when the stream ended first. */
  async until(kind: CardEvent['event']): Promise<boolean> {
    for (;;) {
      if (this.events.some((e) => e.event === kind)) return true
      const { done, value } = await this.#reader.read().catch(() => {
        this.ended = 'cut'
        return { done: true as const, value: undefined }
      })
      if (done) {
        this.ended ??= 'closed'
        // two that wait side by side read in turn: the other may have read the event
        return this.events.some((e) => e.event === kind)
      }
      this.#text += this.#decoder.decode(value, { stream: true })
      const whole = this.#text.split('\n')
      this.#text = whole.pop() ?? ''
      for (const line of whole) if (line.trim()) this.events.push(JSON.parse(line) as CardEvent)
    }
  }
}
