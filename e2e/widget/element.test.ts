import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { frameOf, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

const heard = (page: Page) => frameOf(page, '/card').then((frame) => frame.evaluate(() => window.heard))
const until = async (check: () => Promise<boolean>, what: string) => {
  for (let i = 0; i < 600; i++) {
    if (await check().catch(() => false)) return
    await new Promise((r) => setTimeout(r, 50))
  }
  throw new Error(`never: ${what}`)
}
const desk = async (attributes: string): Promise<Page> => {
  const page = await world.page()
  await page.goto(`${world.host.origin}/desk`)
  await page.evaluate((html) => {
    const range = document.createRange()
    document.body.append(range.createContextualFragment(html))
  }, `<ficha-nucleo src="${world.card.origin}/card" ${attributes}></ficha-nucleo>`)
  return page
}
/** Both are told at once, in two messages. */
const bound = (page: Page) =>
  until(async () => {
    const { settings, subjects } = await heard(page)
    return settings.length > 0 && subjects.length > 0
  }, 'the card heard its settings and its subject')
const lastOf = async (page: Page) => (await heard(page)).subjects.at(-1)

describe('the element and the card in its frame', () => {
  it('makes one frame, with the name, sandbox and policies it promises', async () => {
    const page = await desk('phone="600123456"')
    await bound(page)
    const frame = page.locator('iframe')
    expect(await frame.count()).toBe(1)
    expect(
      await frame.evaluate((f) =>
        Object.fromEntries(
          ['title', 'sandbox', 'allow', 'referrerpolicy'].map((n) => [n, f.getAttribute(n)]),
        ),
      ),
    ).toEqual({
      title: 'Ficha de cliente',
      allow: 'clipboard-write',
      referrerpolicy: 'no-referrer',
      sandbox: 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox',
    })
  })

  it('carries attributes, then each change of them, together', async () => {
    const page = await desk('phone="600 12 34 56" channel="phone" interaction="T-1" lang="pt" theme="dark"')
    await bound(page)
    expect(await lastOf(page)).toEqual({
      hints: [{ kind: 'phone', value: '600 12 34 56' }],
      context: { channel: 'phone' },
      interaction: 'T-1',
    })
    expect((await heard(page)).settings.at(-1)).toMatchObject({ language: 'pt', theme: 'dark' })
    await page.evaluate(() => {
      const f = document.querySelector('ficha-nucleo')!
      f.removeAttribute('phone')
      f.setAttribute('mail', 'a@example.es')
      f.setAttribute('interaction', 'T-2')
    })
    await until(async () => (await lastOf(page))?.interaction === 'T-2', 'the new subject')
    expect((await heard(page)).subjects).toHaveLength(2)
    expect(await lastOf(page)).toEqual({
      hints: [{ kind: 'mail', value: 'a@example.es' }],
      context: { channel: 'phone' },
      interaction: 'T-2',
    })
  })

  it('carries the property at each setting, the same subject again included, and null as nobody', async () => {
    const page = await desk('')
    await bound(page)
    await page.evaluate(() => {
      const ficha = document.querySelector('ficha-nucleo')!
      const a = { hints: [{ kind: 'mail' as const, value: 'a@example.es' }], context: {} }
      const b = { hints: [{ kind: 'mail' as const, value: 'b@example.es' }], context: {} }
      for (const subject of [a, b, a, a, null]) ficha.subject = subject
    })
    await until(async () => (await heard(page)).subjects.length === 6, 'six subjects')
    expect((await heard(page)).subjects.map((s) => s?.hints[0]?.value ?? null)).toEqual([
      null,
      'a@example.es',
      'b@example.es',
      'a@example.es',
      'a@example.es',
      null,
    ])
  })

  it('takes what the page set on it before its script ran', async () => {
    const page = await world.page()
    await page.goto(`${world.host.origin}/empty`)
    await page.evaluate((src) => {
      const ficha = document.createElement('ficha-nucleo')
      ficha.setAttribute('src', src)
      Object.assign(ficha, {
        subject: { hints: [{ kind: 'order', value: 'early' }], context: {} },
        token: async () => 'early.early.early',
      })
      document.body.append(ficha)
      document.head.append(
        Object.assign(document.createElement('script'), { type: 'module', src: '/element.js' }),
      )
    }, `${world.card.origin}/card`)
    await bound(page)
    expect((await lastOf(page))?.hints[0]?.value).toBe('early')
    expect(await (await frameOf(page, '/card')).evaluate(() => window.card.token())).toBe('early.early.early')
    await page.evaluate(() => {
      document.querySelector('ficha-nucleo')!.subject = {
        hints: [{ kind: 'order', value: 'later' }],
        context: {},
      }
    })
    await until(async () => (await lastOf(page))?.hints[0]?.value === 'later', 'the later subject')
  })

  it('brings a token from the property, or from token-url, and says why it could not', async () => {
    const page = await desk('token-url="/token"')
    world.host.set('/token', { html: '{"token":"aaa.bbb.ccc"}' })
    await bound(page)
    const card = await frameOf(page, '/card')
    expect(await card.evaluate(() => window.card.token())).toBe('aaa.bbb.ccc')
    await page.evaluate(() => {
      document.querySelector('ficha-nucleo')!.token = async () => 'own.own.own'
    })
    expect(await card.evaluate(() => window.card.token())).toBe('own.own.own')
    await page.evaluate(() => {
      document.querySelector('ficha-nucleo')!.token = async () => {
        throw new Error('the desk is asleep')
      }
    })
    expect(await card.evaluate(() => window.card.token().catch((e: Error) => e.message))).toContain(
      'the desk is asleep',
    )
    await page.evaluate(() => {
      document.querySelector('ficha-nucleo')!.token = async () => '<html>'
    })
    expect(await card.evaluate(() => window.card.token().catch((e: Error) => e.message))).toContain(
      'not a JWT',
    )
  })

  it('lets the card resize, open, insert and notify, as events of the page', async () => {
    const page = await desk('')
    await bound(page)
    const card = await frameOf(page, '/card')
    expect(await card.evaluate(() => window.card.insert === undefined)).toBe(true)
    await page.evaluate(() => {
      const seen: unknown[] = []
      Object.assign(window, { seen })
      const ficha = document.querySelector('ficha-nucleo')!
      for (const name of ['open', 'insert', 'notify', 'resize'])
        ficha.addEventListener(`ficha-${name}`, (event) => {
          event.preventDefault()
          seen.push([name, (event as CustomEvent).detail])
        })
    })
    await until(() => card.evaluate(() => window.card.insert !== undefined), 'text may be inserted')
    await card.evaluate(() => {
      window.card.resize(412)
      window.card.open('https://shop.example/1')
      window.card.open('javascript:alert(1)')
      window.card.insert?.('Hola')
      window.card.notify?.('Listo')
    })
    const seen = () => page.evaluate(() => (window as unknown as { seen: unknown[] }).seen)
    await until(async () => (await seen()).length === 4, 'four events')
    expect(await seen()).toEqual([
      ['resize', { height: 412 }],
      ['open', { href: 'https://shop.example/1' }],
      ['insert', { text: 'Hola' }],
      ['notify', { text: 'Listo' }],
    ])
    expect(await page.locator('iframe').evaluate((f) => f.style.height)).toBe('412px')
  })

  it('shakes hands again when the frame reloads, and the subject on screen comes with it', async () => {
    const page = await desk('order="A-7"')
    await bound(page)
    for (let i = 0; i < 3; i++) {
      const card = await frameOf(page, '/card')
      await card.evaluate(() => {
        Object.assign(window, { old: true })
        location.reload()
      })
      await until(
        async () =>
          (await frameOf(page, '/card')).evaluate(
            () => !('old' in window) && window.heard?.subjects.length > 0,
          ),
        'the reloaded card heard again',
      )
      expect(await lastOf(page)).toMatchObject({ hints: [{ kind: 'order', value: 'A-7' }] })
    }
  })

  it('refuses a card of its own origin aloud, unless both are one owner’s', async () => {
    const page = await world.page()
    const said: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') said.push(message.text())
    })
    await page.goto(`${world.card.origin}/desk`)
    const put = (html: string) =>
      page.evaluate((h) => {
        document.body.replaceChildren(document.createRange().createContextualFragment(h))
      }, html)
    await put(`<ficha-nucleo src="/card"></ficha-nucleo>`)
    expect(await page.getByRole('alert').textContent()).toContain('La ficha no se pudo abrir')
    await expect.poll(() => said.join()).toContain('mismo origen')
    expect(await page.locator('iframe').count()).toBe(0)
    await put(`<ficha-nucleo src="/card" same-owner></ficha-nucleo>`)
    await page.locator('iframe').waitFor({ state: 'attached' })
    expect(await page.locator('iframe').count()).toBe(1)
    expect(await page.locator('iframe').getAttribute('sandbox')).toBeNull()
  })

  it.each([
    ['', 'src=""'],
    ['http://card.example/card', 'no es https'],
    ['javascript:alert(1)', 'no es https'],
  ])('says what is wrong with src="%s"', async (src, words) => {
    const page = await world.page()
    await page.goto(`${world.host.origin}/desk`)
    const code = await page.evaluate(
      (s) =>
        new Promise((resolve) => {
          const ficha = document.createElement('ficha-nucleo')
          ficha.setAttribute('src', s)
          ficha.addEventListener('ficha-error', (event) => resolve((event as CustomEvent).detail.code))
          document.body.append(ficha)
        }),
      src,
    )
    expect(code).toBe('bad-src')
    expect(await page.getByRole('alert').textContent()).toContain(words)
  })

  it('clears the card when a subject is too heavy or cannot be read, and tells the page', async () => {
    const page = await desk('mail="a@example.es"')
    await bound(page)
    const codes: string[] = []
    await page.exposeFunction('told', (detail: { code: string; message: string }) =>
      codes.push(`${detail.code}: ${detail.message}`),
    )
    await page.evaluate(() => {
      const ficha = document.querySelector('ficha-nucleo')!
      ficha.addEventListener(
        'ficha-error',
        (event) => void (window as unknown as { told(d: unknown): void }).told((event as CustomEvent).detail),
      )
      ficha.subject = { hints: [{ kind: 'mail', value: 'x'.repeat(1_000_000) }], context: {} }
    })
    await until(async () => (await lastOf(page)) === null && codes.length === 1, 'nobody on screen')
    await page.evaluate(() => {
      document.querySelector('ficha-nucleo')!.subject = {
        hints: [{ kind: 'shoe-size' as 'mail', value: '42' }],
        context: {},
      }
    })
    await until(async () => codes.length === 2, 'the refusal')
    expect(codes[0]).toMatch(/^too-large: .*64 KiB/)
    expect(codes[1]).toMatch(/^refused: subject\.hints\[0\]\.kind: one of/)
    expect(await lastOf(page)).toBe(null)
    expect(await page.locator('iframe').count()).toBe(1)
  })

  it('when the subject changes faster than the card takes it, shows nobody and then the last one', async () => {
    const page = await desk('')
    await bound(page)
    await page.evaluate(() => {
      const ficha = document.querySelector('ficha-nucleo')!
      for (let i = 0; i < 500; i++)
        ficha.subject = { hints: [{ kind: 'order', value: `O-${i}` }], context: {} }
    })
    await until(async () => (await lastOf(page))?.hints[0]?.value === 'O-499', 'the last subject')
    const { subjects } = await heard(page)
    expect(subjects.length).toBeLessThan(600)
    expect(subjects.at(-2)).toBe(null)
  })

  it('leaves the page without a frame, a listener that acts, or a word', async () => {
    const page = await desk('mail="a@example.es"')
    await bound(page)
    await page.evaluate(() => {
      const ficha = document.querySelector('ficha-nucleo')!
      ficha.remove()
      ficha.subject = null
      ficha.setAttribute('phone', '600')
    })
    expect(await page.locator('iframe').count()).toBe(0)
  })

  it('raised no page error in any of this', () => expect(world.problems).toEqual([]))
})
