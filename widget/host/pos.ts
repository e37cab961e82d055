import { createHostState } from './host-state.ts'
import type { Host } from './port.ts'

/** A scanner types faster than a person: the longest pause between two characters (ms), and code lengths. */
const longestPause = 50
const shortest = 4
const longest = 200

/**
 * A till: another host with the touch layout, and a scanner that types its codes into whatever has the focus.
 */
export function posHost(window: Window, inner: Host, now: () => number = () => performance.now()): Host {
  const hostState = createHostState()
  hostState.settings({ layout: 'touch' })
  const stop = [
    inner.onSubject(hostState.subject),
    inner.onSettings((settings) => hostState.settings({ ...settings, layout: 'touch' })),
  ]
  let code = ''
  let at = 0
  const key = (event: KeyboardEvent) => {
    // A code scanned into a field belongs to the field, such as the search box.
    if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]'))
      return
    const t = now()
    if (t - at > longestPause) code = ''
    at = t
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) code += event.key
    else if (event.key === 'Enter') {
      // Enter ends any code: the next scan must not begin with the rest of this one.
      const value = code
      code = ''
      if (value.length < shortest || value.length > longest) return
      event.preventDefault()
      hostState.subject({ hints: [{ kind: 'any', value }], context: { channel: 'store', device: 'scanner' } })
    }
  }
  window.addEventListener('keydown', key, true)
  return {
    name: 'pos',
    onSubject: hostState.onSubject,
    onSettings: hostState.onSettings,
    token: () => inner.token(),
    resize: (height) => inner.resize(height),
    open: (url) => inner.open(url),
    notify: (text) => inner.notify?.(text),
    dispose() {
      window.removeEventListener('keydown', key, true)
      for (const run of stop) run()
      hostState.forget()
      inner.dispose()
    },
  }
}
