import type { Store } from './port.ts'

/** Milliseconds: what may wait lets the card go first, at most so long; a reading then waits for the key, and for the disk. */
const first = 4_000
const keyWithin = 3_000
const openWithin = 300

/**
 * The store, loaded when it is first used, and not while a card is being filled: `quiet` resolves when the first one
 * settled. The agent's own words wait for nothing. `cacheKey` is the gateway's key of this agent session; where there is
 * none, or storage is forbidden, everything works in memory.
 */
export function lateStore(
  cacheKey: () => Promise<string>,
  quiet: Promise<unknown> = Promise.resolve(),
): Store {
  let loaded: Promise<Store> | undefined
  const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  const load = async (): Promise<Store> => {
    const [{ makeStore }, { openDisk }] = await Promise.all([import('./store.ts'), import('./disk.ts')])
    const key = cacheKey()
    return makeStore(
      key.then((k) => openDisk(k)),
      Promise.race([key.catch(() => {}), after(keyWithin)]).then(() => after(openWithin)),
    )
  }
  const turn = Promise.race([quiet, after(first)])
  // A chunk that did not load is a store that forgot: nobody else notices.
  const call =
    (name: keyof Store, otherwise: unknown, hurry: boolean) =>
    async (...args: unknown[]): Promise<unknown> => {
      try {
        if (!hurry && !loaded) await turn
        return await ((await (loaded ??= load()))[name] as (...a: unknown[]) => Promise<unknown>)(...args)
      } catch {
        return otherwise
      }
    }
  return Object.fromEntries(
    Object.entries(methods).map(([name, [otherwise, hurry]]) => [
      name,
      call(name as keyof Store, otherwise, hurry),
    ]),
  ) as unknown as Store
}

/** What each says without a store, and whether it may not wait for a quiet moment. */
const methods: { [K in keyof Store]: readonly [Awaited<ReturnType<Store[K]>>, boolean] } = {
  recents: [[], false],
  remember: [undefined, false],
  draft: [null, true],
  keepDraft: [undefined, true],
  place: [null, false],
  keepPlace: [undefined, false],
  queue: [undefined, true],
  unqueue: [[], false],
  shred: [undefined, true],
  kept: ['memory', false],
}
