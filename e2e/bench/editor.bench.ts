import type { BrowserContext, Page } from 'playwright-core'
import { launchChromium } from '../browser/find-browser.ts'
import { openEditor } from '../editor/open.ts'
import { startDemo } from '../support/demo.ts'
import { interleaved, ratio, summary } from './figures.ts'
import { eye, type Key, press } from './keystroke.ts'
import type { Subject } from './report.ts'

const rule = 'Entre nuestros mejores'
/** This sample spent between 100 and 1,000 euros in a year: one digit more or less turns the answer. */
const sample = 'Pablo Ejemplo Sanz'

/**
 * The floor: a plain field and a mirror written by hand, in a frame as the preview is. Nothing is checked,
 * derived, released or laid out.
 */
const floorPage = `<!doctype html><meta charset="utf-8"><textarea>100</textarea><iframe></iframe>`
async function openFloor(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.setContent(floorPage)
  await page.evaluate(`{
    const shown = document.querySelector('iframe').contentDocument
    const out = shown.body.appendChild(shown.createElement('p'))
    const field = document.querySelector('textarea')
    field.oninput = () => { out.textContent = Number(field.value) <= 640 ? 'Sí' : 'Todavía no' }
    field.oninput()
    globalThis.cell = () => out
    globalThis.watched = () => shown
  }`)
  await page.evaluate(eye)
  return page
}

/**
 * An administrator writes a norm digit by digit beside the card it changes; the same keys in the floor, turn
 * by turn.
 */
export async function run(rounds: number): Promise<Subject> {
  const [demo, browser] = await Promise.all([startDemo({ people: 300 }), launchChromium()])
  try {
    const { page, context, card } = await openEditor(browser, demo)
    await page.locator('button.nav', { hasText: rule }).click()
    await page.getByLabel('Cliente', { exact: true }).selectOption({ label: sample })
    await card.locator('dl.glance > div', { hasText: rule }).getByText('Todavía no').waitFor()
    await page.evaluate(`{
      const shown = () => document.querySelector('iframe.preview-frame').contentDocument
      globalThis.cell = () => [...shown().querySelectorAll('dl.glance > div')].find((div) => div.textContent.startsWith(${JSON.stringify(rule)}))?.querySelector('dd')
      globalThis.watched = shown
    }`)
    await page.evaluate(eye)
    const floor = await openFloor(context)
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/v1/')) asked.push(request.url())
    })

    const fields = { editor: page.getByLabel('euros', { exact: true }), floor: floor.locator('textarea') }
    const pages = { editor: page, floor }
    const keys: Record<keyof typeof pages, Key[]> = { editor: [], floor: [] }
    const once = async (who: keyof typeof pages, round: number): Promise<number> => {
      await pages[who].bringToFront()
      await fields[who].focus()
      await fields[who].press('End')
      const [key, says] = round % 2 === 0 ? (['Backspace', 'Sí'] as const) : (['0', 'Todavía no'] as const)
      const seen = await press(pages[who], key, says)
      keys[who].push(seen)
      return seen.ms
    }
    await fields.floor.fill('1000')
    await interleaved(['editor', 'floor'] as const, 20, once)
    keys.editor = []
    keys.floor = []
    asked.length = 0
    await interleaved(['editor', 'floor'] as const, rounds, once)
    const line = (who: keyof typeof pages, of: keyof Key, words: string) =>
      summary(
        words,
        of === 'frames' ? 'frames' : 'ms',
        keys[who].map((k) => k[of]),
      )
    const frames = line('editor', 'frames', 'editor: key → the frame that shows it')
    const screen = summary(
      'editor: the same in frames of a 60 Hz screen',
      'frames',
      keys.editor.map((k) => k.ms / (1_000 / 60)),
    )
    const within = keys.editor.filter((k) => k.frames <= 2).length / rounds
    return {
      title: `Editor: keystroke in a norm → preview on a sample, against a plain field with a mirror (${rounds} interleaved pairs)`,
      lines: [
        frames,
        line('floor', 'frames', 'floor: key → the frame that shows it'),
        line('editor', 'ms', 'editor: key → end of that frame'),
        screen,
        line('floor', 'ms', 'floor: key → end of that frame'),
        line('editor', 'worked', 'editor: key → the change in the document'),
        line('floor', 'worked', 'floor: key → the change in the document'),
        ratio(
          'editor / floor, to the end of the frame',
          keys.editor.map((k) => k.ms),
          keys.floor.map((k) => k.ms),
        ),
      ],
      goals: [
        {
          name: 'frames from key to preview',
          goal: '≤ 2 frames',
          is: frames.median,
          unit: 'frames',
          met: frames.median <= 2,
        },
        {
          name: 'that time, in frames of a 60 Hz screen',
          goal: '≤ 2 frames',
          is: screen.median,
          unit: 'frames',
          met: screen.median <= 2,
        },
      ],
      notes: [
        `${(within * 100).toFixed(1)} % of the keystrokes stood within two frames; ${asked.length} requests left the page during ${rounds} of them`,
      ],
    }
  } finally {
    await browser.close()
    await demo.stop()
  }
}
