import type { CardConfig } from './config.ts'
import { openGate } from './gate.ts'
import { pageHost } from './page.ts'
import type { Host } from './port.ts'

export { type CardConfig, readConfig } from './config.ts'

/**
 * Opens the adapter of the page that frames us. The gate is open before any adapter is loaded: messages that
 * come meanwhile are checked and wait there.
 */
export async function openHost(config: CardConfig, window: Window = globalThis.window): Promise<Host> {
  const framed = window.parent !== window
  const gate = openGate(window, config.hosts)
  const plain = async () =>
    framed && config.adapter !== 'url' ? pageHost(gate) : (await import('./url.ts')).urlHost(window)
  switch (config.adapter) {
    case 'chatwoot':
      return (await import('./chatwoot.ts')).chatwootHost(window, gate, config.hosts)
    case 'pos':
      return (await import('./pos.ts')).posHost(window, await plain())
    default:
      return plain()
  }
}
