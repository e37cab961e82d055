import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { decodeJwt, exportJWK, generateKeyPair } from 'jose'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { makeWorld } from '../people/world.ts'
import { desk } from '../systems/desk.ts'
import { file, page } from './files.ts'
import { ownPagesOnly, strictHeaders } from './headers.ts'
import { systems } from './systems.ts'
import { isRole, signer } from './token.ts'

const above = mkdtempSync(join(tmpdir(), 'ficha-host-'))
const folder = join(above, 'pages')
mkdirSync(folder)
writeFileSync(join(above, 'secret.js'), 'secret')
writeFileSync(join(folder, 'page.js'), 'page')
writeFileSync(join(folder, 'page-a1b2c3d4.js'), 'hashed')
writeFileSync(join(folder, 'notes.txt'), 'no type of ours')
writeFileSync(join(folder, 'bare.html'), '<ficha-nucleo src="%CARD%" data-hints></ficha-nucleo>')
afterAll(() => rmSync(above, { recursive: true, force: true }))

describe('the files of the host', () => {
  const app = new Hono()
    .get('/file', (c) => file(c, folder, c.req.query('path') ?? ''))
    .get('/bare', (c) => page(c, folder, 'bare', 'https://card.example/card'))
  const get = (path: string) => app.request(`/file?${new URLSearchParams({ path })}`)

  it('are those of the folder and nothing above it', async () => {
    expect(await (await get('page.js')).text()).toBe('page')
    for (const path of [
      '../secret.js',
      '../pages2/page.js',
      'x/../../secret.js',
      '/../secret.js',
      'notes.txt',
      '',
    ])
      expect((await get(path)).status, path).toBe(404)
  })
  it('are kept for ever only under a name that holds their hash', async () => {
    expect((await get('page-a1b2c3d4.js')).headers.get('cache-control')).toContain('immutable')
    expect((await get('page.js')).headers.get('cache-control')).toBe('no-cache')
  })
  it('a page is given hints from its address, as attributes and never as markup', async () => {
    const html = await (
      await app.request(`/bare?${new URLSearchParams({ name: '"><script>', onclick: 'x()', role: 'a"b' })}`)
    ).text()
    expect(html).toBe(
      '<ficha-nucleo src="https://card.example/card" name="&#34;&#62;&#60;script&#62;" token-url="/token?role=adviser"></ficha-nucleo>',
    )
    expect(await (await app.request('/bare?role=night')).text()).toContain(
      'phone="600 12 34 56" token-url="/token?role=night"',
    )
  })
})

describe('who may ask the host', () => {
  const app = new Hono()
    .use(strictHeaders('https://card.example'))
    .get('/x', ownPagesOnly, (c) => c.text('ok'))
  const status = async (headers: Record<string, string>) =>
    (await app.request('http://host.example/x', { headers: { host: 'host.example', ...headers } })).status

  it('only pages of its own origin, as the browser says', async () => {
    expect(await status({})).toBe(200)
    expect(await status({ 'sec-fetch-site': 'same-origin', origin: 'http://host.example' })).toBe(200)
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'http://evil.example' },
    ] as Record<string, string>[])
      expect(await status(headers), JSON.stringify(headers)).toBe(403)
  })
  it('a page frames the card and nothing else, and is framed by nobody', async () => {
    const policy = (await app.request('/x')).headers.get('content-security-policy')?.split('; ')
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        'frame-src https://card.example',
        "frame-ancestors 'none'",
      ]),
    )
  })
})

describe('what the host’s backend asks for its pages', () => {
  it('shows a customer’s own comments, newest first, and no letter to the customer', async () => {
    const world = makeWorld({ now: Date.parse('2026-11-21T09:30:00Z'), people: 60 })
    const helpdesk = desk(world.raw, 's3cret')
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => helpdesk.handle(new Request(url, init)))
    try {
      const asked = systems({ control: '', token: '', desk: 'http://desk.example', deskPassword: 's3cret' })
      const mail = 'lucia.martin@correo.example'
      const tickets = world.raw.desk.tickets.filter((t) => t.user === world.owned.get('lucia')!.desk[0])
      for (const [i, ticket] of tickets.slice(0, 2).entries())
        await helpdesk.handle(
          new Request(`http://desk.example/REST/2.0/ticket/${ticket.id}/comment`, {
            method: 'POST',
            headers: { authorization: `Basic ${btoa('ficha:s3cret')}`, 'content-type': 'application/json' },
            body: JSON.stringify({ Content: `nota ${i}`, ContentType: 'text/plain' }),
          }),
        )
      const notes = await asked.notes(mail)
      expect(notes.map((n) => n.text).toSorted()).toEqual(['nota 0', 'nota 1'])
      expect(notes.map((n) => n.at)).toEqual(
        notes
          .map((n) => n.at)
          .toSorted()
          .toReversed(),
      )
      expect(await asked.notes(`x' OR Requestor.EmailAddress = '${mail}`)).toEqual([])
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

describe('the demo’s token', () => {
  it('is for one agent in one role, for two minutes, and not to be had in production', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'demo', alg: 'ES256' })
    const issuer = await signer(jwk, {})
    const claims = decodeJwt(await issuer.sign('night'))
    expect(claims).toMatchObject({ sub: 'a-501', roles: ['night'], tenant: 'demo', aud: 'ficha' })
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(120)
    expect(decodeJwt(await issuer.sign('night')).jti).not.toBe(claims.jti)
    await expect(signer(jwk, { NODE_ENV: 'production' })).rejects.toThrow('production')
    expect([isRole('night'), isRole('toString'), isRole('root')]).toEqual([true, false, false])
  })
})
