import { expect, test } from 'vitest'
import type { AuditAnswer } from '../../contract/index.ts'
import type { AuditLine } from '../../hub/ports.ts'
import { testGateway, trialFichas } from '../testing/test-gateway.ts'

const leaders = {
  ...trialFichas,
  policy: {
    ...trialFichas.policy,
    roles: {
      ...trialFichas.policy.roles,
      admin: { ...trialFichas.policy.roles.admin!, purposes: ['care', 'quality'] },
    },
  },
}
/** An audit of so many lines: every third of them a reveal, every fourth of another tenant. */
async function audit(count: number) {
  const t = await testGateway({ fichas: leaders })
  const lineOf = (n: number): AuditLine => ({
    at: '2026-03-02T10:00:00Z',
    tenant: n % 4 === 0 ? 'rival' : 'demo',
    agent: `agent ${n}`,
    purpose: 'care',
    act: n % 3 === 0 ? 'reveal' : 'open',
    what: ['orders'],
    outcome: 'allowed',
  })
  for (let n = 1; n <= count; n++) await t.stores.audit.write(lineOf(n))
  const token = await t.bearer({ roles: ['admin'] })
  const ask = async (body: object) => (await (await t.post('/v1/audit', body, token)).json()) as AuditAnswer
  return { t, ask }
}
const numbers = (count: number, of: (n: number) => boolean) =>
  Array.from({ length: count }, (_, i) => count - i).filter(of)

test('the trace is of one’s own tenant, newest first, a line once, over as many pages as it takes', async () => {
  const { ask } = await audit(1_203)
  const { lines } = await ask({ limit: 500 })
  expect(lines.map(({ seq }) => seq)).toEqual(numbers(1_203, (n) => n % 4 !== 0).slice(0, 500))
  expect(lines.some((line) => 'tenant' in line)).toBe(false)
  const reveals = (await ask({ limit: 500, act: 'reveal' })).lines
  expect(reveals.map(({ seq }) => seq)).toEqual(numbers(1_203, (n) => n % 4 !== 0 && n % 3 === 0))
})

test('the chain is walked only when that is asked for', async () => {
  const { ask } = await audit(5)
  expect((await ask({})).chain).toBeUndefined()
  expect((await ask({ verify: true })).chain).toMatchObject({ intact: true, lines: 5 })
})

test('who does not lead is not told the trace', async () => {
  const { t } = await audit(1)
  expect((await t.post('/v1/audit', {}, await t.bearer())).status).toBe(403)
})
