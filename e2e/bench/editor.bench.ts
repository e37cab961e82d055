import { launchChromium } from '../browser/find-browser.ts'
import { openEditor } from '../editor/open.ts'
import { startDemo } from '../support/demo.ts'
import { summary } from './figures.ts'
import type { Subject } from './report.ts'

/** What one keystroke took: milliseconds until the preview's document said otherwise, and which frame after the key showed it. */
interface Key { ms: number; frames: number }
const rule = 'Entre nuestros mejores'
/** This sample spent between 100 and 1,000 euros in a year: one digit more or less turns the answer. */
const sample = 'Pablo Ejemplo Sanz'

/** Runs in the page, as text: frames are counted from the key on; the preview is a frame of the page's own origin. */
const eye = `globalThis.untilPreview = (says) => new Promise((resolve, reject) => {
  const cell = () => [...document.querySelector('iframe.preview-frame').contentDocument.querySelectorAll('dl.glance > div')].find((div) => div.textContent.startsWith(${JSON.stringify(rule)}))
  const timer = setTimeout(() => reject(new Error('the preview never said ' + says + ' but ' + cell()?.textContent)), 20000)
  addEventListener('keydown', () => {
    const from = performance.now()
    let frames = 0
    let seen
    const count = () => { frames++; if (seen === undefined) requestAnimationFrame(count) }
    requestAnimationFrame(count)
    const look = () => {
      if (!cell()?.textContent.slice(${rule.length}).startsWith(says)) return
      observer.disconnect()
      clearTimeout(timer)
      seen = performance.now() - from
      resolve({ ms: seen, frames: frames + 1 })
    }
    const observer = new MutationObserver(look)
    observer.observe(document.querySelector('iframe.preview-frame').contentDocument, { subtree: true, childList: true, characterData: true })
  }, { capture: true, once: true })
})`

/** An administrator writes a norm digit by digit; the preview is asked of the real gateway at each. */
export async function run(rounds: number): Promise<Subject> {
  const [demo, browser] = await Promise.all([startDemo({ people: 300 }), launchChromium()])
  try {
    const { page, card } = await openEditor(browser, demo)
    await page.evaluate(eye)
    await page.locator('button.nav', { hasText: rule }).click()
    await page.getByLabel('Cliente', { exact: true }).selectOption({ label: sample })
    await card.locator('dl.glance > div', { hasText: rule }).getByText('Todavía no').waitFor()
    const norm = page.getByLabel('euros', { exact: true })
    await norm.focus()
    await norm.press('End')
    const keys: Key[] = []
    for (let i = -10; i < rounds; i++) {
      const [key, says] = i % 2 === 0 ? ['Backspace', 'Sí'] as const : ['0', 'Todavía no'] as const
      const shown = page.evaluate((words) => (globalThis as unknown as { untilPreview(says: string): Promise<Key> }).untilPreview(words), says)
      // The eye must be open before the key falls.
      await page.evaluate(() => 0)
      await page.keyboard.press(key)
      const seen = await shown
      if (i >= 0) keys.push(seen)
    }
    const frames = summary('key → the frame that shows it', 'frames', keys.map((k) => k.frames))
    return {
      title: `Editor: keystroke in a norm → preview on a sample (${rounds} keystrokes)`,
      lines: [summary('key → preview in the document', 'ms', keys.map((k) => k.ms)), frames],
      goals: [{ name: 'frames from key to preview', goal: '≤ 2 frames', is: frames.median, unit: 'frames', met: frames.median <= 2 }],
    }
  } finally {
    await browser.close()
    await demo.stop()
  }
}
