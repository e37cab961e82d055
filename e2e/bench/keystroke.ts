import type { Page } from 'playwright-core'

/**
 * One keystroke, as whoever types sees it. `ms` and `frames`: from the key's own time stamp to the end of the
 * frame that shows the change; `worked`: until the change stood in the document. A frame that was being
 * painted when the key fell does not count.
 */
export interface Key {
  ms: number
  frames: number
  worked: number
}

/**
 * Runs in the page, as text. Frames are counted by a loop begun beforehand, so that it runs first in each:
 * what is written while a frame is being made is shown by that frame, anything else by the next. A frame ends
 * with the task after it.
 */
export const eye = `globalThis.untilSays = (cell, watched, says) => new Promise((resolve, reject) => {
  const timer = setTimeout(() => reject(new Error('never said ' + says + ' but ' + cell()?.textContent)), 20000)
  const channel = new MessageChannel()
  let from, frame = 0, making = false, seen, over = false
  const done = () => { over = true; observer.disconnect(); clearTimeout(timer); resolve({ ms: performance.now() - from, frames: frame, worked: seen }) }
  channel.port1.onmessage = () => { making = false; if (seen !== undefined && frame >= seenIn) done() }
  let seenIn = Infinity
  const loop = () => { if (over) return; if (from !== undefined) frame++; making = true; requestAnimationFrame(loop); channel.port2.postMessage(0) }
  requestAnimationFrame(loop)
  addEventListener('keydown', (event) => { from = event.timeStamp; frame = 0 }, { capture: true, once: true })
  const observer = new MutationObserver(() => {
    if (from === undefined || seen !== undefined || !cell()?.textContent.startsWith(says)) return
    seen = performance.now() - from
    seenIn = making ? frame : frame + 1
  })
  observer.observe(watched(), { subtree: true, childList: true, characterData: true })
})`

interface Eye {
  untilSays(cell: () => Element | null | undefined, watched: () => Node, says: string): Promise<Key>
}
// biome-ignore lint/suspicious/noShadowRestrictedNames: what the page in the browser has, not this process
declare const globalThis: Eye

/**
 * Presses one key in the page in front and waits for `says`; `where` names the page's own finder of what
 * changes.
 */
export async function press(page: Page, key: string, says: string): Promise<Key> {
  const shown = page.evaluate((words) => {
    const { cell, watched } = window as unknown as { cell: () => Element | null; watched: () => Node }
    return globalThis.untilSays(cell, watched, words)
  }, says)
  // The eye must be open before the key falls.
  await page.evaluate(() => 0)
  await page.keyboard.press(key)
  return shown
}
