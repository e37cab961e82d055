import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumArgs, findChromium } from '../browser/find-browser.ts'
import { bundle } from './bundle.ts'
import { document, type Origin, openOrigin } from './origins.ts'

const key = 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc'
const name = 'Zacarías Watermark'
const mail = 'zw-at-rest@example.es'
const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? files(join(folder, e.name)) : [join(folder, e.name)],
  )

describe('the store in a real browser', () => {
  let site: Origin
  let profile: string
  let context: BrowserContext | undefined
  const open = async (): Promise<Page> => {
    await context?.close()
    context = await chromium.launchPersistentContext(profile, {
      executablePath: (await findChromium()) as string,
      headless: true,
      args: chromiumArgs,
    })
    const page = await context.newPage()
    await page.goto(`${site.origin}/`)
    return page
  }
  beforeAll(async () => {
    site = await openOrigin('127.0.0.1')
    profile = mkdtempSync(join(tmpdir(), 'ficha-store-'))
    site.set('/', { html: document('<script type="module" src="/store.js"></script>') })
    site.set('/store.js', { script: await bundle('./pages/store.ts') })
  })
  afterAll(async () => {
    await context?.close()
    await site?.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  })

  it('finds its words again after a restart, and leaves nothing on the disk that anybody could read', async () => {
    const page = await open()
    await page.evaluate(
      async ({ key, name, mail }) => {
        const store = await window.openOnDisk(key)
        await store.remember({ name, hints: [{ kind: 'mail', value: mail }], at: new Date().toISOString() })
        await store.keepDraft(mail, {
          kind: 'handoff',
          text: `Llamar a ${name}`,
          at: new Date().toISOString(),
        })
        if ((await store.kept()) !== 'encrypted') throw new Error('not on the disk')
        // The control: the same words in a database of their own, as a careless card would keep them.
        await new Promise<void>((resolve, reject) => {
          const asked = indexedDB.open('careless', 1)
          asked.onupgradeneeded = () => asked.result.createObjectStore('x')
          asked.onerror = () => reject(asked.error as Error)
          asked.onsuccess = () => {
            const tx = asked.result.transaction('x', 'readwrite', { durability: 'strict' })
            tx.objectStore('x').put({ careless: 'careless-zw@example.es' }, 1)
            tx.oncomplete = () => resolve()
          }
        })
      },
      { key, name, mail },
    )
    await context?.close()

    const again = await open()
    expect(
      await again.evaluate(
        async ({ key, mail }) => {
          const store = await window.openOnDisk(key)
          return [(await store.recents()).map((r) => r.name), (await store.draft(mail, 'handoff'))?.text]
        },
        { key, mail },
      ),
    ).toEqual([[name], `Llamar a ${name}`])
    expect(
      await again.evaluate(
        async ({ key, mail }) => {
          const store = await window.openOnDisk(key.replace('Bw', 'CA'))
          return [await store.recents(), await store.draft(mail, 'handoff')]
        },
        { key, mail },
      ),
    ).toEqual([[], null])
    await context?.close()

    const written = files(join(profile, 'Default', 'IndexedDB')).map((file) => readFileSync(file))
    const holds = (word: string) =>
      written.some(
        (bytes) =>
          bytes.includes(Buffer.from(word, 'latin1')) ||
          bytes.includes(Buffer.from(word, 'utf16le')) ||
          bytes.includes(Buffer.from(word, 'utf8')),
      )
    expect(written.length).toBeGreaterThan(0)
    expect(holds('careless-zw@example.es')).toBe(true)
    expect(['Watermark', 'zw-at-rest', 'Llamar a', 'handoff', key].filter(holds)).toEqual([])
    const raw = Buffer.from(key, 'base64url')
    expect(written.some((bytes) => bytes.includes(raw))).toBe(false)
  })

  it('forbidden to store, it works the same for as long as the page lives', async () => {
    const page = await open()
    await page.addInitScript(() => {
      for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('forbidden', 'SecurityError')
          },
        })
    })
    await page.reload()
    expect(
      await page.evaluate(async (key) => {
        const store = window.openStore(key)
        await store.keepDraft('T-1', { kind: 'note', text: 'hola', at: new Date().toISOString() })
        return [(await store.draft('T-1', 'note'))?.text, await store.kept()]
      }, key),
    ).toEqual(['hola', 'memory'])
  })

  it('shredded, even who has the key finds nothing', async () => {
    const page = await open()
    expect(
      await page.evaluate(async (key) => {
        const store = window.openStore(key)
        await store.keepDraft('T-2', { kind: 'note', text: 'hola', at: new Date().toISOString() })
        await store.shred()
        const next = window.openStore(key)
        return [await next.draft('T-2', 'note'), await next.recents()]
      }, key),
    ).toEqual([null, []])
  })
})
