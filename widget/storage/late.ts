import type { Store } from './port.ts'

/** Milliseconds: a card that does not settle must not keep the agent's words waiting. */
const patience = 4_000

/**
 * The store before it is here: what it is asked waits until the first card has been filled, then loads it. One that did
 * not load says nothing to anybody: undefined where there would be a value.
 */
export function storeAfter(filled: Promise<unknown>, cacheKey: () => Promise<string>): Store {
  const turn = Promise.race([filled, new Promise((resolve) => setTimeout(resolve, patience))])
  let loaded: Promise<Store | undefined> | undefined
  const load = () =>
    (loaded ??= turn
      .then(() => import('./open.ts'))
      .then(
        ({ lateStore }) => lateStore(cacheKey),
        () => {
          loaded = undefined
          return undefined
        },
      ))
  return new Proxy({} as Store, {
    get:
      (_, name: keyof Store) =>
      async (...args: unknown[]) =>
        ((await load())?.[name] as ((...all: unknown[]) => unknown) | undefined)?.(...args),
  })
}
