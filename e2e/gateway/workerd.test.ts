import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CardEvent } from '../../connectors/contract/index.ts'
import { demoIssuer } from '../../connectors/gateway/auth/demo-issuer.ts'
import { freePort } from '../support/ports.ts'

const binary = (() => {
  try {
    const path = createRequire(import.meta.url).resolve('workerd/bin/workerd')
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
})()
const folder = mkdtempSync(join(tmpdir(), 'ficha-workerd-'))
const issuer = await demoIssuer({ tenant: 'demo' })
let child: ChildProcess | undefined
let address = ''
let said = ''

beforeAll(async () => {
  if (!binary) return
  await build({
    configFile: false,
    logLevel: 'error',
    root: resolve('.'),
    ssr: { target: 'webworker', noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'es2022',
      rolldownOptions: {
        input: resolve('e2e/gateway/worker.ts'),
        output: { entryFileNames: 'worker.js', codeSplitting: false },
      },
    },
  })
  const port = await freePort()
  address = `http://127.0.0.1:${port}`
  const text = (value: string) => JSON.stringify(value)
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .w)], sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]);
const w :Workerd.Worker = (modules = [(name = "worker", esModule = embed "worker.js")], compatibilityDate = "2026-01-01",
  bindings = [(name = "ISSUER_JWKS", text = ${text(JSON.stringify((issuer.issuer.keys as { jwks: unknown }).jwks))}), (name = "FICHA_SECRET", text = ${text('w'.repeat(40))}), (name = "ORIGIN", text = ${text(address)})]);`,
  )
  child = spawn(binary, ['serve', 'config.capnp'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stderr?.on('data', (d: Buffer) => {
    said += d.toString()
  })
  child.stdout?.on('data', (d: Buffer) => {
    said += d.toString()
  })
  for (let i = 0; i < 1_200 && child.exitCode === null; i++) {
    if (
      (await fetch(`${address}/healthz`).then(
        (r) => r.status,
        () => 0,
      )) === 200
    )
      return
    await new Promise((r) => setTimeout(r, 50))
  }
  throw new Error(`workerd did not answer: ${said.slice(0, 2_000)}`)
})
afterAll(async () => {
  if (child && child.exitCode === null) {
    const gone = new Promise((done) => child?.on('exit', done))
    child.kill('SIGKILL')
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
})

const post = (path: string, body: unknown, token?: string) =>
  fetch(`${address}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
  })

test.skipIf(!binary)('nothing of Node is in the bundle (workerd)', () => {
  // Examples in docstrings may name Node's process.
  const code = readFileSync(join(folder, 'worker.js'), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '')
  expect(code.length).toBeGreaterThan(100_000)
  expect(
    [...code.matchAll(/^\s*(?:import|export)\b[^;\n]*?from\s*["']([^"']+)["']/gm)].map((m) => m[1]),
  ).toEqual([])
  expect(code).not.toMatch(/\bfrom ["']node:|\brequire\(["']|\bprocess\.(env|stdout)/)
})

test.skipIf(!binary)(
  'the gateway and its hub recognise a customer in an edge runtime (workerd)',
  async () => {
    const session = await post('/v1/session', {
      hostToken: await issuer.sign({ id: 'ana', roles: ['adviser'] }),
    })
    expect(session.status, said).toBe(200)
    const { token } = (await session.json()) as { token: string }
    const card = await post(
      '/v1/card',
      { hints: [{ kind: 'phone', value: '600 12 34 56' }], purpose: 'care' },
      token,
    )
    expect(card.status, said).toBe(200)
    const events = (await card.text())
      .split('\n')
      .filter((l) => l.trim())
      .map((l) => JSON.parse(l) as CardEvent)
    expect(events[0]).toMatchObject({ event: 'who' })
    expect(events.at(-1)).toMatchObject({ event: 'settled' })
    expect(JSON.stringify(events)).toContain('Lucía Vega')
    const who = events.findLast((e) => e.event === 'who') as { card: string }
    expect((await post('/v1/ask', { card: who.card, question: 'person' }, token)).status).toBe(200)
    expect(
      ((await fetch(`${address}/openapi.json`).then((r) => r.json())) as { openapi: string }).openapi,
    ).toBe('3.1.0')
    expect((await fetch(`${address}/card`)).headers.get('content-security-policy')).toContain(
      'frame-ancestors https://desk.example.com',
    )
    expect((await post('/v1/card', {}, 'forged')).status).toBe(401)
  },
)
