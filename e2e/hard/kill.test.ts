import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from '../browser/find-browser.ts'
import { changeOver, openCard } from '../support/card.ts'
import { startDemo, systems } from '../support/demo.ts'
import { lucia } from '../support/people.ts'
import { runSeed } from '../support/seed.ts'
import { customers, markedSystems, sleep } from './people.ts'
import { builtCard } from './planted.ts'
import { openRig, type Rig } from './rig.ts'
import { seeded } from './seeded.ts'

const chromium = await findChromium()
const people = customers(2)
const draft = 'que la llamen el jueves, ya mandó fotos'
/**
 * Of the 200: whole processes with SIGKILL, and servers of this process whose connections are all reset at
 * once, which reaches finer moments.
 */
const processKills = Number(process.env.FICHA_PROCESS_KILLS) || 15
const serverKills = Number(process.env.FICHA_SERVER_KILLS) || 185

interface Seen {
  blank: number
  lostName: number
  lostDraft: number
  frames: number
  h1: string
}
/**
 * In the card's frame, at every painted frame: is there a card, is the name that was there still there, are
 * the typed words still in their box.
 */
const eyes = (page: Page) =>
  page.addInitScript(() => {
    if (location.pathname !== '/card') return
    const seen = { blank: 0, lostName: 0, lostDraft: 0, frames: 0, h1: '', expect: '', typed: '' }
    Object.assign(window, { seen })
    const look = () => {
      const h1 = document.querySelector('h1')?.textContent?.trim() ?? ''
      if (seen.h1 !== '' || h1 !== '') {
        seen.frames++
        if (h1 === '' || document.body.innerText.trim() === '') seen.blank++
        if (seen.expect !== '' && !h1.includes(seen.expect)) seen.lostName++
        if (
          seen.typed !== '' &&
          ![
            ...document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, form input'),
          ].some((box) => box.value === seen.typed)
        )
          seen.lostDraft++
        seen.h1 = h1
      }
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
const inCard = (page: Page) => {
  const frame = page.frames().find((f) => new URL(f.url()).pathname === '/card')
  if (!frame) throw new Error('no card frame')
  return frame
}
const seenBy = (page: Page): Promise<Seen> =>
  inCard(page).evaluate(() => (window as unknown as { seen: Seen }).seen)
const watchFor = (page: Page, expected: string, typed: string) =>
  inCard(page).evaluate(
    (e) => {
      Object.assign((window as unknown as { seen: Seen }).seen, e)
    },
    { expect: expected, typed },
  )
const back = (card: FrameLocator, name: string) =>
  Promise.all([
    card.getByRole('heading', { level: 1, name }).waitFor({ timeout: 60_000 }),
    card
      .getByText(/Sin conexión|Se cortó la conexión/)
      .first()
      .waitFor({ state: 'detached', timeout: 60_000 }),
    card.locator('.is-waiting, .is-late').first().waitFor({ state: 'detached', timeout: 60_000 }),
  ])
/**
 * Has the same card ask for everything again, as a published ficha would: so that a stream is open when the
 * gateway dies.
 */
const askAgain = (page: Page) =>
  page.evaluate(() => {
    const ficha = document.querySelector('ficha-nucleo')
    ficha?.setAttribute('lang', ficha.getAttribute('lang') === 'pt' ? 'es' : 'pt')
  })
const inSpanish = (page: Page) =>
  page.evaluate(() => document.querySelector('ficha-nucleo')?.setAttribute('lang', 'es'))
async function typeDraft(card: FrameLocator): Promise<void> {
  await card.getByRole('button', { name: 'Para el siguiente' }).first().click()
  const box = card.locator('form textarea, form input[type=text]').first()
  await box.fill(draft)
}

describe.skipIf(!chromium)('the gateway is killed (Chromium)', () => {
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

  const seed = runSeed()
  const rigOf = async (
    random: ReturnType<typeof seeded>,
    planted: { card?: string; forgetsNotices?: boolean } = {},
  ) => {
    const rig = await openRig({
      connectors: markedSystems(people, { before: ({ signal }) => sleep(random.int(120), signal) }),
      forgets: true,
      ...planted,
    })
    rigs.push(rig)
    return rig
  }
  /**
   * Dies at a drawn moment of whatever the card is doing: asking, half answered, settled, waiting for
   * changes, coming back.
   */
  const kills = async (rig: Rig, page: Page, random: ReturnType<typeof seeded>, times: number) => {
    for (let n = 0; n < times; n++) {
      if (random.chance(0.7)) await askAgain(page)
      await sleep(random.int(random.chance(0.5) ? 100 : 350))
      await rig.down()
      await sleep(random.int(150))
      await rig.up()
    }
    await inSpanish(page)
  }

  it(
    `${serverKills} times, every connection reset at once: no blank card, no lost draft, and it comes back by itself`,
    async () => {
      const random = seeded(seed)
      console.log(`kills: seed ${seed}`)
      const rig = await rigOf(random)
      const { page, card, problems } = await rig.page(browser, {
        before: eyes,
        attributes: `phone="${people[0]?.phone}" interaction="I-1"`,
      })
      await back(card, '¤c0¤')
      await typeDraft(card)
      await watchFor(page, '¤c0¤', draft)
      for (let done = 0; done < serverKills; done += 30) {
        await kills(rig, page, random, Math.min(30, serverKills - done))
        await back(card, '¤c0¤')
      }
      const seen = await seenBy(page)
      console.log(`kills: ${serverKills} servers, ${seen.frames} frames looked at`)
      expect(seen).toMatchObject({ blank: 0, lostName: 0, lostDraft: 0 })
      expect(seen.frames).toBeGreaterThan(serverKills)
      // Left in the middle of it all for another conversation and back: the words are where they were.
      await watchFor(page, '', '')
      await rig.down()
      await changeOver(card, () =>
        page.evaluate((phone) => {
          const f = document.querySelector('ficha-nucleo')!
          f.setAttribute('phone', phone)
          f.setAttribute('interaction', 'I-2')
        }, people[1]?.phone as string),
      )
      expect(await card.locator('body').innerText()).not.toMatch(/¤c0¤|fotos/)
      expect((await card.getByRole('heading', { level: 1 }).innerText()).trim()).not.toBe('')
      await rig.up()
      await back(card, '¤c1¤')
      await page.evaluate((phone) => {
        const f = document.querySelector('ficha-nucleo')!
        f.setAttribute('phone', phone)
        f.setAttribute('interaction', 'I-1')
      }, people[0]?.phone as string)
      await back(card, '¤c0¤')
      await card.getByRole('button', { name: 'Para el siguiente' }).first().click()
      await expect
        .poll(() => card.locator('form textarea, form input[type=text]').first().inputValue())
        .toBe(draft)
      expect(problems).toEqual([])
    },
    100_000 + serverKills * 3_000,
  )

  it('planted fault, a card that starts over when the line is cut: the same look sees the lost name and the lost words', async () => {
    const built = await builtCard([
      {
        file: 'state/stream.ts',
        find: '  scope.after(wait, () => follow(context, session))',
        put: '  scope.after(wait, () => context.restart(session.chosen))',
      },
    ])
    try {
      const random = seeded(seed)
      const rig = await rigOf(random, { card: built.folder })
      const { page, card } = await rig.page(browser, {
        before: eyes,
        attributes: `phone="${people[0]?.phone}" interaction="I-1"`,
      })
      await back(card, '¤c0¤')
      await typeDraft(card)
      await watchFor(page, '¤c0¤', draft)
      // A cut that nothing else mends first: the card must come back by itself, which is where the fault is.
      const lost = async () => {
        const seen = await seenBy(page)
        return Math.min(seen.lostName, seen.lostDraft)
      }
      for (let n = 0; n < 5 && (await lost()) === 0; n++) {
        const before = rig.asked('/v1/card')
        await askAgain(page)
        // In the middle of the answer: it has been asked for, and no system has spoken yet.
        while (rig.asked('/v1/card') === before) await sleep(1)
        await rig.down()
        await card
          .getByText(/Sin conexión|Se cortó|Sem ligação|A ligação/)
          .first()
          .waitFor()
        await rig.up()
        await card
          .getByText(/Sin conexión|Se cortó|Sem ligação|A ligação/)
          .first()
          .waitFor({ state: 'detached' })
      }
      expect(await lost()).toBeGreaterThan(0)
    } finally {
      built.remove()
    }
  }, 120_000)

  const forgetful: readonly { name: string; find: string; put: string; file: string }[] = [
    {
      name: 'a stream that was cut early leaves the next one a stranger’s',
      file: 'state/stream.ts',
      find: '[...session.about, ...(event.about ?? [])]',
      put: 'event.about ?? []',
    },
    {
      name: 'a form that closes while its system has not answered',
      file: 'ui/overlays/overlay.tsx',
      find: '  begun.current = offered ?? (same(begun.current) ? begun.current : undefined)',
      put: '  begun.current = offered',
    },
  ]
  for (const { name, ...fault } of forgetful)
    it(`planted fault, ${name}: the same look sees the lost words`, async () => {
      const built = await builtCard([fault])
      try {
        const random = seeded(seed)
        const rig = await rigOf(random, { card: built.folder })
        const { page, card } = await rig.page(browser, {
          before: eyes,
          attributes: `phone="${people[0]?.phone}" interaction="I-1"`,
        })
        await back(card, '¤c0¤')
        await typeDraft(card)
        await watchFor(page, '¤c0¤', draft)
        for (let n = 0; n < 20 && (await seenBy(page)).lostDraft === 0; n++) {
          await kills(rig, page, random, 10)
          await back(card, '¤c0¤')
        }
        expect((await seenBy(page)).lostDraft).toBeGreaterThan(0)
      } finally {
        built.remove()
      }
    }, 240_000)

  it('planted fault, a gateway that forgets what moved when it dies: the same look sees the lost words', async () => {
    const random = seeded(seed)
    const rig = await rigOf(random, { forgetsNotices: true })
    const { page, card } = await rig.page(browser, {
      before: eyes,
      attributes: `phone="${people[0]?.phone}" interaction="I-1"`,
    })
    await back(card, '¤c0¤')
    await typeDraft(card)
    await watchFor(page, '¤c0¤', draft)
    // The card has settled and only listens: the next gateway is asked what moved since.
    for (let n = 0; n < 20 && (await seenBy(page)).lostDraft === 0; n++) {
      const before = rig.asked('/v1/card')
      await rig.down()
      await rig.up()
      // Told that everything may have moved, it asks for its customer anew.
      await expect.poll(() => rig.asked('/v1/card')).toBeGreaterThan(before)
      await back(card, '¤c0¤')
    }
    expect((await seenBy(page)).lostDraft).toBeGreaterThan(0)
  }, 120_000)

  it.skipIf(systems === 'real')(
    `${processKills} times, the process itself, with SIGKILL`,
    async () => {
      const random = seeded(seed + 1)
      const demo = await startDemo({ people: 200 })
      try {
        const { page, card, close } = await openCard(browser, demo, {
          attributes: { phone: lucia.phone, interaction: 'I-1' },
        })
        await card.getByRole('heading', { level: 1, name: lucia.name }).waitFor()
        await card.getByText(lucia.order, { exact: true }).first().waitFor()
        await typeDraft(card)
        const box = card.locator('form textarea, form input[type=text]').first()
        for (let n = 0; n < processKills; n++) {
          await askAgain(page)
          await sleep(random.int(700))
          await demo.restartGateway('SIGKILL')
          // Whatever the moment, what was on screen is on screen.
          expect(
            await card.getByRole('heading', { level: 1, name: lucia.name }).count(),
            `after kill ${n + 1}`,
          ).toBe(1)
          expect(
            await card.getByText(lucia.order, { exact: true }).count(),
            `after kill ${n + 1}`,
          ).toBeGreaterThan(0)
          expect(await box.inputValue(), `after kill ${n + 1}`).toBe(draft)
          if (n % 10 === 9) {
            await inSpanish(page)
            await back(card, lucia.name)
          }
        }
        await inSpanish(page)
        await back(card, lucia.name)
        expect(await box.inputValue()).toBe(draft)
        await page.close()
        await close()
      } finally {
        await demo.stop()
      }
    },
    100_000 + processKills * 20_000,
  )
})
