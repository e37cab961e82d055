import type { Host } from './port.ts'
import { makeTold } from './told.ts'

/** A host whose code is loaded when it is needed: whoever asks meanwhile waits. */
export function lateHost(name: string, load: () => Promise<Host>): Host {
  const told = makeTold()
  let closed = false
  const host = load().then((found) => {
    if (closed) found.dispose()
    else { found.onSettings(told.settings); found.onSubject(told.subject) }
    return found
  })
  host.catch((error: unknown) => console.error(`[ficha] the adapter for ${name} did not load; reload the card`, error))
  const then = (run: (found: Host) => void) => void host.then(run, () => {})
  return {
    name, onSubject: told.onSubject, onSettings: told.onSettings,
    token: async () => (await host).token(),
    resize: (height) => then((h) => h.resize(height)),
    open: (url) => then((h) => h.open(url)),
    notify: (text) => then((h) => h.notify?.(text)),
    dispose() { closed = true; told.forget(); then((h) => h.dispose()) },
  }
}
