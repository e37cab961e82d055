import { expect, test } from 'vitest'
import { ConnectorError } from '../../contract/index.ts'
import { handClock } from '../testing/test-hub.ts'
import { Abandoned, createBreakers } from './breaker.ts'

function breaker() {
  const clock = handClock()
  const recovered: string[] = []
  const states: string[] = []
  const breakers = createBreakers(
    clock,
    (tenant, connector) => recovered.push(`${tenant} ${connector}`),
    (connector, state) => states.push(`${connector} ${state}`),
  )
  const { run } = breakers.of('demo', 'shop')
  const fail = (code: 'unavailable' | 'late' | 'denied' | 'malformed' = 'unavailable', probe = false) =>
    run(() => Promise.reject(new ConnectorError(code, 'no')), probe).catch((e: ConnectorError) => e)
  const opened = async () => {
    for (let n = 0; n < 5; n++) await fail()
  }
  /** Whether a call is let through after resting this long, and how it ended. */
  const tried = async (ms: number, ends: () => Promise<unknown>) => {
    clock.advance(ms)
    let asked = false
    await run(() => {
      asked = true
      return ends()
    }).catch(() => undefined)
    return asked
  }
  const down = () => Promise.reject(new ConnectorError('unavailable', 'no'))
  return { clock, recovered, states, breakers, run, fail, opened, tried, down }
}

test('each failed try doubles the rest, up to a minute; once it answered, the next rest is five seconds again', async () => {
  const { opened, tried, down, recovered } = breaker()
  for (const rests of [
    [5, 10, 20, 40, 60, 60],
    [5, 10],
  ]) {
    await opened()
    for (const rest of rests) {
      expect(await tried(rest * 1_000 - 1, down), `before ${rest} s`).toBe(false)
      expect(await tried(1, down), `after ${rest} s`).toBe(true)
    }
    expect(await tried(60_000, async () => 'up')).toBe(true)
  }
  expect(recovered).toEqual(['demo shop', 'demo shop'])
})

test('no answer and a late one count; an answer that is a refusal or makes no sense does not', async () => {
  for (const [code, counts] of [
    ['unavailable', true],
    ['late', true],
    ['denied', false],
    ['malformed', false],
  ] as const) {
    const { fail, tried } = breaker()
    for (let n = 0; n < 8; n++) await fail(code)
    expect(await tried(0, async () => 'up'), code).toBe(!counts)
  }
})

test('four failures and an answer are forgotten: five in a row are needed', async () => {
  const { fail, tried } = breaker()
  for (let n = 0; n < 4; n++) await fail()
  await tried(0, async () => 'up')
  for (let n = 0; n < 4; n++) await fail()
  expect(await tried(0, async () => 'up')).toBe(true)
})

test('after the rest one call tries the system; whoever comes meanwhile is told when to come back', async () => {
  const { clock, opened, run, states } = breaker()
  await opened()
  clock.advance(5_000)
  let answer = (_: string) => {}
  const trying = run(
    () =>
      new Promise<string>((done) => {
        answer = done
      }),
  )
  await expect(run(async () => 'second')).rejects.toMatchObject({
    code: 'unavailable',
    retryAt: new Date(clock.now().getTime() + 1_000).toISOString(),
  })
  answer('up')
  expect(await trying).toBe('up')
  expect(await run(async () => 'third')).toBe('third')
  expect(states).toEqual(['shop open', 'shop half-open', 'shop closed'])
})

test('a try whose agent left proves nothing: the system rests again, and is tried again', async () => {
  const { opened, tried } = breaker()
  await opened()
  expect(await tried(5_000, () => Promise.reject(new Abandoned()))).toBe(true)
  expect(await tried(9_999, async () => 'up')).toBe(false)
  expect(await tried(1, async () => 'up')).toBe(true)
})

test('who leaves a healthy system says nothing against it', async () => {
  const { run, tried } = breaker()
  for (let n = 0; n < 8; n++) await run(() => Promise.reject(new Abandoned())).catch(() => undefined)
  expect(await tried(0, async () => 'up')).toBe(true)
})

test('an agent who asks to try again is let through during the rest; another tenant is not held up by it', async () => {
  const { opened, run, breakers } = breaker()
  await opened()
  expect(await breakers.of('other', 'shop').run(async () => 'theirs')).toBe('theirs')
  expect(await breakers.of('demo', 'till').run(async () => 'till')).toBe('till')
  await expect(run(async () => 'resting')).rejects.toMatchObject({ code: 'unavailable' })
  expect(await run(async () => 'now', true)).toBe('now')
})

test('a system that limits how often it is asked is left alone until it said, whoever is asked about', async () => {
  const { clock, run, tried, breakers } = breaker()
  const at = (seconds: number) => new Date(clock.now().getTime() + seconds * 1_000).toISOString()
  const until = at(120)
  const limited = (retryAt?: string) => () =>
    Promise.reject(new ConnectorError('limited', 'no', retryAt ? { retryAt } : {}))
  await tried(0, limited(until))
  await expect(run(async () => 'another customer')).rejects.toMatchObject({
    code: 'limited',
    retryAt: until,
    message: expect.stringContaining(`not asked: the system limits how often it is asked`),
  })
  expect(await breakers.of('other', 'shop').run(async () => 'theirs')).toBe('theirs')
  expect(await tried(119_999, async () => 'up')).toBe(false)
  expect(await tried(1, async () => 'up')).toBe(true)
  // Without a time nothing is known but that this one call came too soon.
  await tried(0, limited())
  expect(await tried(0, async () => 'up')).toBe(true)
})

test('an agent who asks to try again is let through a limit, and an answer ends it; none holds for days', async () => {
  const { clock, run, tried } = breaker()
  const limited = (seconds: number) => () =>
    Promise.reject(
      new ConnectorError('limited', 'no', {
        retryAt: new Date(clock.now().getTime() + seconds * 1_000).toISOString(),
      }),
    )
  await tried(0, limited(600))
  expect(await run(async () => 'now', true)).toBe('now')
  expect(await run(async () => 'again')).toBe('again')
  await tried(0, limited(86_400))
  expect(await tried(15 * 60_000 - 1, async () => 'up')).toBe(false)
  expect(await tried(1, async () => 'up')).toBe(true)
})
