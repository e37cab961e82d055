import type { Outcome } from '../../connectors/contract/index.ts'
import { parseDraft, parseOutcomes, parsePlace, parseRecents } from './parse.ts'
import type { Draft, Recent, Store } from './port.ts'
import { memoryShelf, type Shelf } from './shelf.ts'

const maxRecents = 20
const maxQueued = 200
const draftOf = (about: string, kind: Draft['kind']) => `draft ${kind} ${about}`
const placeOf = (about: string) => `place ${about}`
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const samePerson = (a: Recent, b: Recent) =>
  a.name === b.name && JSON.stringify(a.hints) === JSON.stringify(b.hints)

const newestFirst = (recents: readonly Recent[]): Recent[] =>
  [...recents]
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .filter((one, i, all) => all.findIndex((other) => samePerson(one, other)) === i)
    .slice(0, maxRecents)

/**
 * The agent's cache: over a shelf in memory until `disk` resolves with one on the disk, if it does. Writes
 * never wait. A read waits for the disk until `waitLimit` resolves, then reads the memory.
 */
export function makeStore(
  disk?: Promise<Shelf & { close(): void }>,
  waitLimit: Promise<unknown> = pause(300),
): Store {
  const memory = memoryShelf()
  let shelf: Shelf = memory
  let shredded = false
  // One operation at a time, so that a list is read, changed and written as one step.
  let lastOperation: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const operation = lastOperation.then(run)
    lastOperation = operation.catch(() => {})
    return operation
  }
  const opening = disk
    ?.then((opened) =>
      inTurn(async () => {
        if (shredded) {
          await opened.clear()
          return opened.close()
        }
        shelf = withMemoryFallback(opened, memory)
        for (const [name, value] of memory.all()) {
          const onDisk = await opened.read(name).catch(() => undefined)
          if (name === 'recents')
            await shelf.write(name, newestFirst([...parseRecents(value), ...parseRecents(onDisk)]))
          else if (name === 'queue')
            await shelf.write(name, [...parseOutcomes(onDisk), ...parseOutcomes(value)].slice(-maxQueued))
          else await shelf.write(name, value)
        }
      }),
    )
    .catch(() => {})
  const openedOrTimeout = opening && Promise.race([opening, waitLimit])
  const read = async <T>(name: string, parse: (raw: unknown) => T): Promise<T> => {
    await openedOrTimeout
    return inTurn(async () => parse(await shelf.read(name)))
  }

  return {
    recents: () => read('recents', (raw) => newestFirst(parseRecents(raw))),
    remember: (recent) =>
      inTurn(async () =>
        shelf.write('recents', newestFirst([recent, ...parseRecents(await shelf.read('recents'))])),
      ),
    draft: (about, kind) => read(draftOf(about, kind), parseDraft),
    keepDraft: (about, draft) =>
      inTurn(() => shelf.write(draftOf(about, draft.kind), draft.text ? draft : undefined)),
    place: (about) => read(placeOf(about), parsePlace),
    keepPlace: (about, place) => inTurn(() => shelf.write(placeOf(about), place)),
    queue: (outcomes) =>
      inTurn(async () =>
        shelf.write('queue', [...parseOutcomes(await shelf.read('queue')), ...outcomes].slice(-maxQueued)),
      ),
    async unqueue() {
      await openedOrTimeout
      return inTurn(async (): Promise<readonly Outcome[]> => {
        const queued = parseOutcomes(await shelf.read('queue'))
        if (queued.length) await shelf.write('queue', undefined)
        return queued
      })
    },
    async shred() {
      shredded = true
      await openedOrTimeout
      return inTurn(async () => {
        await shelf.clear()
        await memory.clear()
        if (shelf !== memory) (await disk)?.close()
        shelf = memory
      })
    },
    async kept() {
      await openedOrTimeout
      return shelf === memory ? 'memory' : 'encrypted'
    },
  }
}

/**
 * A disk that falls back to memory: what it cannot write stays in memory, what it cannot read counts as
 * absent.
 */
function withMemoryFallback(disk: Shelf, memory: Shelf): Shelf {
  return {
    async read(name) {
      const inMemory = await memory.read(name)
      return inMemory !== undefined ? inMemory : disk.read(name).catch(() => undefined)
    },
    async write(name, value) {
      try {
        await disk.write(name, value)
        await memory.write(name, undefined)
      } catch {
        await memory.write(name, value)
      }
    },
    async clear() {
      await disk.clear().catch(() => {})
    },
  }
}
