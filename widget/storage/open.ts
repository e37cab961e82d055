import { openDisk } from './disk.ts'
import type { Store } from './port.ts'
import { makeStore, pause } from './store.ts'

/**
 * Longest waits for the key and for the disk. A read waits for the disk to open or to fail, however busy the
 * machine is, because nothing on screen waits for a read. Milliseconds.
 */
const keyWithin = 3_000
const openWithin = 5_000

/**
 * Opens the store over the encrypted disk. Without a key, or where storage is forbidden, it works in memory.
 */
export function openStore(cacheKey: () => Promise<string>): Store {
  const key = cacheKey()
  return makeStore(
    key.then((k) => openDisk(k)),
    Promise.race([key.catch(() => {}), pause(keyWithin)]).then(() => pause(openWithin)),
  )
}
