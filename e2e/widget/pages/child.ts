import { openHost, readConfig } from '../../../widget/host/index.ts'
import type { HostSettings, Subject } from '../../../widget/host/port.ts'

/** The card's edge without the card: what the host said is written where a test can read it. */
declare global {
  interface Window {
    heard: { subjects: (Subject | null)[]; settings: HostSettings[] }
    card: Awaited<ReturnType<typeof openHost>>
    leaked: unknown[]
    /** How many messages reached this window, before the gate had a say. */
    arrived: number
  }
}
window.heard = { subjects: [], settings: [] }
window.leaked = []
window.arrived = 0
window.addEventListener('message', () => window.arrived++, true)
const opening = openHost(readConfig(document))
// Added after the gate: whatever arrives here got past it.
window.addEventListener('message', (event) => window.leaked.push(event.data))
const host = (window.card = await opening)
host.onSubject((subject) => {
  window.heard.subjects.push(subject)
  document.title = subject?.hints[0]?.value ?? 'nobody'
})
host.onSettings((settings) => window.heard.settings.push(settings))
