/**
 * The element that gets the focus when the focused one is removed: the part of the card it was in, else the
 * heading with the customer's name.
 */
const parts = 'section.panel, .advices, .chooser, .over'
/**
 * Whoever closes something puts the focus back themselves; what none of them did a moment later is done here.
 */
const patience = 50

/**
 * Keeps the focus from being lost, which would send a keyboard user back to the top of the page. Runs until
 * the returned function is called.
 */
export function keepFocus(root: HTMLElement): () => void {
  let focused: Element | undefined
  let part: Element | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const focusin = (event: FocusEvent): void => {
    if (!(event.target instanceof Element)) return
    focused = event.target
    part = focused.closest(parts)
  }
  // Removing an element also blurs it: the focus was moved on purpose only if the element is still in the
  // page.
  const focusout = (event: FocusEvent): void => {
    const left = event.target
    if (event.relatedTarget === null)
      setTimeout(() => {
        if (left === focused && focused?.isConnected && document.activeElement !== focused)
          focused = undefined
      })
  }
  const rescue = (tries: number): void => {
    timer = undefined
    if (
      !focused ||
      focused.isConnected ||
      (document.activeElement !== null && document.activeElement !== document.body)
    )
      return
    // Turned back, the card paints all its panels anew, the button that turned it last of all.
    const turned = part?.matches('.back')
    const next = turned
      ? root.querySelector<HTMLElement>('[data-turn]')
      : part?.isConnected
        ? part.querySelector<HTMLElement>('h2[tabindex], button, [tabindex]')
        : undefined
    if (turned && !next && tries > 0) timer = setTimeout(() => rescue(tries - 1), patience)
    else (next ?? root.querySelector<HTMLElement>('h1'))?.focus()
  }
  const watcher = new MutationObserver(() => {
    if (focused && !focused.isConnected && timer === undefined) timer = setTimeout(() => rescue(10), patience)
  })
  watcher.observe(root, { childList: true, subtree: true })
  root.addEventListener('focusin', focusin)
  root.addEventListener('focusout', focusout)
  if (document.activeElement && root.contains(document.activeElement)) {
    focused = document.activeElement
    part = focused.closest(parts)
  }
  return () => {
    clearTimeout(timer)
    watcher.disconnect()
    root.removeEventListener('focusin', focusin)
    root.removeEventListener('focusout', focusout)
  }
}
