import { expect, test } from 'vitest'
import type { Agent, Clock } from '../hub/ports.ts'
import { defaultLimits, type Limits } from './config/config.ts'
import { createKeys } from './keys/keys.ts'
import { createRates } from './rates.ts'
import { memoryRates } from './stores/memory.ts'
import { stillClock } from './testing/test-gateway.ts'

const ana: Agent = { tenant: 'demo', id: 'ana', session: 's', roles: [], claims: {} }
function bench(limits: Partial<Limits>) {
  let now = stillClock.now().getTime()
  const clock: Clock = { ...stillClock, now: () => new Date(now) }
  const keys: string[] = []
  const store = memoryRates()
  const rates = createRates(
    {
      admit: (key, ...rest) => {
        keys.push(key)
        return store.admit(key, ...rest)
      },
    },
    createKeys('k'.repeat(40)),
    clock,
    { ...defaultLimits, ...limits },
  )
  return { rates, keys, skip: (ms: number) => void (now += ms) }
}
const said = (done: Promise<unknown>) =>
  done.then(
    () => 'admitted',
    (e: Error & { code: string; retryAfter: number }) => `${e.code} ${e.retryAfter}: ${e.message}`,
  )

test('as many as the limit says in a minute; then how many, in what time, and how long to wait', async () => {
  const { rates, skip } = bench({ searchesPerMinute: 2 })
  const search = () => said(rates.count(ana, 'searchesPerMinute'))
  expect([await search(), await search()]).toEqual(['admitted', 'admitted'])
  skip(20_000)
  expect(await search()).toBe('too-many 40: more than 2 searches in a minute; wait 40 s')
  skip(40_000)
  expect(await search()).toBe('admitted')
})

test('customers are counted once each, over ten minutes', async () => {
  const { rates, skip } = bench({ customersPer10Minutes: 2 })
  const open = (...who: string[]) => said(rates.countDistinct(ana, 'customersPer10Minutes', who))
  expect([await open('a'), await open('a', 'b'), await open('b')]).toEqual(Array(3).fill('admitted'))
  skip(60_000)
  expect(await open('c')).toBe('too-many 540: more than 2 customers in 10 minutes; wait 540 s')
  skip(540_000)
  expect(await open('c')).toBe('admitted')
})

test('each limit is counted for itself, for each agent and each tenant; a new session changes nothing', async () => {
  const { rates } = bench({ revealsPer10Minutes: 1, searchesPerMinute: 1 })
  const reveal = (agent: Agent) => said(rates.count(agent, 'revealsPer10Minutes'))
  expect(await reveal(ana)).toBe('admitted')
  expect(await said(rates.count(ana, 'searchesPerMinute'))).toBe('admitted')
  expect(await reveal({ ...ana, id: 'eva' })).toBe('admitted')
  expect(await reveal({ ...ana, tenant: 'rival' })).toBe('admitted')
  expect(await reveal({ ...ana, session: 't' })).toContain('more than 1 reveals')
})

test('the store is not told who it is about', async () => {
  const { rates, keys } = bench({})
  await rates.count({ ...ana, id: 'lucia¤martin' }, 'requestsPerMinute')
  expect(keys).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
})
