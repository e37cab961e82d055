import { beforeAll, describe, expect, it } from 'vitest'
import type { ActAnswer, EventBody } from '../../connectors/contract/index.ts'
import { type Source, SourceError } from '../source/port.ts'
import type { Draft, Store } from '../storage/port.ts'
import { type CardParts, createCard } from './index.ts'
import {
  flush,
  markedSource,
  seeded,
  settled,
  stamp,
  subjectOf,
  testHost,
  virtualClock,
  whoOf,
} from './testing/world.ts'

function world(more: Partial<Source> = {}, parts: Partial<CardParts> = {}) {
  const clock = virtualClock()
  const host = testHost()
  const source: Source = { ...markedSource(clock, seeded(1)), changes: () => new Promise(() => {}), ...more }
  const card = createCard({
    source,
    host,
    now: clock.now,
    schedule: clock.after,
    random: () => 0.5,
    ...parts,
  })
  return { clock, host, card }
}
const saying = (...bodies: EventBody[]): Source['open'] =>
  async function* (request) {
    yield* stamp(bodies, request.epoch ?? 0)
  }
beforeAll(async () => {
  await import('./actions.ts')
})

describe('an act that was sent and not answered', () => {
  const gone = () => {
    throw new SourceError('offline', 'no answer')
  }
  const handoff = (text: string, key: string) => ({
    connector: 'desk',
    action: 'handoff',
    input: { text },
    key,
  })
  const acting = async (ends: (() => unknown)[]) => {
    const keys: string[] = []
    const w = world({
      open: saying(whoOf('Ana'), settled),
      act: async (r) => {
        keys.push(r.key)
        return (ends.shift() ?? (() => ({ done: true, says: '', refresh: [] })))() as never
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    return { w, keys }
  }
  it('is the same act when its words are sent again, from a new form too, until an answer came; other words are another', async () => {
    const { w, keys } = await acting([gone, gone])
    for (const [text, key] of [
      ['a', 'k1'],
      ['b', 'k2'],
      ['a', 'k3'],
      ['a', 'k4'],
    ] as const)
      await w.card.act(handoff(text, key))
    expect(keys).toEqual(['k1', 'k2', 'k1', 'k4'])
  })
  it('leaves its key to no other words of the same form, which have their own in a new one', async () => {
    const { w, keys } = await acting([gone, gone])
    for (const [text, key] of [
      ['a', 'k1'],
      ['b', 'k1'],
      ['b', 'k2'],
      ['a', 'k3'],
    ] as const)
      await w.card.act(handoff(text, key))
    expect(keys).toEqual(['k1', 'k1', 'k2', 'k1'])
  })
  it('is the same though the card started over meanwhile, and not for another customer', async () => {
    const { w, keys } = await acting([gone, gone])
    await w.card.act(handoff('a', 'k1'))
    w.card.confirm()
    await flush()
    await w.card.act(handoff('a', 'k2'))
    w.host.bind(subjectOf('Eva'))
    await flush()
    await w.card.act(handoff('a', 'k3'))
    expect(keys).toEqual(['k1', 'k1', 'k3'])
  })
  it('so is the answer to a question', async () => {
    const { w, keys } = await acting([gone])
    const question = {
      id: 'q',
      ref: 'r',
      words: '',
      why: '',
      options: [],
      action: { connector: 'shop', name: 'size' },
    }
    expect(await w.card.answer(question, 'M')).toMatchObject({ is: 'failed', code: 'offline' })
    await w.card.answer(question, 'M')
    await w.card.answer(question, 'L')
    expect([keys[0] === keys[1], keys[1] === keys[2]]).toEqual([true, false])
  })
  it('with a handle that was no longer good, has a new one for the next try', async () => {
    let opened = 0
    const expired = () => {
      throw new SourceError('refused', '', {
        type: '',
        title: '',
        status: 410,
        code: 'expired-handle',
        detail: '',
      })
    }
    const w = world({
      open: (r, s) => {
        opened++
        return saying(whoOf('Ana', `card ${opened}`), settled)(r, s)
      },
      act: async (r) => (r.card === 'card 1' ? expired() : { done: true, says: '', refresh: [] }),
      reveal: async () => expired(),
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    expect(await w.card.act(handoff('a', 'k1'))).toMatchObject({ is: 'failed', code: 'expired-handle' })
    await flush()
    expect(await w.card.act(handoff('a', 'k1'))).toMatchObject({ is: 'done' })
    expect(await w.card.reveal({ ref: 'r', field: 'iban', reason: 'devolución' })).toMatchObject({
      is: 'failed',
    })
    await flush()
    expect(opened).toBe(3)
  })
})
const drafting = () => {
  const drafts = new Map<string, Draft>()
  const store = {
    recents: async () => [],
    remember: async () => {},
    place: async () => null,
    keepPlace: async () => {},
    draft: async (about: string) => drafts.get(about) ?? null,
    keepDraft: async (about: string, draft: Draft) => {
      if (draft.text) drafts.set(about, draft)
      else drafts.delete(about)
    },
  } as unknown as Store
  return { drafts, store }
}
it('a draft sent from a frame that was loaded again before the answer is the same act; written anew once it is done, another', async () => {
  const { drafts, store } = drafting()
  const keys: string[] = []
  const frame = async (act: () => Promise<ActAnswer>) => {
    const w = world(
      {
        open: saying(whoOf('Ana'), settled),
        act: (r) => {
          keys.push(r.key)
          return act()
        },
      },
      { store },
    )
    w.host.bind(subjectOf('Ana'))
    await flush()
    return {
      w,
      send: (key: string) =>
        w.card.act({ connector: 'desk', action: 'handoff', input: { note: 'que la llamen' }, key }),
    }
  }
  const done = async (): Promise<ActAnswer> => ({ done: true, says: '', refresh: [] })
  const first = await frame(() => new Promise(() => {}))
  first.w.card.keepDraft('que la llamen ')
  await flush()
  void first.send('form-0001')
  await flush()
  first.w.card.dispose()
  const second = await frame(done)
  await second.send('form-0002')
  await flush()
  expect(drafts.size).toBe(0)
  await second.w.clock.run(1_000)
  second.w.card.keepDraft('que la llamen')
  await flush()
  await second.send('form-0003')
  expect([keys[0] === keys[1], keys[1] === keys[2]]).toEqual([true, false])
})
it('words that were sent do not come back as words not sent yet, though their customer left the screen before the answer; what was written since stays', async () => {
  for (const since of ['', ' y algo más']) {
    const { drafts, store } = drafting()
    let answer = (): void => {}
    const w = world(
      {
        open: saying(whoOf('Ana'), settled),
        act: () =>
          new Promise((done) => {
            answer = () => done({ done: true, says: '', refresh: [] })
          }),
      },
      { store },
    )
    w.host.bind(subjectOf('Ana'))
    await flush()
    w.card.keepDraft('que la llamen')
    const sent = w.card.act({
      connector: 'desk',
      action: 'handoff',
      input: { note: 'que la llamen' },
      key: 'k1',
    })
    await flush()
    // written in the very moment of the change
    if (since) w.card.keepDraft(`que la llamen${since}`)
    w.host.bind(subjectOf('Eva'))
    await flush()
    w.card.keepDraft('de Eva')
    answer()
    expect(await sent).toEqual({ is: 'gone' })
    await flush()
    expect([drafts.get('Ana')?.text, drafts.get('Eva')?.text]).toEqual([
      since ? `que la llamen${since}` : undefined,
      'de Eva',
    ])
  }
})
