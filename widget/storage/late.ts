import type { Store } from './port.ts'

/** Milliseconds: a card that does not settle must not keep the agent's words waiting. */
const patience = 4_000

/** What each method answers where there is no store. */
const empty: { [K in keyof Store]: Awaited<ReturnType<Store[K]>> } = {
  recents: [],
  remember: undefined,
  draft: null,
  keepDraft: undefined,
  place: null,
  keepPlace: undefined,
  queue: undefined,
  unqueue: [],
  shred: undefined,
  kept: 'memory',
}

/**
 * The store before it is here: what it is asked waits until the first card has been filled, then loads it.
 * One that did not load is a store that forgot: nobody notices more than that, and the next call tries again.
 *
 * @param filled Resolves when the first card has been filled.
 * @param cacheKey The gateway's key of this agent session.
 */
export function lateStore(filled: Promise<unknown>, cacheKey: () => Promise<string>): Store {
  const turn = Promise.race([filled, new Promise((resolve) => setTimeout(resolve, patience))])
  let loaded: Promise<Store> | undefined
  const load = async (): Promise<Store> => {
    await turn
    loaded ??= import('./open.ts').then(({ openStore }) => openStore(cacheKey))
    return loaded.catch((e: unknown) => {
      loaded = undefined
      throw e
    })
  }
  const late =
    (name: keyof Store) =>
    async (...args: unknown[]): Promise<unknown> => {
      try {
        return await ((await load())[name] as (...all: unknown[]) => Promise<unknown>)(...args)
      } catch {
        return empty[name]
      }
    }
  return Object.fromEntries(
    Object.keys(empty).map((name) => [name, late(name as keyof Store)]),
  ) as unknown as Store
}
