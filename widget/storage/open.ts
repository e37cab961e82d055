import { openDisk } from './disk.ts'
import type { Store } from './port.ts'
import { makeStore, pause } from './store.ts'

/**
 * Milliseconds: a reading waits so long for the key, then for the disk; what was written meanwhile is in
 * memory.
 */
const keyWithin = 3_000
const openWithin = 300

/**
 * The store over the encrypted disk. Where there is no key, or storage is forbidden, everything works in
 * memory.
 */
export function openStore(cacheKey: () => Promise<string>): Store {
  const key = cacheKey()
  return makeStore(
    key.then((k) => openDisk(k)),
    Promise.race([key.catch(() => {}), pause(keyWithin)]).then(() => pause(openWithin)),
  )
}
