import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStore } from './open.ts'
import { memoryShelf } from './shelf.ts'

let openDisk: () => Promise<ReturnType<typeof memoryShelf> & { close(): void }>
vi.mock('./disk.ts', () => ({ openDisk: () => openDisk() }))
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
const draft = { kind: 'handoff', text: 'Llamar el lunes', at: '2026-11-01T10:00:00Z' } as const

test('a draft on a disk that is slow to open is found: a reading waits for the disk, not for a time', async () => {
  const disk = { ...memoryShelf(), close() {} }
  await disk.write('draft handoff i1', draft)
  let opened = () => {}
  openDisk = () =>
    new Promise((resolve) => {
      opened = () => resolve(disk)
    })
  const store = openStore(async () => 'key')
  const read = store.draft('i1', 'handoff')
  await vi.advanceTimersByTimeAsync(2_000)
  opened()
  expect(await read).toEqual(draft)
})

test('a disk that fails is not waited for, and one that says nothing is not waited for without end', async () => {
  openDisk = () => Promise.reject(new Error('forbidden'))
  expect(await openStore(async () => 'key').draft('i1', 'handoff')).toBeNull()
  openDisk = () => new Promise(() => {})
  const read = openStore(async () => 'key').draft('i1', 'handoff')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await read).toBeNull()
})
