import { expect, test } from 'vitest'
import { type Agent, createHub, type HubPorts } from '../hub/index.ts'
import { shippedFichas } from './admin/templates.ts'
import type { GatewayConfig } from './config/config.ts'
import { createContext, type GatewayParts } from './context.ts'
import { allNumberPlans } from './number-plans.ts'
import { line } from './testing/store-sentences.ts'
import { stillClock, testGateway, tinyHub, trialFichas } from './testing/test-gateway.ts'

const { config } = await testGateway()
const never = new AbortController().signal
function context(changes: Partial<GatewayConfig> = {}, parts: GatewayParts = {}) {
  const lines: Record<string, unknown>[] = []
  let ports: HubPorts | undefined
  const made = createContext(
    { ...config, ...changes },
    {
      clock: stillClock,
      fichas: trialFichas,
      write: (text) => lines.push(JSON.parse(text) as Record<string, unknown>),
      hub: (given) => {
        ports = given
        return tinyHub(given)
      },
      ...parts,
    },
    { stopping: never, polls: never, draining: () => false },
  )
  return { ...made, lines, ports: made.ports ?? (ports as HubPorts) }
}
const agent = (more: Partial<Agent> = {}): Agent => ({
  tenant: 'demo',
  id: 'ana',
  session: 's',
  roles: ['adviser'],
  claims: {},
  ...more,
})

test('the breaker of a system is 1 while it is open, one half when half open, 0 when closed', () => {
  const { ports, telemetry } = context()
  const gauge = () =>
    telemetry
      .text()
      .split('\n')
      .filter((text) => text.startsWith('ficha_breaker_open{'))
  for (const [state, value] of [
    ['open', 1],
    ['half-open', 0.5],
    ['closed', 0],
  ] as const) {
    ports.breaker?.('till', state)
    expect(gauge()).toEqual([`ficha_breaker_open{connector="till"} ${value}`])
  }
})

test('the settings of the configuration stand before those that come with Ficha; what it does not say stays', () => {
  const plain = context({ settings: undefined }).ports.settings
  const own = context({ settings: { country: 'PT', maxFinds: 3 } }).ports.settings
  expect([own.country, own.maxFinds]).toEqual(['PT', 3])
  expect({ ...own, country: plain.country, maxFinds: plain.maxFinds, subjectKey: '' }).toEqual({
    ...plain,
    subjectKey: '',
  })
  // The numbers of every country are read, not only of those that a browser is given.
  expect(plain.numberPlans).toBe(allNumberPlans)
})

test('the key of subjects comes from the secret: another one in each gateway that has none of its own', () => {
  const of = (secret?: string) =>
    context({ settings: undefined, ...(secret ? { secret: { name: 'S' } } : {}) }, { secrets: () => secret })
      .ports.settings.subjectKey
  expect(of('a'.repeat(40))).toBe(of('a'.repeat(40)))
  expect(new Set([of('a'.repeat(40)), of('b'.repeat(40)), of(), of()]).size).toBe(4)
})

test('what was handed out under the secret before the last rotation still opens, as long as that one is told', async () => {
  const values: Record<string, string> = { OLD: 'o'.repeat(40), NEW: 'n'.repeat(40) }
  const secrets = (name: string) => values[name]
  const old = context({ secret: { name: 'OLD' } }, { secrets })
  const rotated = context({ secret: { name: 'NEW', before: 'OLD' } }, { secrets })
  const handle = await old.ports.handles.seal({ id: 7 }, agent(), 'row')
  expect(await rotated.ports.handles.open(handle, agent(), 'row')).toEqual({ id: 7 })
  const forgotten = context({ secret: { name: 'NEW' } }, { secrets })
  await expect(forgotten.ports.handles.open(handle, agent(), 'row')).rejects.toMatchObject({
    code: 'expired-handle',
  })
  const made = await rotated.ports.handles.seal({ id: 8 }, agent(), 'row')
  expect(await forgotten.ports.handles.open(made, agent(), 'row')).toEqual({ id: 8 })
})

test('limits of the configuration stand before the defaults, each by itself', () => {
  const { limits } = context({ limits: { searchesPerMinute: 7 } })
  expect([limits.searchesPerMinute, limits.requestsPerMinute]).toEqual([7, 600])
})

test('the fichas of the configuration stand before those of the runtime, and these before those that come with Ficha', async () => {
  const first = async (changes: Partial<GatewayConfig>, parts: GatewayParts = {}) =>
    (await context(changes, parts).fichas.now('demo')).set.templates.map(({ id }) => id)
  const shipped = shippedFichas.templates.map(({ id }) => id)
  expect(await first({})).toEqual(['adviser'])
  expect(await first({ fichas: shippedFichas })).toEqual(shipped)
  expect(await first({}, { fichas: undefined })).toEqual(shipped)
})

