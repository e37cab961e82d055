import 'fake-indexeddb/auto'
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDisk } from './disk.ts'
import type { Draft, Store } from './port.ts'
import { makeSeal } from './seal.ts'
import { memoryShelf } from './shelf.ts'
import { makeStore } from './store.ts'

const keyOf = (seed: number) =>
  btoa(String.fromCharCode(...new Uint8Array(32).fill(seed)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const key = keyOf(7)
const opened: { close(): void }[] = []
const disk = async (cacheKey = key, now = () => 1_000_000_000) => {
  const shelf = await openDisk(cacheKey, now)
  opened.push(shelf)
  return shelf
}
/** It waits for the disk, however long that takes to open. */
const endless = new Promise<never>(() => {})
const onDisk = async (cacheKey = key, now?: () => number): Promise<Store> => {
  const store = makeStore(disk(cacheKey, now), endless)
  expect(await store.kept()).toBe('encrypted')
  return store
}
const records = (): Promise<{ id: string; owner: string; at: number; iv: Uint8Array; body: ArrayBuffer }[]> =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open('ficha')
    asked.onerror = () => reject(asked.error)
    asked.onsuccess = () => {
      const all = asked.result.transaction('kept').objectStore('kept').getAll()
      all.onsuccess = () => {
        asked.result.close()
        resolve(all.result as never)
      }
    }
  })

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
})
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const recent = (name: string, at = '2026-11-01T10:00:00Z') => ({
  name,
  hints: [{ kind: 'mail' as const, value: `${name}@example.es` }],
  at,
})
const draft = (text: string): Draft => ({ kind: 'handoff', text, at: '2026-11-01T10:00:00Z' })
const outcome = (rule: string) => ({ kind: 'identified' as const, at: '2026-11-01T10:00:00Z', rule })

describe.each([
  ['in memory', async () => makeStore()],
  ['on the disk', () => onDisk()],
] as const)('a store %s', (_where, open) => {
  it('knows nothing at first', async () => {
    const store = await open()
    expect([
      await store.recents(),
      await store.draft('T-1', 'handoff'),
      await store.place('T-1'),
      await store.unqueue(),
    ]).toEqual([[], null, null, []])
  })
  it('keeps the last twenty, newest first, each once', async () => {
    const store = await open()
    for (let i = 0; i < 25; i++)
      await store.remember(recent(`p${i}`, `2026-11-01T10:00:${String(i).padStart(2, '0')}Z`))
    await store.remember(recent('p10', '2026-11-01T11:00:00Z'))
    const names = (await store.recents()).map((r) => r.name)
    expect([names.length, names[0], names[1], names.filter((n) => n === 'p10').length]).toEqual([
      20,
      'p10',
      'p24',
      1,
    ])
  })
  it('two of one name are two, and so are two names under one telephone', async () => {
    const store = await open()
    const one = recent('Ana')
    const two = { ...one, hints: [{ kind: 'phone' as const, value: '600' }] }
    const three = { ...two, name: 'Eva' }
    for (const who of [one, two, three, one]) await store.remember(who)
    expect((await store.recents()).map((r) => [r.name, r.hints[0]?.value]).sort()).toEqual([
      ['Ana', '600'],
      ['Ana', 'Ana@example.es'],
      ['Eva', '600'],
    ])
  })
  it('loses none of two that come at once', async () => {
    const store = await open()
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => store.remember(recent(name))))
    expect((await store.recents()).map((r) => r.name).sort()).toEqual(['a', 'b', 'c', 'd'])
  })
  it('keeps a draft for its subject and its kind, and an empty one forgets it', async () => {
    const store = await open()
    await store.keepDraft('T-1', draft('llamar el lunes'))
    expect([
      await store.draft('T-1', 'handoff'),
      await store.draft('T-1', 'note'),
      await store.draft('T-2', 'handoff'),
    ]).toEqual([draft('llamar el lunes'), null, null])
    await store.keepDraft('T-1', draft(''))
    expect(await store.draft('T-1', 'handoff')).toBe(null)
  })
  it('keeps a place', async () => {
    const store = await open()
    await store.keepPlace('T-1', { panels: ['orders'], scroll: 40, template: 'store' })
    expect(await store.place('T-1')).toEqual({ panels: ['orders'], scroll: 40, template: 'store' })
  })
  it('queues at most two hundred outcomes and gives them once', async () => {
    const store = await open()
    for (let i = 0; i < 5; i++)
      await store.queue(Array.from({ length: 50 }, (_, n) => outcome(`r${i * 50 + n}`)))
    const given = await store.unqueue()
    expect([given.length, given[0]?.rule, given.at(-1)?.rule]).toEqual([200, 'r50', 'r249'])
    expect(await store.unqueue()).toEqual([])
  })
  it('hands out copies: nobody changes what is kept by holding on to it', async () => {
    const store = await open()
    const place = { panels: ['orders'], scroll: 1 }
    await store.keepPlace('T-1', place)
    place.panels.push('payments')
    expect((await store.place('T-1'))?.panels).toEqual(['orders'])
  })
  it('shredded, it knows nothing, and goes on', async () => {
    const store = await open()
    await store.keepDraft('T-1', draft('secreto'))
    await store.shred()
    expect([await store.draft('T-1', 'handoff'), await store.kept()]).toEqual([null, 'memory'])
    await store.keepDraft('T-1', draft('otro'))
    expect(await store.draft('T-1', 'handoff')).toEqual(draft('otro'))
  })
})

