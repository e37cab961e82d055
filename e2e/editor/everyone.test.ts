import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/find-browser.ts'
import { type Demo, startDemo, until } from '../support/demo.ts'
import { openEditor } from './open.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
type Axe = {
  run(
    node: unknown,
    options: unknown,
  ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>
}

describe('the editor is for everyone', () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    ;[demo, browser] = await Promise.all([startDemo({ people: 400 }), launchChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it.each(['es', 'en', 'pt'].flatMap((lang) => ['light', 'dark'].map((theme) => [lang, theme] as const)))(
    'axe finds nothing: %s, %s',
    async (lang, theme) => {
      const e = await openEditor(browser, demo, { lang, theme })
      await e.card.getByRole('heading', { level: 1 }).waitFor()
      const look = async (where: string): Promise<void> => {
        for (const frame of where.startsWith('a ficha') ? e.page.frames() : [e.page.mainFrame()]) {
          await frame.evaluate(await source())
          const found = await frame.evaluate(async () =>
            (
              await (globalThis as unknown as { axe: Axe }).axe.run(document, {
                resultTypes: ['violations'],
                iframes: false,
              })
            ).violations.map(
              (x) =>
                `${x.id}: ${x.nodes
                  .slice(0, 2)
                  .map((n) => n.html.slice(0, 160))
                  .join(' | ')}`,
            ),
          )
          expect(found, where).toEqual([])
        }
      }
      await e.page.evaluate(() => {
        for (const fold of document.querySelectorAll<HTMLDetailsElement>('details')) fold.open = true
      })
      await look('a ficha, everything open')
      for (const button of [
        e.page.locator('.side ul').nth(1).locator('button.nav').nth(2),
        ...(await e.page.locator('.side ul').last().locator('button.nav').all()),
      ]) {
        await button.click()
        await look((await button.textContent()) ?? '')
      }
      expect(e.problems.filter((p) => !/axe|script/i.test(p))).toEqual([])
      await e.close()
    },
  )

  it('publishes by keyboard alone', async () => {
    const e = await openEditor(browser, demo)
    await e.card.getByRole('heading', { level: 1 }).waitFor()
    const tabTo = async (what: string, is: () => Promise<boolean>) => {
      for (let n = 0; n < 400; n++) {
        if (await is()) return
        await e.page.keyboard.press('Tab')
      }
      throw new Error(`the keyboard never reached ${what}`)
    }
    const named = (text: string) => () =>
      e.page.evaluate((t) => {
        const a = document.activeElement
        return (
          a !== null &&
          a !== document.body &&
          (
            a.getAttribute('aria-label') ??
            (a as HTMLInputElement).labels?.[0]?.textContent ??
            a.textContent ??
            ''
          )
            .trim()
            .startsWith(t)
        )
      }, text)
    await tabTo('the rule', named('Nos contacta'))
    await e.page.keyboard.press('Enter')
    const figure = e.page.locator('.named input').first()
    await figure.waitFor()
    const name = (await e.page.locator('.named label').first().textContent()) ?? ''
    await tabTo('the norm', named(name))
    await e.page.keyboard.press('ControlOrMeta+A')
    await e.page.keyboard.type('9')
    await until('the norm is written', async () => (await figure.inputValue()) === '9')
    await e.page.keyboard.press('Shift+Tab')
    for (let n = 0; n < 400 && !(await named('Publicar…')()); n++) await e.page.keyboard.press('Shift+Tab')
    await e.page.keyboard.press('Enter')
    await e.page.getByRole('dialog').waitFor()
    await tabTo('the note', named('Qué cambia'))
    await e.page.keyboard.type('A mano')
    await e.page.keyboard.press('Enter')
    await e.page.getByText('Publicado. Las fichas abiertas').waitFor()
    await e.close()
  })
})

let text = ''
async function source(): Promise<string> {
  return (text ||= (await import('node:fs')).readFileSync(axe, 'utf8'))
}
