import memory from '../../connectors/catalog/memory/index.ts'
import { createGateway, type Gateway } from '../../connectors/gateway/index.ts'

/**
 * The gateway as a worker: the same code, with what an edge runtime has and nothing else. Bindings stand for
 * the environment.
 */
interface Env {
  ISSUER_JWKS: string
  FICHA_SECRET: string
  ORIGIN: string
}
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

let gateway: Gateway | undefined
export default {
  fetch(request: Request, env: Env): Promise<Response> {
    gateway ??= createGateway(
      {
        tenant: 'demo',
        publicOrigin: env.ORIGIN,
        hosts: ['https://desk.example.com'],
        secret: { name: 'FICHA_SECRET' },
        connectors: [shop],
        issuers: [
          {
            issuer: 'ficha-demo',
            audience: 'ficha',
            keys: { jwks: JSON.parse(env.ISSUER_JWKS) as { keys: Record<string, unknown>[] } },
          },
        ],
      },
      {
        secrets: (name) => (env as unknown as Record<string, string>)[name],
        page: {
          html: async () => '<!doctype html><html><head></head><body></body></html>',
          asset: async () => undefined,
        },
      },
    )
    return gateway.fetch(request)
  },
}
