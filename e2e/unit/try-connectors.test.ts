import { describe, expect, test } from 'vitest'
import rest from '../../connectors/catalog/rest/index.ts'
import type { Hint } from '../../connectors/contract/index.ts'
import { demoIssuer } from '../../connectors/gateway/auth/demo-issuer.ts'
import type { GatewayConfig } from '../../connectors/gateway/config/config.ts'
import { tryConnectors } from '../../connectors/gateway/try-connectors.ts'

const crm = (path = '/find') =>
  rest({
    id: 'crm',
    title: 'CRM',
    base: 'https://crm.example',
    phonePrefix: '+34',
    currency: 'EUR',
    find: {
      rows: 'data',
      by: { mail: { path, query: { email: '{value}' } } },
      record: {
        id: 'id',
        identifiers: [
          { kind: 'mail', from: 'email' },
          { kind: 'phone', from: 'phone' },
        ],
        name: 'name',
      },
    },
    answers: {
      orders: {
        call: { path: '/orders', query: { customer: '{record}' } },
        rows: 'data',
        fields: { orderNumber: 'number', orderDate: 'date', total: 'total' },
      },
    },
  })
const issuer = await demoIssuer({ tenant: 'demo' })
const configWith = (connector: GatewayConfig['connectors'][number]): GatewayConfig => ({
  tenant: 'demo',
  hosts: ['http://localhost:4173'],
  publicOrigin: 'http://127.0.0.1:4174',
  issuers: [issuer.issuer],
  connectors: [connector],
})
type Answer = { status?: number; body: unknown; type?: string }
async function tried(answers: Record<string, Answer>, hints: Hint[]) {
  const lines: string[] = []
  const wrong = await tryConnectors(configWith(crm()), hints, {
    env: {},
    print: (line) => lines.push(line),
    databases: { query: async () => [], close: async () => {} },
    transport: async ({ url }) => {
      const { status = 200, body, type = 'application/json' } = answers[url.pathname] as Answer
      return new Response(typeof body === 'string' ? body : JSON.stringify(body), {
        status,
        headers: { 'content-type': type },
      })
    },
  })
  return { wrong, said: lines.join('\n') }
}
const mail: Hint[] = [{ kind: 'mail', value: 'Ana@correo.example' }]
const ana = { id: 7, name: 'Ana Ruiz', email: 'ana@correo.example', phone: '612 34 81 07' }

describe('a connector that is tried', () => {
  test('shows what is asked, what was found and each field that is read', async () => {
    const { wrong, said } = await tried(
      {
        '/find': { body: { data: [ana] } },
        '/orders': { body: { data: [{ id: 1, number: 'A-1', date: '2026-03-01', total: '12.50' }] } },
      },
      mail,
    )
    expect(said).toContain('mail «Ana@correo.example»: asked as ana@correo.example (strong)')
    expect(said).toContain('GET https://crm.example/find?email=')
    expect(said).toContain('record 7: Ana Ruiz')
    expect(said).toContain('phone «612 34 81 07»: +34612348107 (strong)')
    expect(said).toContain('orderNumber: 1 of 1')
    expect(said).toContain('All that was asked was read.')
    expect(wrong).toBe(0)
  })

  test('says which values could not be read, with an example', async () => {
    const { wrong, said } = await tried(
      {
        '/find': { body: { data: [ana] } },
        '/orders': {
          body: {
            data: [
              { id: 1, number: 'A-1', date: 'pronto' },
              { id: 2, number: 'A-2', date: '2026-03-01' },
            ],
          },
        },
      },
      mail,
    )
    expect(said).toContain('! orders.orderDate: 1 of 2 not read, for example "pronto"')
    expect(wrong).toBe(1)
  })

  test('says how a call failed', async () => {
    const { wrong, said } = await tried(
      { '/find': { status: 401, body: {} }, '/orders': { body: { data: [] } } },
      mail,
    )
    expect(said).toContain('! find by mail: denied: ')
    expect(said).toContain('HTTP 401')
    expect(said).toContain('orders: not asked: no record was found')
    expect(wrong).toBe(1)
  })

  test('says that a login page came instead', async () => {
    const { said } = await tried(
      { '/find': { body: '<html>', type: 'text/html' }, '/orders': { body: { data: [] } } },
      mail,
    )
    expect(said).toContain('! find by mail: malformed: ')
    expect(said).toContain('text/html')
  })

  test('asks nobody by what stands for nobody, or by what it is not found by', async () => {
    const { said } = await tried({}, [
      { kind: 'mail', value: 'no@no.com' },
      { kind: 'phone', value: '612 34 81 07' },
    ])
    expect(said).toContain('mail «no@no.com»: asked as no@no.com, which stands for nobody')
    expect(said).toContain('find by phone: this connector does not find by it')
  })
})

test('a connector that is not in the configuration is named, with those that are', async () => {
  await expect(
    tryConnectors(configWith(crm()), mail, {
      connector: 'shop',
      env: {},
      print: () => {},
    }),
  ).rejects.toThrow('crm')
})
