import { expect, test } from 'vitest'
import type { Connector, Identifier } from '../../contract/index.ts'
import type { HubContext } from '../context.ts'
import type { FetchOutcome } from '../fetch/fetcher.ts'
import { idle, system } from '../testing/test-hub.ts'
import { RecordLookup, standingsOf } from './record-lookup.ts'

const shop = system('shop', {}, [])
const mute: Connector = { ...system('mute', {}, []), find: undefined as never }
const key: Identifier = { kind: 'phone', value: '+34600123456', raw: '', grade: 'strong' }
type Answer = FetchOutcome<{ match: 'none' }>

function lookup(fresh?: string) {
  const answers: ((a: Answer | Error) => void)[] = []
  const asked: { fresh: boolean | undefined; signal: AbortSignal; late(ms: number): void }[] = []
  let changes = 0
  const inside = {
    fetcher: {
      find: (run: { fresh?: boolean }, signal: AbortSignal, late: (ms: number) => void) => {
        asked.push({ fresh: run.fresh, signal, late })
        return new Promise((done, fail) => answers.push((a) => (a instanceof Error ? fail(a) : done(a))))
      },
    },
  } as unknown as HubContext
  const stop = new AbortController()
  const finds = new RecordLookup(
    inside,
    { tenant: 'demo', purpose: 'care', signal: stop.signal, fresh },
    () => changes++,
  )
  return { finds, answers, asked, stop, changes: () => changes }
}
const none: Answer = { ok: true, answer: { match: 'none' } }
const failed: Answer = { ok: false, code: 'unavailable', since: '10:00', retryAt: '10:05' }

test('a system waits while it is asked, then has nobody, or failed; one never asked was not asked', async () => {
  const { finds, answers } = lookup()
  expect(finds.standing(shop, false)).toBe('waiting')
  expect(finds.standing(shop, true)).toBe('not-asked')
  expect(finds.standing(mute, false)).toBe('not-asked')
  const one = finds.find(shop, key)
  expect([finds.standing(shop, true), finds.isPending('shop'), finds.wasAsked('shop')]).toEqual([
    'waiting',
    true,
    true,
  ])
  answers[0]?.(none)
  expect(await one).toEqual({ ok: true, match: { match: 'none' } })
  expect([finds.standing(shop, false), finds.standing(shop, true)]).toEqual(['waiting', 'none'])
  const two = finds.find(shop, key)
  answers[1]?.(failed)
  expect(await two).toEqual({ ok: false, code: 'unavailable', retryAt: '10:05' })
  expect(finds.standing(shop, true)).toEqual({ failed: 'unavailable', since: '10:00', retryAt: '10:05' })
  expect(standingsOf([shop, mute], finds, true)).toMatchObject({
    shop: { failed: 'unavailable' },
    mute: 'not-asked',
  })
  expect(standingsOf([shop], lookup().finds, false)).toEqual({})
})

test('it is late from when it says so until nothing is out', async () => {
  const { finds, answers, asked } = lookup()
  const both = [finds.find(shop, key), finds.find(shop, key)]
  expect(finds.isLate('shop')).toBe(false)
  asked[0]?.late(100)
  expect(finds.isLate('shop')).toBe(true)
  answers[0]?.(none)
  await both[0]
  expect(finds.isLate('shop')).toBe(true)
  answers[1]?.(none)
  await both[1]
  expect(finds.isLate('shop')).toBe(false)
})

test('who is to be tried again is asked anew, and nobody else', () => {
  const { finds, asked } = lookup('shop')
  void finds.find(shop, key)
  void finds.find(system('till', {}, []), key)
  expect(asked.map((a) => a.fresh)).toEqual([true, false])
})

test('when the card is left all that is out is stopped, nothing more is asked, and nobody has failed', async () => {
  const { finds, answers, asked, stop } = lookup()
  const out = finds.find(shop, key)
  stop.abort(new Error('left'))
  expect(asked[0]?.signal.aborted).toBe(true)
  answers[0]?.(new Error('left'))
  expect(await out).toEqual({ ok: false, code: 'late' })
  await finds.find(shop, key)
  await idle()
  expect([asked.length, finds.failure('shop')]).toEqual([1, undefined])
})
