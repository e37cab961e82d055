import type { CardConfig } from './config.ts'
import { openGate } from './gate.ts'
import { lateHost } from './late.ts'
import { pageHost } from './page.ts'
import type { Host } from './port.ts'

export { readConfig, type CardConfig } from './config.ts'

/** Who frames us? The gate stands before any adapter is loaded, so that nothing said meanwhile is lost or unchecked. */
export function openHost(config: CardConfig, window: Window = globalThis.window): Host {
  const framed = window.parent !== window
  const gate = openGate(window, config.hosts)
  const url = () => lateHost('url', async () => (await import('./url.ts')).urlHost(window))
  switch (config.adapter) {
    case 'chatwoot': return lateHost('chatwoot', async () => (await import('./chatwoot.ts')).chatwootHost(window, gate, config.hosts))
    case 'pos': {
      const inner = framed ? pageHost(gate) : url()
      return lateHost('pos', async () => (await import('./pos.ts')).posHost(window, inner))
    }
    case 'url': return url()
    default: return framed ? pageHost(gate) : url()
  }
}
