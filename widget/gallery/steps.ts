import type { Step } from './case.ts'

/** Resolves with what the selector names, once it is there. */
const there = (selector: string, page: Document): Promise<HTMLElement> =>
  new Promise((resolve) => {
    const look = () => {
      const found = page.querySelector<HTMLElement>(selector)
      if (!found) return
      observer.disconnect()
      resolve(found)
    }
    const observer = new MutationObserver(look)
    observer.observe(page, { subtree: true, childList: true, attributes: true, characterData: true })
    look()
  })

/** Does what an agent would, each step as soon as the page is ready for it. */
export async function takeSteps(steps: readonly Step[], page: Document): Promise<void> {
  await there('h1', page)
  for (const step of steps)
    if ('see' in step) await there(step.see, page)
    else if ('press' in step) (await there(step.press, page)).click()
    else if ('key' in step) {
      await there(step.after, page)
      page.body.dispatchEvent(new KeyboardEvent('keydown', { key: step.key, bubbles: true }))
    } else {
      const field = (await there(step.type, page)) as HTMLInputElement
      field.value = step.text
      field.dispatchEvent(new InputEvent('input', { bubbles: true }))
      // What is typed is painted before the next step reads it.
      await new Promise((painted) => setTimeout(painted))
    }
}
