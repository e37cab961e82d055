import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AnyRow,
  type Connector,
  type FichaSet,
  type FieldDef,
  matched,
  type Question,
  type SystemRecord,
  vocabulary,
} from '../../connectors/contract/index.ts'
import { findChromium, launchChromium } from '../browser/find-browser.ts'
import { switchOver } from '../support/card.ts'
import { runSeed } from '../support/seed.ts'
import { builtCard } from './planted.ts'
import { frameOf, openRig, type Rig } from './rig.ts'
import { seeded } from './seeded.ts'

const chromium = await findChromium()
const file = process.env.FICHA_DATA ? join(process.env.FICHA_DATA, 'xss/xss-and-naughty.json') : ''
const known = file !== '' && existsSync(file)
const perCard = 40
const questions = [
  'orders',
  'requests',
  'interactions',
  'payments',
  'returns',
  'feedback',
  'subscriptions',
  'things',
  'promises',
  'campaigns',
] as const satisfies readonly Question[]

/** Every field of a question that can hold a string somebody typed. */
const stringsOf = (q: Question): [string, FieldDef][] =>
  Object.entries(vocabulary[q].fields as Record<string, FieldDef>).filter(([, d]) =>
    ['text', 'id', 'status', 'address'].includes(d.type),
  )
const filled = (def: FieldDef, s: string): unknown => {
  const one = def.of
    ? Object.fromEntries(
        Object.entries(def.of)
          .filter(([, d]) => d.type === 'text')
          .map(([k]) => [k, s]),
      )
    : def.type === 'status'
      ? { code: s.slice(0, 100), label: s }
      : def.type === 'address'
        ? { street: s, locality: s }
        : def.type === 'id'
          ? s.slice(0, 300)
          : s
  return def.list ? [one] : one
}
const fichas: FichaSet = {
  version: 1,
  rules: [],
  templates: [
    {
      version: 1,
      id: 'all',
      title: 'Todo',
      for: { roles: ['adviser'] },
      layout: 'compact',
      glance: [],
      marks: [],
      signals: [],
      advice: [],
      mayAsk: [],
      mayOverride: true,
      timeline: [],
      panels: questions.map((q) => ({
        id: `p-${q}`,
        question: q,
        ask: 'at-once' as const,
        fields: [...new Set([...stringsOf(q).map(([f]) => f)])].slice(0, 30),
        limit: perCard,
        priority: 0,
      })),
    },
  ],
  policy: {
    version: 1,
    purposes: { care: { title: 'Atención', forbids: [] } },
    roles: {
      adviser: {
        purposes: ['care'],
        see: { none: 'clear', pseudonymous: 'clear', personal: 'clear', financial: 'clear' },
        mayReveal: [],
        mayAct: [],
        rows: [],
        afterConfirmation: false,
        maySearch: true,
        mayLink: true,
        mayEdit: false,
      },
    },
  },
}

interface Looked {
  fired: number
  reports: string[]
}
/** In every frame: whatever runs is counted, whatever the policy stops is too. */
const traps = (page: Page) =>
  page.addInitScript(() => {
    const looked = { fired: 0, reports: [] as string[] }
    Object.assign(window, { looked })
    const hit = () => {
      looked.fired++
      try {
        const above = (window.top as unknown as { looked?: Looked }).looked
        if (above && above !== looked) above.fired++
      } catch {
        /* another site */
      }
    }
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
      Object.defineProperty(window, name, { value: hit, configurable: true })
    addEventListener(
      'securitypolicyviolation',
      (event) => {
        looked.reports.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
      },
      true,
    )
  })

