import { expect, test } from 'vitest'
import type { Clock } from '../../hub/ports.ts'
import { createKeys } from '../keys/keys.ts'
import { seal } from '../keys/seal.ts'
import { stillClock } from '../testing/test-gateway.ts'
import { createHandles } from './handles.ts'

const ana = { tenant: 'demo', id: 'ana', session: 's', roles: ['adviser'], claims: {} }
const keys = createKeys('k'.repeat(40))
function bench() {
  let now = stillClock.now().getTime()
  const clock: Clock = { ...stillClock, now: () => new Date(now) }
  return { handles: createHandles(keys, clock), skip: (seconds: number) => void (now += seconds * 1_000) }
}

test('a handle lives for as long as the hub says', async () => {
  const { handles, skip } = bench()
  const short = await handles.seal('x', ana, 'card', 60)
  const long = await handles.seal('x', ana, 'card', 24 * 3600)
  skip(59)
  expect(await handles.open(short, ana, 'card')).toBe('x')
  skip(2)
  await expect(handles.open(short, ana, 'card')).rejects.toMatchObject({ code: 'expired-handle' })
  skip(23 * 3600)
  expect(await handles.open(long, ana, 'card')).toBe('x')
})

test('what would be too long to travel is not sealed, and the fault says of which kind', async () => {
  const { handles } = bench()
  await expect(handles.seal('x'.repeat(16_384), ana, 'row')).rejects.toThrow(
    /^a row handle is \d+ characters long; at most 16384 travel$/,
  )
  const large = 'x'.repeat(11_000)
  expect(await handles.open(await handles.seal(large, ana, 'row'), ana, 'row')).toBe(large)
})

test('one that is too long to be ours is not opened, though it were sealed by us', async () => {
  const { handles } = bench()
  const endless = await seal(
    keys,
    'handle',
    'row',
    { p: 'x'.repeat(16_384), sub: ana.id, ten: ana.tenant, sid: ana.session },
    stillClock.now().getTime() / 1_000 + 60,
  )
  expect(endless.length).toBeGreaterThan(16_384)
  await expect(handles.open(endless, ana, 'row')).rejects.toMatchObject({
    code: 'expired-handle',
    message: expect.stringContaining('row handle'),
  })
})
