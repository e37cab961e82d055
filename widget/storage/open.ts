import { openDisk } from './disk.ts'
import type { Store } from './port.ts'
import { makeStore, pause } from './store.ts'

/**
 * A reading waits for the disk to open or to fail, however busy the machine is: nothing that is on screen
 * waits for a reading. These end the wait for a key or a disk that says nothing at all. Milliseconds.
 */
const keyWithin = 3_000
const openWithin = 5_000

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