describe.skipIf(!chromium || !known)('strings that attack, in every field (Chromium, FICHA_DATA)', () => {
  let browser: Browser
  let rig: Rig
  let strings: string[]
  /** What the system holds now. */
  let rows: readonly string[] = []
  let names: readonly string[] = []
  const seed = runSeed()
  const connector: Connector = {
    id: 'shop',
    title: 'Tienda',
    origins: [],
    access: { kind: 'open' },
    find: {
      by: ['phone'],
      run: async (key) =>
        matched(
          names.map(
            (full, n): SystemRecord => ({
              id: `r${n}`,
              name: { full },
              identifiers: [{ kind: 'phone', value: key.value, verified: true }],
            }),
          ),
        ),
    },
    answers: Object.fromEntries(
      questions.map((q) => [
        q,
        {
          from: 'record',
          freshFor: 0,
          get: async () => ({
            complete: true,
            rows: rows.map(
              (s, n): AnyRow => ({
                id: `i${n}`,
                ...Object.fromEntries(stringsOf(q).map(([f, d]) => [f, filled(d, s)])),
              }),
            ),
          }),
        },
      ]),
    ) as unknown as Connector['answers'],
  }
  beforeAll(async () => {
    browser = await launchChromium()
    rig = await openRig({ connectors: [connector], fichas })
    const all = (JSON.parse(readFileSync(file, 'utf8')) as string[]).filter((s) => s.trim() !== '')
    const random = seeded(seed)
    // Stratified: one drawn out of each equal stretch of the list, whose neighbours are of one kind.
    const wanted = process.env.FICHA_ATTACKS === 'all' ? all.length : 720
    const stretch = all.length / wanted
    strings = Array.from(
      { length: wanted },
      (_, n) =>
        all[
          Math.min(all.length - 1, Math.floor(n * stretch + (stretch === 1 ? 0 : random() * stretch)))
        ] as string,
    )
    console.log(`attacks: seed ${seed}, ${strings.length} of ${all.length}`)
  })
  afterAll(async () => {
    await browser?.close()
    await rig?.close()
  })

  let phones = 0
  const card = (page: Page) => page.frameLocator('iframe[title="Ficha de cliente"]')
  /** Somebody new on screen. */
  const put = (page: Page) => {
    const phone = `6001${String(phones++).padStart(5, '0')}`
    return switchOver(page, card(page), {
      hints: [{ kind: 'phone', value: phone }],
      context: {},
      interaction: phone,
    })
  }
  /** Put on screen and heard to the end: then the card waits for changes. */
  const show = async (page: Page, on: Rig) => {
    const before = on.asked('/v1/changes')
    await put(page)
    await expect.poll(() => on.asked('/v1/changes'), { interval: 5 }).toBeGreaterThan(before)
  }
  /** Settled, everything on it touched, counted: tags, attribute names, addresses, the text. */
  const look = (page: Page, on: Rig) =>
    frameOf(page, on.gatewayUrl).evaluate(async () => {
      const until = Date.now() + 60_000
      while (
        Date.now() < until &&
        (document.querySelector('.is-waiting, .is-late, .bar') ||
          !document.querySelector('[data-panel], .candidates, section, ul'))
      )
        await new Promise((r) => {
          setTimeout(r, 20)
        })
      const painted = () =>
        new Promise<void>((r) => {
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r)))
        })
      await painted()
      const tags: Record<string, number> = {}
      const attributes = new Set<string>()
      const addresses: string[] = []
      for (const element of document.querySelectorAll('*')) {
        tags[element.localName] = (tags[element.localName] ?? 0) + 1
        for (const { name, value } of element.attributes) {
          attributes.add(name)
          if (
            ['href', 'src', 'action', 'srcset', 'data', 'formaction', 'poster', 'background'].includes(name)
          )
            addresses.push(value)
        }
        if (element.closest('bdi, h1, [data-copy]'))
          for (const type of [
            'mouseover',
            'mouseenter',
            'pointerenter',
            'focus',
            'dragstart',
            'keydown',
            'animationstart',
          ])
            element.dispatchEvent(new Event(type, { bubbles: true }))
        if (element.closest('bdi')) (element as HTMLElement).click?.()
      }
      // What is set off only later is counted by the next look: nothing is ever taken off the count.
      await painted()
      return {
        tags,
        attributes: [...attributes],
        addresses,
        text: `${document.title}\n${document.body.textContent}`,
        looked: (window as unknown as { looked: Looked }).looked,
      }
    })

  async function run(
    page: Page,
    on: Rig,
    all: readonly string[],
  ): Promise<{ wrong: string[]; shown: number; cards: number }> {
    const wrong: string[] = []
    const requests = new Set<string>()
    // Parts of the card that are loaded when they are first needed: how many so far, and how many are on
    // their way.
    let parts = 0
    const coming = new Set<Request>()
    const isPart = (request: Request) => request.url().includes('/assets/')
    const came = (request: Request) => void coming.delete(request)
    page.on('requestfinished', came).on('requestfailed', came)
    page.on('request', (request) => {
      if (isPart(request)) {
        parts++
        coming.add(request)
      }
      if (!request.url().startsWith(on.gatewayUrl) && !request.url().startsWith(on.host.origin))
        requests.add(request.url().slice(0, 120))
    })
    page.on('dialog', (dialog) => {
      wrong.push(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.context().on('page', () => wrong.push('another page was opened'))
    // The template with harmless words: what the same card may hold.
    rows = Array.from({ length: perCard }, (_, n) => `palabra ${n}`)
    names = ['Nombre Inocente']
    await show(page, on)
    await card(page).getByRole('heading', { level: 1, name: 'Nombre Inocente' }).waitFor()
    // What comes once a card has settled is loaded the first time; then it is there at once: two cards in a
    // row are alike, and no part is loaded for the second.
    const whole = async () => {
      for (let before = '', n = 0; ; n++) {
        const seen = await look(page, on)
        const now = JSON.stringify([seen.tags, seen.attributes, parts])
        if ((now === before && coming.size === 0) || n === 100) return seen
        before = now
        await show(page, on)
      }
    }
    const plain = await whole()
    names = ['Nombre Uno', 'Otra Dos', 'Tercera Tres']
    await show(page, on)
    const several = await whole()
    const allowed = {
      tags: new Set([...Object.keys(plain.tags), ...Object.keys(several.tags)]),
      attributes: new Set([...plain.attributes, ...several.attributes, 'aria-disabled', 'title', 'hidden']),
      addresses: new Set([...plain.addresses, ...several.addresses]),
    }
    let shown = 0
    let cards = 0
    const judge = (
      seen: Awaited<ReturnType<typeof look>>,
      what: string,
      most: Record<string, number> | undefined,
    ) => {
      cards++
      if (seen.looked.fired > 0) wrong.push(`${what}: something ran`)
      if (seen.looked.reports.length > 0) wrong.push(`${what}: ${seen.looked.reports[0]}`)
      for (const [tag, n] of Object.entries(seen.tags))
        if (!allowed.tags.has(tag) || (most && n > (most[tag] ?? 0)))
          wrong.push(`${what}: ${n} <${tag}>, the template has ${most?.[tag] ?? 0}`)
      for (const name of seen.attributes)
        if (!allowed.attributes.has(name)) wrong.push(`${what}: attribute ${name}`)
      for (const address of seen.addresses)
        if (!allowed.addresses.has(address)) wrong.push(`${what}: address ${address}`)
    }
    const readable = (s: string) => s.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, '').slice(0, 40)
    for (let at = 0; at < all.length; at += perCard) {
      const some = all.slice(at, at + perCard)
      rows = some
      names = [some[0] as string]
      await show(page, on)
      const seen = await look(page, on)
      judge(seen, `rows ${at}`, plain.tags)
      const text = seen.text.replace(/\s+/g, '')
      shown += some.filter((s) => text.includes(readable(s))).length
      // Names: each in the heading, the title and the live region of its own card would take long; eight to a
      // choice instead.
      for (let n = 0; n < some.length; n += 8) {
        names = some.slice(n, n + 8)
        await show(page, on)
        judge(await look(page, on), `names ${at + n}`, undefined)
      }
    }
    for (const url of requests) wrong.push(`asked for ${url}`)
    return { wrong, shown, cards }
  }

  it('run nothing, add no element, attribute or address, ask for nothing, and break no policy', async () => {
    const { page, problems } = await rig.page(browser, { before: traps })
    const { wrong, shown, cards } = await run(page, rig, strings)
    console.log(
      `attacks: ${cards} cards, ${shown} of ${strings.length} strings read back whole from the card`,
    )
    expect(wrong.slice(0, 10)).toEqual([])
    expect(problems).toEqual([])
    expect(shown).toBeGreaterThan(strings.length * 0.8)
    await page.context().close()
  }, 400_000)

  it('positive control: the same strings in an unsafe place do run', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await traps(page)
    await page.route(
      (url) => url.hostname !== 'localhost',
      (route) => route.abort(),
    )
    rig.host.set('/control', { html: '<!doctype html><body></body>' })
    await page.goto(`${rig.host.origin}/control`)
    for (let at = 0; at < strings.length; at += 40)
      await page.evaluate(
        async (some) => {
          const count =
            "<script>for (const n of ['alert', 'confirm', 'prompt', 'print']) window[n] = () => { top.looked.fired++ }</script>"
          await Promise.all(
            some.map(
              (s) =>
                new Promise<void>((done) => {
                  const frame = document.createElement('iframe')
                  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin')
                  frame.onload = () => done()
                  setTimeout(done, 5_000)
                  frame.srcdoc = count + s
                  document.body.append(frame)
                }),
            ),
          )
          await new Promise((r) => {
            setTimeout(r, 300)
          })
          document.body.replaceChildren()
        },
        strings.slice(at, at + 40),
      )
    const { fired } = await page.evaluate(() => (window as unknown as { looked: Looked }).looked)
    console.log(`attacks: positive control fired ${fired} times`)
    expect(fired).toBeGreaterThan(10)
    await context.close()
  }, 300_000)

  it('planted fault, a value put in an address: the same look sees it', async () => {
    const card = await builtCard([
      {
        file: 'widget/ui/values/safe.tsx',
        find: "export const Words = 'bdi'",
        put: 'export const Words = ({ children }: { children?: ComponentChildren }) => <bdi><a href={String(children)} onClick={(event) => event.preventDefault()}>{children}</a></bdi>',
      },
    ])
    const unsafe = await openRig({ connectors: [connector], fichas, card: card.folder })
    try {
      const { page } = await unsafe.page(browser, { before: traps })
      const { wrong } = await run(page, unsafe, ['javascript:alert(1)', ...strings.slice(0, perCard - 1)])
      expect(wrong.some((w) => /address javascript:/.test(w))).toBe(true)
      await page.context().close()
    } finally {
      await unsafe.close()
      card.remove()
    }
  }, 240_000)

  it('planted fault, a value put in as markup: the policy stops it and the same look sees the report', async () => {
    const card = await builtCard([
      {
        file: 'widget/ui/values/safe.tsx',
        find: "export const Words = 'bdi'",
        put: 'export const Words = ({ children }: { children?: ComponentChildren }) => <bdi ref={(made) => { if (made) made.innerHTML = String(children) }} />',
      },
    ])
    const unsafe = await openRig({ connectors: [connector], fichas, card: card.folder })
    try {
      const { page } = await unsafe.page(browser, { before: traps })
      names = ['<img src=x onerror=alert(1)>']
      rows = names
      await put(page)
      await expect
        .poll(
          async () =>
            (
              await frameOf(page, unsafe.gatewayUrl).evaluate(
                () => (window as unknown as { looked: Looked }).looked,
              )
            ).reports.join(),
          { timeout: 30_000 },
        )
        .toContain('require-trusted-types-for')
      await page.context().close()
    } finally {
      await unsafe.close()
      card.remove()
    }
  }, 180_000)
})
