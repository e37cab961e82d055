import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, describe, expect, it, test } from 'vitest'
import { testGateway } from '../testing/test-gateway.ts'
import { folderPage } from './node-page.ts'
import type { CardPage } from './page.ts'

const html =
  '<!doctype html><html lang="es"><head><meta name="ficha-hosts" content="https://evil.example"><title>Ficha</title><style>body{margin:0}</style><script type="module" crossorigin src="./assets/main-a1.js"></script><script type="application/json">{"a":1}</script><script>document.documentElement.dataset.js=""</script></head><body></body></html>'
const page: CardPage = {
  html: async () => html,
  asset: async (name) =>
    name === 'assets/main-a1.js' ? { body: new TextEncoder().encode('export {}') } : undefined,
}
const hosts = [
  'https://desk.example.com',
  { origin: 'https://acme.zendesk.com', name: 'zendesk' },
  'http://localhost:4173',
]
const get = async (path: string, config = {}) => {
  const t = await testGateway({ page, config: { hosts, ...config } })
  return t.gateway.fetch(new Request(`http://127.0.0.1:4174${path}`))
}
const directives = (answer: Response) =>
  new Map(
    (answer.headers.get('content-security-policy') ?? '')
      .split('; ')
      .map((d) => [d.split(' ')[0], d.split(' ').slice(1)]),
  )
const gate = (text: string) =>
  [...text.matchAll(/<meta name="ficha-hosts" content="([^"]*)"/g)].map((m) =>
    (m[1] as string).split(' ').filter(Boolean),
  )

test('who may frame the card and whom its gate lets speak are one list', async () => {
  const answer = await get('/card')
  const listed = ['https://desk.example.com', 'https://acme.zendesk.com', 'http://localhost:4173']
  expect(directives(answer).get('frame-ancestors')).toEqual(listed)
  expect(gate(await answer.text())).toEqual([listed])
})

test('a page that says which it is gets the card for itself alone; a stranger gets it for nobody', async () => {
  for (const [host, allowed] of [
    ['https://acme.zendesk.com', ['https://acme.zendesk.com']],
    ['https://evil.example', []],
    ['https://acme.zendesk.com.evil.example', []],
    ['https://acme.zendesk.com/', []],
    ['HTTPS://acme.zendesk.com', []],
    ['', []],
    ['*', []],
  ] as [string, string[]][]) {
    const answer = await get(`/card?host=${encodeURIComponent(host)}&phone=600123456`)
    expect(directives(answer).get('frame-ancestors'), host).toEqual(allowed.length ? allowed : ["'none'"])
    expect(gate(await answer.text()), host).toEqual([allowed])
  }
})

