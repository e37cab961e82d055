import memory from '../../connectors/catalog/memory/index.ts'
import type { Connector } from '../../connectors/contract/index.ts'
import { defineConfig } from '../../connectors/gateway/config/config.ts'

/**
 * A gateway for trials of the process itself: one system that answers at once, and one that the test holds.
 */
const held = process.env.HELD_ORIGIN ?? ''
const shop = memory({
  id: 'shop',
  title: 'Tienda',
  people: [
    {
      record: {
        id: '7',
        identifiers: [{ kind: 'phone', value: '+34600123456', verified: true }],
        name: { full: 'Lucía Vega' },
      },
      answers: { person: [{ id: '7', name: { full: 'Lucía Vega' } }] },
    },
  ],
})
const slow: Connector = {
  id: 'slow',
  title: 'Lenta',
  origins: [held],
  access: { kind: 'open' },
  find: {
    by: ['phone'],
    run: async (_key, context) => {
      await (await context.fetch(`${held}/find`)).text()
      return { match: 'none' }
    },
  },
  answers: {},
}
export default defineConfig({
  tenant: 'demo',
  listen: { port: 0, lagMs: 700, stopSeconds: Number(process.env.STOP_SECONDS ?? 2) },
  publicOrigin: process.env.PUBLIC_ORIGIN,
  hosts: ['http://localhost:4173'],
  secret: { name: 'FICHA_SECRET' },
  issuers: [
    {
      issuer: 'ficha-demo',
      audience: 'ficha',
      keys: { jwks: JSON.parse(process.env.ISSUER_JWKS ?? '{}') as { keys: Record<string, unknown>[] } },
      demo: true,
    },
  ],
  connectors: [shop, slow],
  network: { private: [held], proxies: ['127.0.0.1'] },
  limits: { refusalsPerMinute: 5 },
  // Held means held until the test lets go, however slow the machine is.
  settings: { patience: { soft: 30_000, hard: 60_000 } },
  egress: { timeoutMs: 60_000 },
  store: { file: process.env.STORE_FILE ?? '' },
})
