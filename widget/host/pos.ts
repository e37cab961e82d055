import { createHostState } from './page-hints.ts'
import type { Host } from './port.ts'

/** A scanner types faster than anybody: at most this long between two characters, and so many of them. */
const betweenKeys = 50
const shortest = 4
const longest = 200

/**
 * A till: another host, laid out for fingers, with a scanner that types its codes into whatever has the
 * focus.
 */
export function posHost(window: Window, inner: Host, now: () => number = () => performance.now()): Host {
  const told = createHostState()
  told.settings({ layout: 'touch' })
  const stop = [
    inner.onSubject(told.subject),
    inner.onSettings((settings) => told.settings({ ...settings, layout: 'touch' })),
  ]
  let code = ''
  let at = 0
  const key = (event: KeyboardEvent) => {
    // In a field the code is the field's: the search box takes it as typed.
    if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]'))
      return
    const t = now()
    if (t - at > betweenKeys) code = ''
    at = t
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) code += event.key
    else if (event.key === 'Enter') {
      // Whatever it was, Enter ends it: the next scan does not begin with what was left of this one.
      const value = code
      code = ''
      if (value.length < shortest || value.length > longest) return
      event.preventDefault()
      told.subject({ hints: [{ kind: 'any', value }], context: { channel: 'store', device: 'scanner' } })
    }
  }
  window.addEventListener('keydown', key, true)
  return {
    name: 'pos',
    onSubject: told.onSubject,
    onSettings: told.onSettings,
    token: () => inner.token(),
    resize: (height) => inner.resize(height),
    open: (url) => inner.open(url),
    notify: (text) => inner.notify?.(text),
    dispose() {
      window.removeEventListener('keydown', key, true)
      for (const run of stop) run()
      told.forget()
      inner.dispose()
    },
  }
}