describe('what lies on the disk', () => {
  const secret = 'marta.soler@example.es 600123456'
  const clearBytes = (raw: unknown): string =>
    JSON.stringify(raw, (_k, v: unknown) =>
      v instanceof ArrayBuffer
        ? String.fromCharCode(...new Uint8Array(v))
        : ArrayBuffer.isView(v)
          ? String.fromCharCode(...new Uint8Array(v.buffer))
          : v,
    )
  const find = (raw: unknown) =>
    ['marta.soler', '600123456', 'T-9 canary', 'draft handoff'].filter((word) =>
      clearBytes(raw).includes(word),
    )
  it('holds no name, no value and no key in clear', async () => {
    const store = await onDisk()
    await store.remember({
      name: secret,
      hints: [{ kind: 'mail', value: secret }],
      interaction: 'T-9 canary',
      at: '2026-11-01T10:00:00Z',
    })
    await store.keepDraft(`T-9 canary ${secret}`, draft(secret))
    const all = await records()
    expect(all.length).toBe(2)
    expect(find(all)).toEqual([])
    expect(all.map((one) => one.id)).not.toContain('recents')
    expect(clearBytes(all)).not.toContain(atob(key.replaceAll('-', '+').replaceAll('_', '/')))
    // The control: the same scan finds the same words where they are written in clear.
    expect(
      find([
        {
          id: 'draft handoff T-9 canary',
          body: new TextEncoder().encode(JSON.stringify([secret])).buffer,
        },
      ]),
    ).toHaveLength(4)
  })
  it('opens after a reload for the same agent session, and for nobody else', async () => {
    const first = await onDisk()
    await first.keepDraft('T-1', draft('llamar'))
    expect(await (await onDisk()).draft('T-1', 'handoff')).toEqual(draft('llamar'))
    const other = await onDisk(keyOf(8))
    expect(await other.draft('T-1', 'handoff')).toBe(null)
    await other.shred()
    expect(await (await onDisk()).draft('T-1', 'handoff')).toEqual(draft('llamar'))
  })
  it('that was changed, moved or written by another version is not believed', async () => {
    const seal = await makeSeal(key)
    const record = await seal.seal('place T-1', { panels: ['orders'], scroll: 1 }, 0)
    expect(await seal.open('place T-1', record)).toEqual({ panels: ['orders'], scroll: 1 })
    expect(await seal.open('place T-2', record)).toBeUndefined()
    new Uint8Array(record.body)[0]! ^= 1
    expect(await seal.open('place T-1', record)).toBeUndefined()
    const shelf = await disk()
    for (const odd of [
      7,
      'x',
      null,
      [],
      { panels: 'orders', scroll: 1 },
      { panels: [], scroll: -1 },
      { panels: [], scroll: 'far' },
    ]) {
      await shelf.write('place T-1', odd)
      await shelf.write('draft handoff T-1', odd)
      await shelf.write('recents', odd)
      const store = await onDisk()
      expect([await store.place('T-1'), await store.draft('T-1', 'handoff'), await store.recents()]).toEqual([
        null,
        null,
        [],
      ])
    }
  })
  it('is shredded even when the disk opens after the order came', async () => {
    await (await onDisk()).keepDraft('T-1', draft('llamar'))
    let open = () => {}
    const closed = vi.fn()
    const late = makeStore(
      new Promise<void>((resolve) => {
        open = resolve
      })
        .then(() => disk())
        .then((shelf) => ({ ...shelf, close: closed })),
      Promise.resolve(),
    )
    await late.shred()
    expect(await records()).toHaveLength(1)
    open()
    await vi.waitFor(async () => expect(await records()).toEqual([]), { timeout: 20_000 })
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce(), { timeout: 20_000 })
  })
  it('that is too long, or leads to nobody, is not believed either', async () => {
    const shelf = await disk()
    await shelf.write('recents', [{ ...recent('Ana'), hints: [] }, recent('Eva')])
    await shelf.write('draft handoff T-1', draft('x'.repeat(10_001)))
    const store = await onDisk()
    expect((await store.recents()).map((one) => one.name)).toEqual(['Eva'])
    expect(await store.draft('T-1', 'handoff')).toBeNull()
  })
  it('is swept after two days, whoever’s it is', async () => {
    await (await onDisk(keyOf(8), () => 1_000)).keepDraft('T-1', draft('viejo'))
    await (await onDisk(key, () => 86_400_000)).keepDraft('T-1', draft('nuevo'))
    expect(await records()).toHaveLength(2)
    await onDisk(key, () => 2 * 86_400_000 + 2_000)
    expect(await records()).toHaveLength(1)
  })
})