test('the policy lets nothing in that the build did not bring: no inline script or style without its hash, no eval, no frame, no form', async () => {
  const answer = await get('/card')
  const csp = directives(answer)
  expect(csp.get('default-src')).toEqual(["'none'"])
  expect(csp.get('script-src')).toEqual(["'self'", expect.stringMatching(/^'sha256-/)])
  expect(csp.get('style-src')).toEqual(["'self'", expect.stringMatching(/^'sha256-/)])
  for (const name of ['base-uri', 'form-action', 'object-src', 'frame-src'])
    expect(csp.get(name), name).toEqual(["'none'"])
  expect(csp.get('require-trusted-types-for')).toEqual(["'script'"])
  expect(csp.get('trusted-types')).toEqual(["'none'"])
  expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe|\*|strict-dynamic/)
  expect(
    Object.fromEntries(
      [
        'referrer-policy',
        'x-content-type-options',
        'cache-control',
        'cross-origin-resource-policy',
        'x-frame-options',
      ].map((h) => [h, answer.headers.get(h)]),
    ),
  ).toEqual({
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'cross-origin',
    'x-frame-options': null,
  })
  expect(answer.headers.get('permissions-policy')).toContain('camera=()')
})

test('the words of one language are told to the browser with the document, and the reader of its address where nobody frames it', async () => {
  const manifest = {
    'i18n/en/first.ts': { file: 'assets/en-1.js' },
    'i18n/en/later.ts': { file: 'assets/en-later-1.js' },
    'i18n/es/first.ts': { file: 'assets/es-1.js' },
    'host/url.ts': { file: 'assets/url-1.js' },
  }
  const told = async (query: string, dest: string) => {
    const t = await testGateway({ page: { ...page, manifest: async () => manifest }, config: { hosts } })
    const text = await (
      await t.gateway.fetch(
        new Request(`http://127.0.0.1:4174/card${query}`, { headers: { 'sec-fetch-dest': dest } }),
      )
    ).text()
    return [
      /<html lang="(.*?)"/.exec(text)?.[1],
      ...[...text.matchAll(/<link rel="modulepreload" href="(.*?)">/g)].map((m) => m[1]),
    ]
  }
  expect(await told('', 'iframe')).toEqual(['es', './assets/es-1.js'])
  expect(await told('?lang=en-GB', 'iframe')).toEqual(['en', './assets/en-1.js'])
  expect(await told('?lang=en', 'document')).toEqual(['en', './assets/en-1.js', './assets/url-1.js'])
  for (const strange of ['?lang=xx', '?lang=url', '?lang=%22%3E%3Cscript', '?lang='])
    expect(await told(strange, 'iframe'), strange).toEqual(['es', './assets/es-1.js'])
})

test('assets are kept for ever, and nothing beside them can be reached', async () => {
  const found = await get('/assets/main-a1.js')
  expect([found.status, found.headers.get('content-type'), found.headers.get('cache-control')]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
  ])
  for (const path of [
    '/assets/other.js',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/%2e%2e/etc/passwd',
    '/assets/.env',
    '/assets/a/b.js',
    '/assets/main-a1.js.exe',
    '/assets/',
    '/index.html',
    '/card/',
  ])
    expect((await get(path)).status, path).toBe(404)
})

test('a thousand strange origins never reach the list', async () => {
  const t = await testGateway({ page, config: { hosts } })
  const bases = ['https://desk.example.com', 'https://acme.zendesk.com', 'http://localhost:4173']
  const twist = [
    (s: string) => `${s}.evil.example`,
    (s: string) => s.replace('://', '://evil.'),
    (s: string) => `${s}:444`,
    (s: string) => s.replace(/^https?/, 'ftp'),
    (s: string) => `${s}.`,
    (s: string) => s.replace('://', '://x@'),
    (s: string) => s.replace('e', 'е'),
    (s: string) => `${s}/path`,
    (s: string) => ` ${s}`,
    (s: string) => `${s}\n`,
    (s: string) => s.toUpperCase(),
    (s: string) => s.slice(0, -1),
    (s: string) => `null ${s}`,
  ]
  for (let i = 0; i < 1_000; i++) {
    const twisted =
      (twist[i % twist.length] as (s: string) => string)(bases[i % 3] as string) +
      (i > 38 ? String.fromCharCode(33 + (i % 90)) : '')
    if (bases.includes(twisted)) continue
    const answer = await t.gateway.fetch(
      new Request(`http://127.0.0.1:4174/card?host=${encodeURIComponent(twisted)}`),
    )
    expect(directives(answer).get('frame-ancestors'), twisted).toEqual(["'none'"])
  }
})

test.each(['/editor', '/quality'])(
  '%s is framed by nobody, whichever hosts may frame the card',
  async (path) => {
    const answer = await get(path)
    expect(directives(answer).get('frame-ancestors')).toEqual(["'none'"])
    expect(gate(await answer.text())).toEqual([[]])
  },
)

test('the document is of no use to a search engine, and loads only what says that it may be loaded', async () => {
  const { headers } = await get('/card')
  expect([headers.get('x-robots-tag'), headers.get('cross-origin-embedder-policy')]).toEqual([
    'noindex',
    'require-corp',
  ])
})

describe('what browsers load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-page-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'card/assets'), { recursive: true })
  mkdirSync(join(folder, 'element'))
  writeFileSync(
    join(folder, 'card/assets/card-12345678.js'),
    'export const words = "ficha ficha ficha ficha ficha ficha"',
  )
  writeFileSync(
    join(folder, 'element/element.js'),
    'customElements.define("ficha-nucleo", class extends HTMLElement {})',
  )
  const get = async (path: string, encoding?: string) => {
    const t = await testGateway({ page: folderPage(join(folder, 'card')) })
    return t.gateway.fetch(
      new Request(
        `http://127.0.0.1:4174${path}`,
        encoding ? { headers: { 'accept-encoding': encoding } } : {},
      ),
    )
  }

  it('is shrunk for who takes brotli, and plain for who does not', async () => {
    const small = await get('/assets/card-12345678.js', 'gzip, br')
    expect(small.headers.get('content-encoding')).toBe('br')
    expect(brotliDecompressSync(Buffer.from(await small.arrayBuffer())).toString()).toContain('ficha ficha')
    expect((await get('/assets/card-12345678.js')).headers.get('content-encoding')).toBeNull()
  })
  it('is only for the card itself, as the type it says, one copy for each encoding, with its map', async () => {
    const { headers } = await get('/assets/card-12345678.js')
    expect(
      Object.fromEntries(
        ['cross-origin-resource-policy', 'x-content-type-options', 'vary', 'sourcemap'].map((name) => [
          name,
          headers.get(name),
        ]),
      ),
    ).toEqual({
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      sourcemap: 'card-12345678.js.map',
    })
  })
  it('a picture, which is small already, goes out as it is', async () => {
    writeFileSync(join(folder, 'card/assets/mark-12345678.png'), 'ficha ficha ficha ficha ficha')
    expect((await get('/assets/mark-12345678.png', 'br')).headers.get('content-encoding')).toBeNull()
  })
  it('a file is read once; one that was not there is looked for again', async () => {
    const page = folderPage(join(folder, 'card'))
    const text = async (name: string) => {
      const found = await page.asset(`assets/${name}`, false)
      return found && Buffer.from(found.body).toString()
    }
    expect(await text('late-12345678.js')).toBeUndefined()
    writeFileSync(join(folder, 'card/assets/late-12345678.js'), 'first')
    expect(await text('late-12345678.js')).toBe('first')
    writeFileSync(join(folder, 'card/assets/late-12345678.js'), 'second')
    expect(await text('late-12345678.js')).toBe('first')
  })
  it('the element may be loaded by any host page; nothing else beside it may', async () => {
    const element = await get('/element.js')
    expect([
      element.status,
      element.headers.get('access-control-allow-origin'),
      element.headers.get('cross-origin-resource-policy'),
    ]).toEqual([200, '*', 'cross-origin'])
    // It keeps its name when it changes: a host page asks again soon.
    expect(element.headers.get('cache-control')).toBe('public, max-age=300')
    expect((await get('/element.js.map')).status).toBe(404)
    expect((await get('/elementX.js')).status).toBe(404)
  })
})
