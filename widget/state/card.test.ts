import { beforeAll, describe, expect, it } from 'vitest'
import type { CardEvent, EventBody, Outcome } from '../../connectors/contract/index.ts'
import { type Source, SourceError } from '../source/port.ts'
import { type CardParts, createCard } from './index.ts'
import {
  flush,
  fromOf,
  markedSource,
  onScreen,
  readingOf,
  seeded,
  settled,
  signalOf,
  stamp,
  subjectOf,
  testHost,
  virtualClock,
  whoOf,
} from './testing/world.ts'

function world(more: Partial<Source> = {}, parts: Partial<CardParts> = {}) {
  const clock = virtualClock()
  const host = testHost()
  const outcomes: Outcome[] = []
  const source: Source = {
    ...markedSource(clock, seeded(1)),
    changes: () => new Promise(() => {}),
    outcome: (o) => outcomes.push(o),
    ...more,
  }
  const card = createCard({
    source,
    host,
    now: clock.now,
    schedule: clock.after,
    random: () => 0.5,
    ...parts,
  })
  return { clock, host, card, outcomes, state: () => card.state.value }
}
const saying = (...bodies: EventBody[]): Source['open'] =>
  async function* (request) {
    yield* stamp(bodies, request.epoch ?? 0)
  }
const panelOf = (w: ReturnType<typeof world>, id = 'orders') =>
  w.state().panels.value.find((p) => p.view.id === id)
beforeAll(async () => {
  await import('./actions.ts')
})