describe('a disk that fails', () => {
  it('forbidden, slow or blocked, leaves a store in memory that works the same', async () => {
    for (const shelf of [Promise.reject(new DOMException('no', 'SecurityError')), endless]) {
      const store = makeStore(shelf, Promise.resolve())
      await store.keepDraft('T-1', draft('a'))
      expect([await store.draft('T-1', 'handoff'), await store.kept()]).toEqual([draft('a'), 'memory'])
    }
    vi.stubGlobal(
      'indexedDB',
      new Proxy(
        {},
        {
          get() {
            throw new DOMException('forbidden', 'SecurityError')
          },
        },
      ),
    )
    await expect(openDisk(key)).rejects.toThrow('forbidden')
  })
  it('opened late, it takes over what memory held, and joins the lists', async () => {
    const before = await onDisk()
    await before.remember(recent('old', '2026-11-01T09:00:00Z'))
    let let_go = () => {}
    const store = makeStore(
      new Promise<void>((resolve) => {
        let_go = resolve
      }).then(() => disk()),
      Promise.resolve(),
    )
    await store.remember(recent('new'))
    await store.keepDraft('T-1', draft('a medias'))
    expect((await store.recents()).map((r) => r.name)).toEqual(['new'])
    let_go()
    await vi.waitFor(async () => expect(await store.kept()).toBe('encrypted'), { timeout: 20_000 })
    expect((await store.recents()).map((r) => r.name)).toEqual(['new', 'old'])
    expect(await (await onDisk()).draft('T-1', 'handoff')).toEqual(draft('a medias'))
  })
  it('whose connection died is opened again once, and nothing is lost', async () => {
    const store = await onDisk()
    await store.keepDraft('T-1', draft('uno'))
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('The database connection is closing', 'InvalidStateError')
    })
    await store.keepDraft('T-1', draft('dos'))
    expect(put).toHaveBeenCalledTimes(2)
    expect(await (await onDisk()).draft('T-1', 'handoff')).toEqual(draft('dos'))
  })
  it('that fails twice, or is full, leaves the words in memory', async () => {
    const store = await onDisk()
    for (const name of ['UnknownError', 'QuotaExceededError']) {
      const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
        throw new DOMException('no', name)
      })
      await store.keepDraft('T-1', draft(name))
      expect(await store.draft('T-1', 'handoff')).toEqual(draft(name))
      put.mockRestore()
    }
  })
  it('that is full makes room by dropping what is older than an hour, and keeps what is new', async () => {
    const hour = 3_600_000
    await (await onDisk(key, () => 10 * hour)).keepDraft('T-1', draft('viejo'))
    await (await onDisk(key, () => 11.5 * hour)).keepDraft('T-2', draft('de hace poco'))
    const store = await onDisk(key, () => 12 * hour)
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('no', 'QuotaExceededError')
    })
    await store.keepDraft('T-3', draft('nuevo'))
    const later = await onDisk(key, () => 12 * hour)
    expect(await Promise.all(['T-1', 'T-2', 'T-3'].map((about) => later.draft(about, 'handoff')))).toEqual([
      null,
      draft('de hace poco'),
      draft('nuevo'),
    ])
  })
  it('once closed, opens nothing again', async () => {
    const shelf = await disk()
    shelf.close()
    const open = vi.spyOn(indexedDB, 'open')
    await expect(shelf.read('x')).rejects.toThrow()
    expect(open).not.toHaveBeenCalled()
  })
  it('that cannot be read forgets: nobody is told of an error', async () => {
    const store = await onDisk()
    await store.keepPlace('T-1', { panels: [], scroll: 1 })
    const get = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(() => {
      throw new DOMException('no', 'UnknownError')
    })
    expect(await store.place('T-1')).toBeNull()
    get.mockRestore()
    expect(await store.place('T-1')).toEqual({ panels: [], scroll: 1 })
  })
  it('and works again has the last word over what memory held in its place', async () => {
    const store = await onDisk()
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no', 'UnknownError')
    })
    await store.keepDraft('T-1', draft('en memoria'))
    put.mockRestore()
    await store.keepDraft('T-1', draft('en el disco'))
    expect(await store.draft('T-1', 'handoff')).toEqual(draft('en el disco'))
    expect(await (await onDisk()).draft('T-1', 'handoff')).toEqual(draft('en el disco'))
  })
  it('opened late, joins what was queued behind what had been queued before, the oldest dropped first', async () => {
    await (await onDisk()).queue([outcome('antes')])
    const store = makeStore(disk(), Promise.resolve())
    await store.queue(Array.from({ length: 200 }, (_, i) => outcome(`r${i}`)))
    await vi.waitFor(async () => expect(await store.kept()).toBe('encrypted'), { timeout: 20_000 })
    const queued = await store.unqueue()
    expect([queued.length, queued[0], queued.at(-1)]).toEqual([200, outcome('r0'), outcome('r199')])
    await store.queue([outcome('a')])
    await store.queue([outcome('b')])
    expect(await store.unqueue()).toEqual([outcome('a'), outcome('b')])
  })
  it('lets a newer version in at once', async () => {
    await onDisk()
    const version = await new Promise<number>((resolve, reject) => {
      const asked = indexedDB.open('ficha', 2)
      asked.onblocked = () => reject(new Error('blocked'))
      asked.onsuccess = () => {
        resolve(asked.result.version)
        asked.result.close()
      }
    })
    expect(version).toBe(2)
  })
})

it('a shelf in memory gives back what it was given', async () => {
  const shelf = memoryShelf()
  await shelf.write('a', { b: 1 })
  expect([await shelf.read('a'), await shelf.read('c'), shelf.all()]).toEqual([
    { b: 1 },
    undefined,
    [['a', { b: 1 }]],
  ])
})
