import { type IDBPDatabase, openDB } from 'idb'
import { makeSeal, type Sealed } from './seal.ts'
import type { Shelf } from './shelf.ts'

const database = 'ficha'
const kept = 'kept'
/**
 * Longest life of a record: the key changes with the agent's session, so nobody can read older ones.
 * Milliseconds.
 */
const maxAge = 2 * 86_400_000

/**
 * An encrypted shelf in IndexedDB. Rejects where storage is forbidden or held by another page. Once open, a
 * method rejects only when a second try failed too.
 */
export async function openDisk(
  cacheKey: string,
  now: () => number = Date.now,
): Promise<Shelf & { close(): void }> {
  const seal = await makeSeal(cacheKey)
  let db: IDBPDatabase | undefined
  let closed = false

  const connect = async (): Promise<IDBPDatabase> => {
    if (closed) throw new Error('the store is closed')
    const opened = await new Promise<IDBPDatabase>((resolve, reject) => {
      openDB(database, 1, {
        upgrade(fresh) {
          fresh.createObjectStore(kept, { keyPath: 'id' }).createIndex('at', 'at')
        },
        // Another tab holds an older version open: the card works without the disk rather than wait.
        blocked: () => reject(new Error('the database is held by another page')),
        // A newer version is waiting: close at once, and connect again at the next call.
        blocking: () => {
          opened?.close()
          db = undefined
        },
        terminated: () => {
          db = undefined
        },
      }).then(resolve, reject)
    })
    if (closed) {
      opened.close()
      throw new Error('the store is closed')
    }
    return (db = opened)
  }
  /**
   * Browsers drop idle connections and report it only at the next call: tries once more, on a new connection.
   */
  const withRetry = async <T>(run: (on: IDBPDatabase) => Promise<T>): Promise<T> => {
    try {
      return await run(db ?? (await connect()))
    } catch (error) {
      if (closed) throw error
      if (full(error)) await sweep(now() - 3_600_000)
      else {
        db?.close()
        db = undefined
      }
      return run(db ?? (await connect()))
    }
  }
  const full = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError'
  /** Drops every record older than `before`, of any agent session. */
  const sweep = async (before: number): Promise<void> => {
    const on = (db ??= await connect())
    const tx = on.transaction(kept, 'readwrite')
    for (
      let cursor = await tx.store.index('at').openCursor(IDBKeyRange.upperBound(before));
      cursor;
      cursor = await cursor.continue()
    )
      await cursor.delete()
    await tx.done
  }

  await connect()
  await sweep(now() - maxAge)
  return {
    async read(name) {
      const id = await seal.id(name)
      const record: unknown = await withRetry((on) => on.get(kept, id))
      return record === undefined ? undefined : seal.open(name, record)
    },
    async write(name, value) {
      if (value === undefined) {
        const id = await seal.id(name)
        return withRetry((on) => on.delete(kept, id))
      }
      const record = await seal.seal(name, value, now())
      await withRetry((on) => on.put(kept, record))
    },
    async clear() {
      await withRetry(async (on) => {
        const tx = on.transaction(kept, 'readwrite')
        for (let cursor = await tx.store.openCursor(); cursor; cursor = await cursor.continue())
          if ((cursor.value as Sealed).owner === seal.owner) await cursor.delete()
        await tx.done
      })
    },
    close() {
      closed = true
      db?.close()
      db = undefined
    },
  }
}
