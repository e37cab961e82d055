import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { basePort, controlPort, gatewayPort, listenPort, originOf } from '../systems/ports.ts'
import { secret } from '../systems/secrets.ts'
import { file, page, projectRoot } from './files.ts'
import { ownPagesOnly, strictHeaders } from './headers.ts'
import { systems } from './systems.ts'
import { isRole, signer } from './token.ts'

/** The host of the demo: pages, the backend that signs for its agents, and the strip's switches. */
const base = basePort()
const gateway = `http://127.0.0.1:${gatewayPort(base)}`
const root = projectRoot()
const pages = join(root, process.env.DEMO_SERVES === 'source' ? 'demo-host/pages' : 'dist/host')
const issuer = await signer(process.env.DEMO_ISSUER_KEY ?? '')
const sample = systems({
  control: `http://127.0.0.1:${controlPort(base)}`,
  token: process.env.DEMO_CONTROL_TOKEN ?? '',
  desk: originOf(base, 'desk'),
  deskPassword: secret('desk'),
})

const app = new Hono()
app.use(strictHeaders(gateway))
app.get('/token', ownPagesOnly, async (c) => {
  const role = c.req.query('role') ?? 'adviser'
  const agent = c.req.query('agent')
  if (!isRole(role)) return c.text('role: adviser, store, claims, admin o night', 400)
  if (agent !== undefined && !/^[a-z0-9-]{1,30}$/.test(agent))
    return c.text('agent: letras, cifras y guiones', 400)
  return c.text(await issuer.sign(role, agent), 200, { 'cache-control': 'no-store' })
})
// Editor and quality are the gateway's pages: whoever asks from here, or types the address, goes there with a
// fresh word for who they are.
for (const own of ['editor', 'quality'])
  app.get(`/${own}`, async (c) => {
    if (!['same-origin', 'none', undefined].includes(c.req.header('sec-fetch-site')))
      return c.text('Ábrelo desde las páginas de la demostración', 403)
    const wishes = new URLSearchParams(
      ['lang', 'theme'].flatMap((name) => {
        const value = c.req.query(name)
        return value && /^[a-z]+$/.test(value) ? [[name, value]] : []
      }),
    )
    return c.redirect(
      `${gateway}/${own}${wishes.size > 0 ? `?${wishes}` : ''}#token=${await issuer.sign('admin')}`,
      302,
    )
  })
const noControl = { error: 'El mando de los sistemas no contesta: espera a que el terminal diga «lista»' }
app.get('/systems', ownPagesOnly, async (c) => {
  try {
    return c.json((await sample.all()) as never, 200, { 'cache-control': 'no-store' })
  } catch {
    return c.json(noControl, 503)
  }
})
app.post('/systems/:id/mode', ownPagesOnly, async (c) => {
  try {
    const answer = await sample.set(c.req.param('id'), await c.req.text())
    return c.body(await answer.text(), answer.status as 200, { 'content-type': 'application/json' })
  } catch {
    return c.json(noControl, 503)
  }
})
app.get('/notes', ownPagesOnly, async (c) => {
  try {
    return c.json(await sample.notes(c.req.query('mail') ?? ''), 200, { 'cache-control': 'no-store' })
  } catch {
    return c.json({ error: 'Soporte no responde' }, 502)
  }
})
app.get('/health', (c) => c.text('ok'))
app.get('/element/*', (c) => file(c, join(root, 'dist/element'), c.req.path.slice('/element/'.length)))
app.get('/assets/*', (c) => file(c, pages, c.req.path.slice(1)))
for (const [path, name] of [
  ['/', 'index'],
  ['/helpdesk', 'helpdesk'],
  ['/pos', 'pos'],
  ['/bare', 'bare'],
] as const)
  app.get(path, (c) => page(c, pages, name, `${gateway}/card`))
app.notFound((c) => c.text('No existe', 404))
app.onError((error, c) => {
  console.error(`[host] ${c.req.method} ${c.req.path}: ${error.message}`)
  return c.text('Error del anfitrión', 500)
})

// `localhost`, not 127.0.0.1: another site than the card's, as in life.
const server = serve({ fetch: app.fetch, port: listenPort(base, 'host'), hostname: 'localhost' }, () =>
  process.send?.('ready'),
)
server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `[host] port ${listenPort(base, 'host')} is taken; stop what listens there, or set PORT to another number`
      : error.message,
  )
  process.exit(1)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0))
process.on('disconnect', () => process.exit(0))