test('what is not given has a default: an hour of proof, a quarter of a second for an early refusal, no card, silence', async () => {
  const made = createContext(config, {}, { stopping: never, polls: never, draining: () => false })
  expect(made.firstEventMs).toBe(250)
  const now = made.clock.now().getTime() / 1_000
  const session = (proved: number) => ({ agent: agent(), languages: [], name: undefined, proved })
  expect(() => made.sessions.renewable(session(now - 3_500))).not.toThrow()
  expect(() => made.sessions.renewable(session(now - 3_700))).toThrow('60 minutes')
  expect((await made.page.unframed()).status).toBe(404)
  made.telemetry.log({ log: 'heard by nobody' })
})

test('who may edit and who leads is said by the policy published now, for one’s own tenant, by any of one’s roles', async () => {
  const { fichas, mayEdit, isLeader, stores } = context()
  const roles = (...names: string[]) => agent({ roles: names })
  expect(
    await Promise.all([roles('adviser'), roles('admin'), roles('adviser', 'admin'), roles()].map(mayEdit)),
  ).toEqual([false, true, true, false])
  expect(await Promise.all([roles('toString'), roles('no such role')].map(mayEdit))).toEqual([false, false])
  expect(await isLeader(roles('adviser', 'admin'))).toBe(false)
  const { set } = await fichas.now('demo')
  const adviser = { ...set.policy.roles.adviser!, purposes: ['care', 'quality'], mayEdit: true }
  const policy = { ...set.policy, roles: { ...set.policy.roles, adviser } }
  await stores.fichas.publish('demo', { revision: 'r1', at: 't', note: '' }, { ...set, policy }, undefined)
  expect([await isLeader(roles('night', 'adviser')), await mayEdit(roles('adviser'))]).toEqual([true, true])
  expect(await isLeader(roles('admin'))).toBe(false)
  expect(await isLeader(agent({ tenant: 'rival' }))).toBe(false)
})

test('no answer without a line of the audit: of this act, this agent and this tenant, and an allowed one', async () => {
  const { audited, ports } = context()
  const line = (more: object) =>
    ports.audit.write({
      at: 't',
      tenant: 'demo',
      agent: 'ana',
      purpose: 'care',
      act: 'reveal',
      what: [],
      outcome: 'allowed',
      ...more,
    })
  const reveal = (more?: object) =>
    audited('reveal', agent(), async () => {
      if (more) await line(more)
      return 'value'
    })
  expect(await reveal({})).toBe('value')
  expect(await reveal({})).toBe('value')
  for (const other of [
    undefined,
    { act: 'open' },
    { agent: 'eva' },
    { tenant: 'rival' },
    { outcome: 'refused' },
  ])
    await expect(reveal(other), JSON.stringify(other)).rejects.toMatchObject({
      code: 'audit-unavailable',
      message: expect.stringMatching(/^reveal: no audit line was written/),
    })
})

test('lines of the audit are counted by act and outcome, reveals once more; one that could not be written is told to the operator alone', async () => {
  const { ports, telemetry, lines, stores } = context()
  for (const outcome of ['allowed', 'allowed', 'refused'] as const)
    await ports.audit.write({ ...line(1), act: 'reveal', outcome })
  await ports.audit.write(line(2))
  stores.audit.write = () => Promise.reject(new Error('disk full at /var/lib'))
  await expect(ports.audit.write(line(3))).rejects.toMatchObject({
    code: 'audit-unavailable',
    message: 'the audit cannot be written, so nothing is answered; check the audit store',
  })
  const text = telemetry.text().split('\n')
  expect(text).toEqual(
    expect.arrayContaining([
      'ficha_audit_lines_total{act="reveal",outcome="allowed"} 2',
      'ficha_audit_lines_total{act="reveal",outcome="refused"} 1',
      'ficha_audit_lines_total{act="open",outcome="allowed"} 1',
      'ficha_reveals_total{outcome="allowed"} 2',
      'ficha_reveals_total{outcome="refused"} 1',
      'ficha_audit_failures_total 1',
    ]),
  )
  expect(lines).toEqual([expect.objectContaining({ log: 'audit-failed', act: 'open' })])
})

test('how long a system took lately is the mean of its own answers', () => {
  const { telemetry, measured } = context()
  telemetry.time('ficha_upstream_seconds', { connector: 'till' }, 0.5)
  telemetry.time('ficha_upstream_seconds', { connector: 'till' }, 1)
  telemetry.time('ficha_upstream_seconds', { connector: 'shop' }, 9)
  expect(measured('till')).toEqual({ mean: 0.75, count: 2 })
  expect(measured('desk')).toBeUndefined()
})

test('the hub is given every store of the gateway, and is the real one where none is given', () => {
  const { ports, stores, hub } = context({}, { hub: undefined })
  for (const name of [
    'cache',
    'links',
    'sharedValues',
    'flags',
    'outcomes',
    'observations',
    'notices',
  ] as const)
    expect(ports[name], name).toBe(stores[name])
  expect(Object.keys(hub).sort()).toEqual(Object.keys(createHub(ports)).sort())
})
