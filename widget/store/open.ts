import type { Store } from './port.ts'

/** Milliseconds a reading waits for the key to come from the gateway, and then for the disk. */
const keyWithin = 3_000
const openWithin = 300

/**
 * The store, loaded when it is first used: the card's first paint needs none of it. `cacheKey` is the gateway's key of
 * this agent session; where there is none, or storage is forbidden, everything works in memory.
 */
export function lateStore(cacheKey: () => Promise<string>): Store {
  let loaded: Promise<Store> | undefined
  const store = (): Promise<Store> => (loaded ??= (async () => {
    const [{ makeStore, pause }, { openDisk }] = await Promise.all([import('./store.ts'), import('./disk.ts')])
    const key = cacheKey()
    return makeStore(key.then((k) => openDisk(k)), Promise.race([key.catch(() => {}), pause(keyWithin)]).then(() => pause(openWithin)))
  })())
  // A chunk that did not load is a store that forgot: nobody else notices.
  const call = <K extends keyof Store>(name: K, otherwise: Awaited<ReturnType<Store[K]>>) => async (...args: unknown[]): Promise<never> => {
    try { return (await ((await store())[name] as (...a: unknown[]) => Promise<unknown>)(...args)) as never }
    catch { return otherwise as never }
  }
  return {
    recents: call('recents', []), remember: call('remember', undefined), draft: call('draft', null), keepDraft: call('keepDraft', undefined), place: call('place', null),
    keepPlace: call('keepPlace', undefined), queue: call('queue', undefined), unqueue: call('unqueue', []), shred: call('shred', undefined), kept: call('kept', 'memory'),
  }
}
