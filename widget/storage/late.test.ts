import { afterEach, expect, test, vi } from 'vitest'
import { lateStore } from './late.ts'
import { makeStore } from './store.ts'

let loads = 0
let works = true
vi.mock('./open.ts', () => ({
  openStore: () => {
    loads++
    if (!works) throw new Error('the file did not come')
    return makeStore()
  },
}))
afterEach(() => {
  loads = 0
  works = true
})
const place = { panels: ['orders'], scroll: 0 }

test('nothing is loaded before the first card has been filled; then what was asked meanwhile is answered', async () => {
  let filled = () => {}
  const store = lateStore(new Promise<void>((resolve) => (filled = resolve)), async () => 'key')
  const kept = store.keepPlace('a', place)
  const read = kept.then(() => store.place('a'))
  // Whoever does not wait for the card has loaded by then.
  await import('./open.ts')
  await new Promise((done) => setImmediate(done))
  expect(loads).toBe(0)
  filled()
  expect(await read).toEqual(place)
  expect(loads).toBe(1)
})

test('one that did not load answers as an empty one, and the next call tries again', async () => {
  const store = lateStore(Promise.resolve(), async () => 'key')
  works = false
  expect(await store.keepPlace('a', place)).toBeUndefined()
  expect([
    await store.recents(),
    await store.draft('a', 'handoff'),
    await store.place('a'),
    await store.unqueue(),
    await store.kept(),
  ]).toEqual([[], null, null, [], 'memory'])
  expect(loads).toBe(6)
  works = true
  await store.keepPlace('a', place)
  expect(await store.place('a')).toEqual(place)
  expect(loads).toBe(7)
})

test('one whose method fails answers as an empty one and stays', async () => {
  const store = lateStore(Promise.resolve(), async () => 'key')
  await store.keepPlace('a', place)
  const clone = vi.spyOn(globalThis, 'structuredClone').mockImplementation(() => {
    throw new Error('full')
  })
  expect(await store.place('a')).toBeNull()
  clone.mockRestore()
  expect(await store.place('a')).toEqual(place)
  expect(loads).toBe(1)
})
