import { defineConfig } from '../connectors/gateway/config/config.ts'
import { phone, subsCards, subscriptions, survey, web } from './connect/by-mail.ts'
import { desk } from './connect/desk.ts'
import { realSystems } from './connect/real.ts'
import { settings } from './connect/settings.ts'
import { shop } from './connect/shop.ts'
import { till } from './connect/till.ts'
import { demoFichas } from './fichas/index.ts'
import { basePort, gatewayPort, listenPort, originOf, systemIds } from './systems/ports.ts'

/**
 * The gateway of the demo: as a real one would be written, but for the demo issuer and the private addresses
 * of this machine.
 */
const base = basePort()
/**
 * Milliseconds before a system is given up on; tests of other things wait longer, since a busy machine is not
 * a late system.
 */
const patience = Number(process.env.DEMO_PATIENCE) || undefined
const real = process.env.DEMO_REAL === 'yes' ? realSystems() : undefined

export default defineConfig({
  tenant: 'demo',
  listen: { host: '127.0.0.1', port: listenPort(base, 'gateway') },
  publicOrigin: `http://127.0.0.1:${gatewayPort(base)}`,
  hosts: [{ origin: `http://localhost:${base}`, name: 'demo' }],
  issuers: [
    {
      issuer: 'ficha-demo',
      audience: 'ficha',
      keys: {
        jwks: JSON.parse(process.env.DEMO_ISSUER_JWKS ?? '{"keys":[]}') as {
          keys: Record<string, unknown>[]
        },
      },
      algorithms: ['ES256'],
      roles: ['adviser', 'store', 'claims', 'admin', 'night'],
      demo: true,
    },
  ],
  connectors: [
    ...(real?.connectors ?? [shop(base), desk(base), till(), survey(base)]),
    subscriptions(base),
    subsCards(base),
    web(base),
    phone(base),
  ],
  databases: real?.databases ?? { till: { dialect: 'libsql', url: 'DEMO_TILL_URL' } },
  secret: { name: 'DEMO_GATEWAY_SECRET' },
  // Elsewhere the path of the folder: `fichas: './fichas'`.
  fichas: demoFichas,
  ...(process.env.DEMO_STORE_FILE ? { store: { file: process.env.DEMO_STORE_FILE } } : {}),
  // A demo is opened faster than any agent works: a soak test opens thousands.
  limits: {
    requestsPerMinute: 100_000,
    searchesPerMinute: 100_000,
    previewsPerMinute: 100_000,
    countsPerMinute: 100_000,
    refusalsPerMinute: 100_000,
    customersPer10Minutes: 100_000,
    foundPer10Minutes: 100_000,
    revealsPer10Minutes: 1_000,
  },
  network: { private: [...systemIds.map((id) => originOf(base, id)), ...(real?.private ?? [])] },
  // A demo shows what a company may leave off: one question to the agent.
  ...(process.env.DEMO_ASK_AGENTS ? { quality: { askAgents: Number(process.env.DEMO_ASK_AGENTS) } } : {}),
  settings: { ...settings, ...(patience && { patience: { soft: 1_500, hard: patience } }) },
  ...(patience && { egress: { timeoutMs: patience } }),
})
