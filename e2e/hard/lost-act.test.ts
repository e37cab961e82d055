import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type FrameLocator, chromium as playwright } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Connector } from '../../connectors/contract/index.ts'
import { chromiumArgs, findChromium, launchChromium } from '../browser/find-browser.ts'
import { customers, markedSystems } from './people.ts'
import { builtCard } from './planted.ts'
import { frameOf, openRig, type Rig } from './rig.ts'

const chromium = await findChromium()
const people = customers(1)
const words = 'que la llamen el jueves'

/** In the card's frame: how many records the agent's own store has on the disk. */
const kept = async (): Promise<number> => {
  if (!(await indexedDB.databases()).some(({ name }) => name === 'ficha')) return 0
  const db = await new Promise<IDBDatabase>((done, fail) => {
    const r = indexedDB.open('ficha')
    r.onsuccess = () => done(r.result)
    r.onerror = () => fail(r.error)
  })
  const count = db.transaction('kept').objectStore('kept').count()
  await new Promise((done) => {
    count.onsuccess = done
  })
  db.close()
  return count.result
}

describe.skipIf(!chromium)('an act whose answer is lost (Chromium)', () => {
  let browser: Browser
  const rigs: Rig[] = []
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    for (const rig of rigs.splice(0)) await rig.close()
  })
  afterAll(() => browser?.close())

  /** A desk that notes what it is told once per key, and gives its first answer when it is let go. */
  async function desk(context: Browser | BrowserContext = browser, built?: string) {
    const noted = new Map<string, string>()
    let runs = 0
    let letGo = (): void => {}
    let begun = (): void => {}
    const held = new Promise<void>((done) => {
      letGo = done
    })
    const first = new Promise<void>((done) => {
      begun = done
    })
    const connectors = markedSystems(people, { before: async () => {} }).map(
      (c): Connector =>
        c.actions?.handoff
          ? {
              ...c,
              actions: {
                handoff: {
                  ...c.actions.handoff,
                  async run(input, { key }) {
                    noted.set(key, String(input.line))
                    if (++runs === 1) {
                      begun()
                      await held
                    }
                    return { done: true }
                  },
                },
              },
            }
          : c,
    )
    const rig = await openRig({ connectors, forgets: true, ...(built ? { card: built } : {}) })
    rigs.push(rig)
    const { page, card } = await rig.page(context, {
      attributes: `phone="${people[0]?.phone}" interaction="I-1"`,
    })
    return { rig, page, card, first, letGo, noted: () => [...noted.values()], runs: () => runs }
  }
  const form = async (card: FrameLocator) => {
    await card.getByRole('button', { name: 'Para el siguiente' }).first().click()
    return card.locator('form textarea, form input[type=text]').first()
  }
  const send = (card: FrameLocator) => card.getByRole('button', { name: 'Confirmar' }).click()
  const done = (card: FrameLocator) => card.getByText('Hecho.', { exact: true }).waitFor()

  async function dying(withThe: 'answer' | 'act', built?: string) {
    const { rig, card, first, letGo, noted, runs } = await desk(browser, built)
    const box = await form(card)
    await box.fill(words)
    await send(card)
    await first
    await rig.down()
    await card.getByText(/^No se sabe si ha llegado/).waitFor()
    expect(await box.inputValue()).toBe(words)
    if (withThe === 'answer') {
      letGo()
      await expect.poll(() => rig.lines.some((l) => l.includes('"/v1/act"'))).toBe(true)
    }
    await rig.up()
    await card
      .getByText(/Sin conexión|Se cortó la conexión/)
      .first()
      .waitFor({ state: 'detached' })
    await send(card)
    await done(card)
    letGo()
    return { noted: noted(), runs: runs() }
  }
  it('the gateway dies with the answer: the form says that nobody knows and keeps its words; sent again they are noted once, and nobody is asked', async () => {
    expect(await dying('answer')).toEqual({ noted: [words], runs: 1 })
  }, 90_000)
  it('the gateway dies with the act: sent again the words are noted once, by the system that takes a key for one act', async () => {
    expect(await dying('act')).toEqual({ noted: [words], runs: 2 })
  }, 90_000)
  it('planted fault, a key of its own for each press: they are noted twice', async () => {
    const built = await builtCard([
      {
        file: 'state/agent.ts',
        find: 'const key = unanswered.get(content) ?? (forms.get(request.key) as string)',
        put: 'const key = crypto.randomUUID()',
      },
    ])
    try {
      expect((await dying('act', built.folder)).noted).toEqual([words, words])
    } finally {
      built.remove()
    }
  }, 180_000)

  it('the frame is loaded again in the middle of it: the words are still there, and sent again they are noted once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ficha-profile-'))
    // where frames of another site may keep nothing, there is no draft after a reload
    mkdirSync(join(folder, 'Default'))
    writeFileSync(
      join(folder, 'Default', 'Preferences'),
      JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
    )
    const profile = await playwright.launchPersistentContext(folder, {
      executablePath: chromium as string,
      headless: true,
      args: chromiumArgs,
    })
    try {
      const { rig, page, card, first, letGo, noted, runs } = await desk(profile)
      await card.getByRole('heading', { level: 1, name: people[0]?.name as string }).waitFor()
      // whom the agent had on screen, then the draft
      await expect.poll(() => frameOf(page, rig.gatewayUrl).evaluate(kept)).toBe(1)
      await (await form(card)).fill(words)
      await expect.poll(() => frameOf(page, rig.gatewayUrl).evaluate(kept)).toBe(2)
      await send(card)
      await first
      await page.reload()
      const box = await form(card)
      await expect.poll(() => box.inputValue()).toBe(words)
      await send(card)
      letGo()
      await done(card)
      expect([noted(), runs()]).toEqual([[words], 1])
      await expect.poll(() => frameOf(page, rig.gatewayUrl).evaluate(kept)).toBe(1)
      expect(await (await form(card)).inputValue()).toBe('')
    } finally {
      await profile.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    }
  }, 90_000)
})