describe('a lost line', () => {
  it('keeps what it had, counts down, comes back by itself and asks again', async () => {
    let opened = 0
    const w = world({
      open: async function* (r): AsyncGenerator<CardEvent> {
        opened++
        yield* stamp(
          opened === 1
            ? [whoOf('Ana'), readingOf('orders', 'shop', '10432')]
            : [whoOf('Ana'), readingOf('orders', 'shop', '10433'), settled],
          r.epoch ?? 0,
        )
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    expect(w.state().connection.value).toMatchObject({ line: 'lost', attempt: 0 })
    expect(panelOf(w)?.rows.length).toBe(1)
    await w.clock.run(10_000)
    expect(opened).toBe(2)
    expect(w.state().connection.value.line).toBe('ready')
    expect(JSON.stringify(panelOf(w)?.rows)).toContain('10433')
  })
  it('is thrown away when the stream opened again speaks of somebody else', async () => {
    let opened = 0
    const w = world({
      open: async function* (r): AsyncGenerator<CardEvent> {
        opened++
        yield* stamp(
          [
            whoOf(opened === 1 ? 'Ana' : 'Eva'),
            ...(opened === 1 ? [readingOf('orders', 'shop', 'of-Ana')] : [settled]),
          ],
          r.epoch ?? 0,
        )
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    await w.clock.run(10_000)
    expect(JSON.stringify(w.state().who.value)).toContain('Eva')
    expect(panelOf(w)?.rows).toEqual([])
  })
  describe('cut again and again, each time after another system of theirs has answered', () => {
    const knownBy = (...about: string[]): EventBody => ({ ...whoOf('Eva'), about }) as EventBody
    const over = async (...streams: EventBody[][]) => {
      let opened = 0
      const w = world({
        open: async function* (r): AsyncGenerator<CardEvent> {
          yield* stamp(streams[Math.min(opened++, streams.length - 1)] as EventBody[], r.epoch ?? 0)
        },
      })
      w.host.bind(subjectOf('Eva'))
      await flush()
      const before = w.state().epoch
      for (let n = 0; n < 3 * streams.length && opened < streams.length; n++) {
        await w.clock.run(20_000)
        if (w.state().connection.value.line === 'ready') w.card.retry()
      }
      await flush()
      expect(opened).toBeGreaterThanOrEqual(streams.length)
      return w.state().epoch === before
    }
    const all = knownBy('shop', 'till', 'desk')
    const nobodyYet: EventBody = {
      ...whoOf('Eva'),
      outcome: 'several',
      about: undefined,
      person: undefined,
    } as EventBody
    it('stays the same card', async () => {
      expect(
        await over([all, settled], [knownBy('shop')], [knownBy('till')], [knownBy('desk')], [all, settled]),
      ).toBe(true)
      expect(await over([all], [nobodyYet], [nobodyYet, all, settled])).toBe(true)
      expect(
        await over(
          [all, settled],
          [knownBy('shop', 'till'), { ...settled, failed: 1 } as EventBody],
          [knownBy('desk'), settled],
        ),
      ).toBe(true)
    })
    it('starts over for a record that was taken back, or that the last whole answer no longer had', async () => {
      expect(
        await over(
          [all, settled],
          [
            knownBy('shop', 'stranger'),
            knownBy('shop'),
            { event: 'retract', records: ['stranger'], says: '' } as unknown as EventBody,
          ],
          [knownBy('stranger'), settled],
        ),
      ).toBe(false)
      expect(await over([all], [knownBy('shop'), settled], [knownBy('till'), settled])).toBe(false)
    })
  })
  describe('opened again, hears first from a system that knows less', () => {
    const weak = (about: string): EventBody =>
      ({ ...whoOf('EVA'), outcome: 'possible', about: [about] }) as EventBody
    const spelled = (about: string): EventBody =>
      ({ ...whoOf('EVA MARIA'), about: [about, 'till'] }) as EventBody
    const reopened = async (...bodies: EventBody[]) => {
      let opened = 0
      const w = world({
        open: async function* (r): AsyncGenerator<CardEvent> {
          opened++
          yield* stamp(
            opened === 1
              ? [whoOf('Eva'), readingOf('orders', 'shop', '1')]
              : opened === 2
                ? bodies
                : [whoOf('Eva')],
            r.epoch ?? 0,
          )
        },
      })
      w.host.bind(subjectOf('Eva'))
      await flush()
      const { state } = w
      const before = state().epoch
      await w.clock.run(2_000)
      return { w, opened: () => opened, same: state().epoch === before }
    }
    it('stays the same card under another spelling, for a record of theirs returned', async () => {
      const { w, same } = await reopened(spelled('Eva'), settled)
      expect(same).toBe(true)
      expect(JSON.stringify(w.state().who.value)).toContain('EVA MARIA')
    })
    it('stays identified while the rest is awaited, and starts over when nothing better came', async () => {
      const waiting = await reopened(weak('Eva'))
      expect([waiting.same, waiting.w.state().who.value?.outcome]).toEqual([true, 'identified'])
      const better = await reopened(weak('Eva'), whoOf('Eva'), settled)
      expect([better.same, better.opened()]).toEqual([true, 2])
      expect((await reopened(weak('Eva'), settled)).same).toBe(false)
    })
    it('starts over when no record of theirs returned, whatever the name', async () => {
      expect((await reopened({ ...whoOf('Eva'), about: ['another Eva'] } as EventBody, settled)).same).toBe(
        false,
      )
    })
  })
  it('treats a gap in the sequence as a cut line', async () => {
    const w = world({
      open: async function* (r): AsyncGenerator<CardEvent> {
        const [a, , c] = stamp([whoOf('Ana'), signalOf('x'), settled], r.epoch ?? 0)
        yield a as CardEvent
        yield c as CardEvent
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    expect(w.state().connection.value.line).toBe('lost')
  })
  it('opened again, drops at a retraction everything the earlier stream said: its records had other names', async () => {
    let opened = 0
    const said = (...bodies: EventBody[]) => [whoOf('Ana'), ...bodies]
    const w = world({
      open: async function* (r): AsyncGenerator<CardEvent> {
        const bodies =
          ++opened === 1
            ? said(readingOf('orders', 'shop', 'earlier-row', 'a1'), signalOf('earlier-signal'), {
                event: 'advice',
                items: [{ id: 'x', ref: 'x', rank: 'help', text: 'earlier-advice', reasons: [] }],
              })
            : said(readingOf('returns', 'shop', 'own-row', 'b2'), {
                event: 'retract',
                records: ['b1'],
                says: '',
              } as EventBody)
        yield* stamp(bodies, r.epoch ?? 0)
        if (opened > 1) await new Promise(() => {})
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    expect(onScreen(w.card)).toMatch(/earlier-row.*earlier-signal.*earlier-advice/)
    await w.clock.run(10_000)
    expect(opened).toBe(2)
    expect(onScreen(w.card)).toContain('own-row')
    expect(onScreen(w.card)).not.toContain('earlier')
  })
  it('opened again, forgets what went wrong before and does no more', async () => {
    const fault = (says: string): EventBody => ({ event: 'fault', code: 'hub', says })
    let opened = 0
    const w = world({
      open: (r, s) =>
        saying(
          whoOf('Ana'),
          ...(opened++ === 0 ? [fault('no trace'), fault('bad hint')] : [fault('bad hint')]),
          settled,
        )(r, s),
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    const said = () => w.state().faults.value.map((f) => f.says)
    expect(said()).toEqual(['no trace', 'bad hint'])
    w.card.retry()
    await flush()
    expect(said()).toEqual(['bad hint'])
  })
  it('does not knock again where the gateway said no, and says why', async () => {
    let opened = 0
    const w = world({
      // biome-ignore lint/correctness/useYield: a stream that fails before its first event
      open: async function* () {
        opened++
        throw new SourceError('refused', '', {
          type: '',
          title: '',
          status: 403,
          code: 'forbidden',
          detail: 'Pide el permiso',
        })
      },
    })
    w.host.bind(subjectOf('Ana'))
    await w.clock.run(60_000)
    expect(opened).toBe(1)
    expect(w.state().connection.value).toMatchObject({
      line: 'refused',
      problem: { detail: 'Pide el permiso' },
    })
  })
})

describe('a panel', () => {
  const reading = (connector: string, state: unknown, asking: unknown = { asking: 'idle' }): EventBody =>
    ({ event: 'reading', reading: { question: 'orders', connector, state, asking } }) as EventBody
  const two = (): EventBody => {
    const w = whoOf('Ana')
    return w.event === 'who'
      ? {
          ...w,
          ficha: {
            ...w.ficha,
            panels: w.ficha.panels.map((p) => ({
              ...p,
              systems: [
                { connector: 'shop', title: 'Tienda' },
                { connector: 'till', title: 'Caja' },
              ],
            })),
          },
        }
      : w
  }
  const after = async (...bodies: EventBody[]) => {
    const w = world({ open: saying(two(), ...bodies, settled) })
    w.host.bind(subjectOf('Ana'))
    await flush()
    return panelOf(w)
  }
  const none = { known: 'none', from: fromOf('shop', 'r') }
  it('is none only when every system said so', async () => {
    expect((await after(reading('shop', none), reading('till', none)))?.is).toBe('none')
    expect(
      (
        await after(
          reading('shop', none),
          reading('till', { known: 'nothing' }, { asking: 'failed', code: 'unavailable', since: '' }),
        )
      )?.is,
    ).toBe('unknown')
    expect((await after(reading('shop', none)))?.is).toBe('unknown')
  })
  it('is incomplete while one asked system is silent, failed or truncated', async () => {
    expect((await after(readingOf('orders', 'shop', '1'), reading('till', none)))?.complete).toBe(true)
    expect((await after(readingOf('orders', 'shop', '1')))?.complete).toBe(false)
    expect(
      (
        await after(
          readingOf('orders', 'shop', '1'),
          reading('till', {
            known: 'incomplete',
            value: [],
            from: fromOf('till', 'r'),
            missing: 'truncated',
          }),
        )
      )?.complete,
    ).toBe(false)
  })
  it('keeps the old value when a system fails after answering', async () => {
    const p = await after(
      readingOf('orders', 'shop', '1'),
      reading('shop', { known: 'nothing' }, { asking: 'failed', code: 'unavailable', since: '' }),
    )
    expect(p?.rows.length).toBe(1)
    expect(p?.sources[0]).toMatchObject({ known: 'value', asking: { asking: 'failed' } })
  })
  it('waits for nobody once the stream has settled', async () => {
    expect((await after())?.is).toBe('unknown')
  })
})

describe('what the agent asked for', () => {
  it('a revealed value is masked again after 60 seconds, whatever the gateway said', async () => {
    const w = world({
      open: saying(whoOf('Ana'), settled),
      reveal: async () => ({ value: 'ES91', forSeconds: 3_600 }),
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    await w.card.reveal({ ref: 'r', field: 'iban', reason: 'devolución' })
    expect(w.state().revealed.value.size).toBe(1)
    await w.clock.run(59_000)
    expect(w.state().revealed.value.size).toBe(1)
    await w.clock.run(2_000)
    expect(w.state().revealed.value.size).toBe(0)
  })
  it('a revealed value does not outlive its minute because the computer slept or its clock was set back', async () => {
    for (const jump of [3_600_000, -86_400_000]) {
      let shift = 0
      const clock = virtualClock()
      const w = world(
        { open: saying(whoOf('Ana'), settled), reveal: async () => ({ value: 'ES91', forSeconds: 60 }) },
        { now: () => clock.now() + shift, schedule: clock.after },
      )
      w.host.bind(subjectOf('Ana'))
      await flush()
      await w.card.reveal({ ref: 'r', field: 'iban', reason: 'devolución' })
      await clock.run(10_000)
      shift = jump
      await clock.run(jump > 0 ? 1_000 : 50_000)
      expect(w.state().revealed.value.size).toBe(0)
    }
  })
  it('outcomes hold how the customer was identified and how long it took, and nothing personal', async () => {
    const w = world({ open: saying(whoOf('Ana Pérez'), settled) })
    w.host.bind(subjectOf('600123456'))
    await flush()
    expect(w.outcomes).toMatchObject([{ kind: 'identified', by: 'phone' }])
    expect(JSON.stringify(w.outcomes)).not.toMatch(/Ana Pérez|600123456/)
  })
  it('a decision is heard from its answer, with the way back, though the change of records is told first; refused, the card waits for changes as before', async () => {
    let tell = (): void => {}
    let refuse = false
    let polls = 0
    const w = world({
      open: saying(whoOf('Ana'), settled),
      changes: (_request, signal) => {
        polls++
        return new Promise((done, fail) => {
          tell = () => done({ changes: 'c1', what: ['records'] })
          signal.addEventListener('abort', () => fail(new Error('stopped')))
        })
      },
      decide: async () => {
        if (refuse)
          throw new SourceError('refused', '', {
            type: '',
            title: '',
            status: 403,
            code: 'forbidden',
            detail: 'No',
          })
        tell()
        await flush()
        return { link: 'l1', says: 'Unidos.' }
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    expect(polls).toBe(1)
    expect(await w.card.decide('same')).toMatchObject({ is: 'done' })
    expect(w.state().notice.value).toMatchObject({ says: 'Unidos.', link: 'l1' })
    await flush()
    const before = polls
    refuse = true
    expect(await w.card.decide('different')).toMatchObject({ is: 'failed', says: 'No' })
    expect(polls).toBe(before + 1)
  })
  it('"this is not them" is said until it is heard, also when the agent has gone on; what refuses it is said', async () => {
    const ends = [
      new SourceError('offline', ''),
      new SourceError('lost', ''),
      undefined,
      new SourceError('refused', '', {
        type: '',
        title: '',
        status: 403,
        code: 'forbidden',
        detail: 'Pídelo',
      }),
    ]
    const said: string[] = []
    const w = world({
      open: saying(whoOf('Ana'), settled),
      decide: async (r) => {
        said.push(r.card)
        const end = ends.shift()
        if (end) throw end
        return { link: 'l1', says: 'Separados.' }
      },
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    const done = w.card.decide('not-them')
    expect(w.state().who.value).toBeUndefined()
    await w.clock.run(800)
    w.host.bind(subjectOf('Eva'))
    await w.clock.run(60_000)
    expect([said, await done]).toEqual([['card Ana', 'card Ana', 'card Ana'], { is: 'gone' }])
    expect(w.state().notice.value).toBeUndefined()
    expect(await w.card.decide('not-them')).toMatchObject({ is: 'failed', says: 'Pídelo' })
    expect(w.state().notice.value).toMatchObject({ says: 'Pídelo', wrong: true })
  })
  it('a hidden card holds no long poll, a visible one holds exactly one', async () => {
    let polls = 0,
      live = 0,
      visible = true
    let change = (): void => {}
    const w = world(
      {
        open: saying(whoOf('Ana'), settled),
        changes: (_r, signal) => {
          polls++
          live++
          signal.addEventListener('abort', () => live--, { once: true })
          return new Promise(() => {})
        },
      },
      {
        page: {
          visible: () => visible,
          painted: async () => {},
          onChange: (run) => {
            change = run
            return () => {}
          },
        },
      },
    )
    w.host.bind(subjectOf('Ana'))
    await flush()
    expect([polls, live]).toEqual([1, 1])
    visible = false
    change()
    await flush()
    expect(live).toBe(0)
    visible = true
    change()
    await flush()
    expect([polls, live]).toEqual([2, 1])
  })
  it('a gateway that goes away after all was said is noticed: the card says so, keeps what it had and comes back by itself', async () => {
    let away = false
    let cutPoll = (): void => {}
    const down = () => {
      throw new SourceError('offline', 'no answer')
    }
    const said = saying(whoOf('Ana'), readingOf('orders', 'shop', '1'), settled)
    const w = world({
      open: (...args: Parameters<typeof said>) => (away ? down() : said(...args)),
      changes: () =>
        away
          ? Promise.reject(new SourceError('offline', 'no answer'))
          : new Promise((_done, fail) => {
              cutPoll = () => fail(new SourceError('lost', 'cut'))
            }),
    })
    w.host.bind(subjectOf('Ana'))
    await flush()
    away = true
    cutPoll()
    await w.clock.run(30_000)
    expect(w.state().connection.value.line).toBe('offline')
    expect(w.state().who.value).toMatchObject({ outcome: 'identified' })
    away = false
    await w.clock.run(120_000)
    expect(w.state().connection.value.line).not.toBe('offline')
  })
})
