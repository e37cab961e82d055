import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { freePort } from '../support/ports.ts'
import { type GatewayProcess, startGatewayProcess } from './process.ts'

const nginx = ['/usr/sbin/nginx', '/usr/bin/nginx'].find((path) => existsSync(path))
let g: GatewayProcess
let stop: (() => Promise<void>) | undefined
afterEach(async () => {
  await stop?.()
  stop = undefined
  await g?.end()
})

/**
 * nginx with the recipe as it is published, but for the certificate, the port and the names of this machine.
 */
async function behindNginx(change: (recipe: string) => string = (r) => r): Promise<string> {
  const port = await freePort()
  const folder = join(g.folder, 'nginx')
  mkdirSync(folder)
  const published = readFileSync(
    new URL('../../connectors/gateway/deploy/nginx.conf', import.meta.url),
    'utf8',
  )
  const site = change(
    published
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
      .replace(/^\s*ssl_.*$/gm, '')
      .replace('http://127.0.0.1:4174', g.address)
      .replace('/var/log/nginx/ficha.log', join(folder, 'access.log')),
  )
  expect(site).toContain('proxy_pass http://127.0.0.1:')
  writeFileSync(join(folder, 'site.conf'), site)
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((n) => `${n}_temp_path ${join(folder, n)};`)
    .join(' ')
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')}; events {} http { ${temp} include ${join(folder, 'site.conf')}; }`,
  )
  const args = [
    '-p',
    folder,
    '-c',
    join(folder, 'nginx.conf'),
    ...(process.getuid?.() === 0 ? ['-g', 'user root;'] : []),
  ]
  expect(spawnSync(nginx as string, ['-t', ...args]).stderr.toString()).toContain('test is successful')
  const child = spawn(nginx as string, args, { stdio: 'ignore' })
  const exited = new Promise((done) => child.on('exit', done))
  stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  const address = `http://127.0.0.1:${port}`
  while (
    (await fetch(`${address}/healthz`).then(
      (r) => r.status,
      () => 0,
    )) !== 200
  )
    await new Promise((r) => setTimeout(r, 20))
  return address
}

const recipes: [string, (recipe: string) => string][] = [
  ['the recipe as published', (r) => r],
  ['a proxy that buffers, told by our header alone', (r) => r.replace(/^\s*proxy_buffering off;$/m, '')],
]
for (const [name, change] of recipes)
  test.skipIf(!nginx)(
    `nginx, ${name}: the first event is here while the slow system is still held (nginx)`,
    async () => {
      g = await startGatewayProcess()
      const at = await behindNginx(change)
      const card = await g.open(await g.bearer(at), at)
      expect(await card.until('who')).toBe(true)
      expect(card.events.some((e) => e.event === 'settled')).toBe(false)
      g.release()
      expect(await card.until('settled')).toBe(true)
    },
  )

test.skipIf(!nginx)(
  'planted fault: a proxy that gathers and packs whatever we say holds the first event back (nginx)',
  async () => {
    g = await startGatewayProcess()
    const at = await behindNginx((r) =>
      r.replace(
        /^\s*proxy_buffering off;$/m,
        'proxy_buffering on; proxy_ignore_headers X-Accel-Buffering; gzip on; gzip_types *; gzip_proxied any; gzip_min_length 0;',
      ),
    )
    const opened = g.open(await g.bearer(at), at).then((card) => card.until('who').then(() => card))
    expect(
      await Promise.race([
        opened.then(() => 'came'),
        new Promise((r) => setTimeout(() => r('held back'), 1_500)),
      ]),
    ).toBe('held back')
    g.release()
    expect(await (await opened).until('settled')).toBe(true)
  },
)

test.skipIf(!nginx)(
  'who brings forged tokens is told to wait, whatever address they write; a proxy that passes on what they wrote is the planted fault (nginx)',
  async () => {
    const tried = async (change?: (recipe: string) => string) => {
      g = await startGatewayProcess()
      const at = await behindNginx(change)
      const statuses: number[] = []
      for (let i = 0; i < 7; i++)
        statuses.push(
          (
            await fetch(`${at}/v1/session`, {
              method: 'POST',
              body: JSON.stringify({ hostToken: 'forged' }),
              headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${i}` },
            })
          ).status,
        )
      await stop?.()
      await g.end()
      return statuses
    }
    expect(await tried()).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect(
      await tried((r) => r.replace('X-Forwarded-For $remote_addr', 'X-Forwarded-For $http_x_forwarded_for')),
    ).toEqual([401, 401, 401, 401, 401, 401, 401])
  },
)

test.skipIf(!nginx)(
  'what is for the operator is not on the street, and a person in the query is in no log (nginx)',
  async () => {
    g = await startGatewayProcess()
    const at = await behindNginx()
    for (const path of ['/metrics', '/readyz']) expect((await fetch(`${at}${path}`)).status, path).toBe(404)
    await fetch(`${at}/card?phone=600123456`)
    expect(
      (
        await fetch(`${at}/v1/card`, {
          method: 'POST',
          body: 'x'.repeat(1_048_576),
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBeGreaterThanOrEqual(400)
    const logged = () => readFileSync(join(g.folder, 'nginx/access.log'), 'utf8')
    await expect.poll(logged).toContain('/v1/card')
    const log = logged()
    expect(log + g.lines.join()).not.toContain('600123456')
  },
)
