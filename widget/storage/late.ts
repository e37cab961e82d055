import type { Store } from './port.ts'

/**
 * Longest wait for the first card: one that never settles must not delay the agent's drafts. Milliseconds.
 */
const longestWait = 4_000

/** The result of each method where there is no store. */
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
 * Stands in for the store: its calls wait until the first card has been filled, then load the store. If it
 * cannot be loaded, the calls behave like an empty store and the next call tries again.
 *
 * @param filled Resolves when the first card has been filled.
 * @param cacheKey The gateway's key of this agent session.
 */
export function lateStore(filled: Promise<unknown>, cacheKey: () => Promise<string>): Store {
  const ready = Promise.race([filled, new Promise((resolve) => setTimeout(resolve, longestWait))])
  let loaded: Promise<Store> | undefined
  const load = async (): Promise<Store> => {
    await ready
    loaded ??= import('./open.ts').then(({ openStore }) => openStore(cacheKey))
    return loaded.catch((e: unknown) => {
      loaded = undefined
      throw e
    })
  }
  const lazily =
    (name: keyof Store) =>
    async (...args: unknown[]): Promise<unknown> => {
      try {
        return await ((await load())[name] as (...all: unknown[]) => Promise<unknown>)(...args)
      } catch {
        return empty[name]
      }
    }
  return Object.fromEntries(
    Object.keys(empty).map((name) => [name, lazily(name as keyof Store)]),
  ) as unknown as Store
}
