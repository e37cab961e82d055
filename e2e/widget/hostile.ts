import type { Page } from 'playwright-core'

/**
 * What a hostile window sends, again and again, to whoever it can reach. All of it is Postmate's own wire
 * format.
 */
export const type = 'application/x-postmate-v1+json'

/** Puts a plain frame into the page and resolves when it has loaded. */
export const addFrame = (page: Page, src: string, name = 'frame'): Promise<void> =>
  page.evaluate(
    ({ src, name }) =>
      new Promise<void>((resolve) => {
        const frame = document.createElement('iframe')
        frame.name = name
        frame.onload = () => resolve()
        frame.src = src
        document.body.append(frame)
      }),
    { src, name },
  )

/** Keeps what this window is sent in `got`. */
export const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const got: unknown[] = []
    Object.assign(window, { got })
    addEventListener('message', (event) => got.push(event.data))
  })
export const got = (page: Page): Promise<unknown[]> =>
  page.evaluate(() => (window as unknown as { got: unknown[] }).got)

/** Posts to a frame of this page by name. */
export const postTo = (page: Page, name: string, messages: unknown[]): Promise<void> =>
  page.evaluate(
    ({ name, messages }) => {
      for (const message of messages)
        (window.frames as unknown as Record<string, Window>)[name]!.postMessage(message, '*')
    },
    { name, messages },
  )

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
export async function until(check: () => Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (await check().catch(() => false)) return
    await pause(50)
  }
  throw new Error(`never: ${what}`)
}
