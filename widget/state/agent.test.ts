import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type {
  ActAnswer,
  AdviceItem,
  CardEvent,
  EventBody,
  Outcome,
  QuestionToAsk,
} from '../../connectors/contract/index.ts'
import { type Source, SourceError } from '../source/port.ts'
import type { Draft, Store } from '../storage/port.ts'
import { type CardParts, createCard, revealKey } from './index.ts'
import {
  flush,
  markedSource,
  readingOf,
  seeded,
  settled,
  stamp,
  subjectOf,
  testHost,
  virtualClock,
  whoOf,
} from './testing/world.ts'

type Act = Parameters<Source['act']>[0]
const refusal = (code: string) =>
  new SourceError('refused', '', {
    type: '',
    title: '',
    status: 403,
    code: code as 'forbidden',
    detail: `says ${code}`,
  })
const done = (more: Partial<ActAnswer> = {}): ActAnswer => ({ done: true, says: '', refresh: [], ...more })

let w: ReturnType<typeof world>
function world(more: Partial<Source> = {}, parts: Partial<CardParts> = {}) {
  const clock = virtualClock()
  const host = testHost()
  const outcomes: Outcome[] = []
  const asked: Parameters<Source['ask']>[0][] = []
  const acts: Act[] = []
  const opened: Parameters<Source['open']>[0][] = []
  const events = async function* (epoch: number | undefined, bodies: EventBody[]): AsyncGenerator<CardEvent> {
    yield* stamp(bodies, epoch ?? 0)
  }
  let answer = (): ActAnswer | Promise<ActAnswer> => done()
  const source: Source = {
    ...markedSource(clock, seeded(1)),
    changes: () => new Promise(() => {}),
    outcome: (o) => outcomes.push(o),
    open: (r) => {
      opened.push(r)
      return events(r.epoch, [whoOf('Ana'), readingOf('orders', 'shop', '10432'), settled])
    },
    ask: (r) => {
      asked.push(r)
      return events(r.epoch, [settled])
    },
    act: async (r) => {
      acts.push(r)
      return answer()
    },
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
  return {
    clock,
    host,
    card,
    outcomes,
    asked,
    acts,
    opened,
    answers: (next: typeof answer) => {
      answer = next
    },
    serve: async (id = 'Ana') => {
      host.bind(subjectOf(id))
      await flush()
      outcomes.length = 0
    },
    state: () => card.state.value,
  }
}
beforeAll(async () => {
  await import('./actions.ts')
})
beforeEach(async () => {
  w = world()
  await w.serve()
})

describe('a revealed value', () => {
  const revealing = async (forSeconds: number) => {
    const asked: unknown[] = []
    w = world({
      reveal: async (request) => {
        asked.push(request)
        return { value: `of ${request.field}`, forSeconds }
      },
    })
    await w.serve()
    return asked
  }
  const seen = () => [...w.state().revealed.value].map(([key, { value }]) => [key, value])
  it('is of one field of one row, asked with the reason, and stays as long as the gateway says', async () => {
    const asked = await revealing(5)
    await w.card.reveal({ ref: 'r', field: 'iban', reason: 'devolución' })
    await w.card.reveal({ ref: 'r', field: 'mail', reason: 'envío' })
    expect(asked[0]).toEqual({ card: 'card Ana', ref: 'r', field: 'iban', reason: 'devolución' })
    expect(seen()).toEqual([
      [revealKey('r', 'iban'), 'of iban'],
      [revealKey('r', 'mail'), 'of mail'],
    ])
    expect(new Set([revealKey('r', 'a'), revealKey('q', 'a'), revealKey('r', 'b')]).size).toBe(3)
    await w.clock.run(4_000)
    expect(seen()).toHaveLength(2)
    await w.clock.run(1_000)
    expect(seen()).toEqual([])
  })
  it('hidden at its time takes no other with it; revealed again, it has its time anew', async () => {
    await revealing(10)
    const reveal = (field: string) => w.card.reveal({ ref: 'r', field, reason: 'devolución' })
    await reveal('iban')
    await w.clock.run(6_000)
    await reveal('mail')
    await reveal('iban')
    await w.clock.run(5_000)
    expect(seen()).toHaveLength(2)
    await w.clock.run(5_000)
    expect(seen()).toEqual([])
    await reveal('iban')
    await w.clock.run(6_000)
    await reveal('mail')
    await w.clock.run(4_000)
    expect(seen()).toEqual([[revealKey('r', 'mail'), 'of mail']])
  })
})

describe('an act', () => {
  const send = (more: Partial<Parameters<typeof w.card.act>[0]> = {}) =>
    w.card.act({ connector: 'desk', action: 'note', input: { text: 'a' }, row: 'r1', key: 'k1', ...more })
  it('is sent with the card’s handle and its own words, and with nothing that is only counted', async () => {
    await send({ amount: 5 })
    expect(w.acts).toEqual([
      { card: 'card Ana', connector: 'desk', action: 'note', input: { text: 'a' }, row: 'r1', key: 'k1' },
    ])
  })
  it('not answered is another for another system, action, row or input', async () => {
    w.answers(() => {
      throw new SourceError('offline', '')
    })
    await send()
    await send({ key: 'k2', connector: 'till' })
    await send({ key: 'k3', action: 'call' })
    await send({ key: 'k4', row: 'r2' })
    await send({ key: 'k5', input: { text: 'b' } })
    await send({ key: 'k6' })
    expect(w.acts.map((a) => a.key)).toEqual(['k1', 'k2', 'k3', 'k4', 'k5', 'k1'])
  })
  it('that was answered is another when it is sent again from a new form, done or not', async () => {
    w.answers(() => done({ done: false, says: 'Hoy no' }))
    expect(await send()).toEqual({ is: 'done', value: done({ done: false, says: 'Hoy no' }) })
    await send({ key: 'k2' })
    expect(w.acts.map((a) => a.key)).toEqual(['k1', 'k2'])
  })
  it('done reads anew the open panels of what it changed, and no others', async () => {
    w.answers(() => done({ refresh: ['orders', 'interactions'] }))
    await send()
    await flush()
    expect(w.asked.map((r) => [r.question, r.fresh])).toEqual([['orders', true]])
    w.asked.length = 0
    w.answers(() => done({ refresh: [] }))
    await send({ key: 'k2' })
    expect(w.asked).toEqual([])
  })
  it('not done reads nothing anew, and no gesture is counted; done, a gesture is, also one of nothing', async () => {
    w.answers(() => done({ done: false, refresh: ['orders'] }))
    await send({ amount: 5 })
    expect([w.asked, w.outcomes]).toEqual([[], []])
    w.answers(() => done())
    await send({ amount: 0, key: 'k2' })
    expect(w.outcomes).toMatchObject([{ kind: 'gesture', amount: 0, connector: 'desk' }])
    await send({ key: 'k3' })
    expect(w.outcomes).toHaveLength(1)
  })
  it('that was done forgets the draft it sent; one that was not, or that is no handoff, keeps it', async () => {
    const drafts = new Map<string, Draft>()
    const store = {
      recents: async () => [],
      remember: async () => {},
      place: async () => null,
      keepPlace: async () => {},
      draft: async (about: string) => drafts.get(about) ?? null,
      keepDraft: async (about: string, draft: Draft) =>
        void (draft.text ? drafts.set(about, draft) : drafts.delete(about)),
    } as unknown as Store
    w = world({}, { store })
    await w.serve()
    w.card.keepDraft(' llamar ')
    await flush()
    const input = { text: 'llamar' }
    w.answers(() => done({ done: false }))
    await send({ action: 'handoff', input })
    await flush()
    w.answers(() => done())
    await send({ action: 'note', input, key: 'k2' })
    await flush()
    expect([...drafts.values()].map((d) => d.text)).toEqual([' llamar '])
    await send({ action: 'handoff', input, key: 'k3' })
    await flush()
    expect(drafts.size).toBe(0)
  })
  it('that worked shows that its handle is good: the next refusal is the first of its kind', async () => {
    const end = (code: string) => () => {
      throw refusal(code)
    }
    for (const between of [true, false]) {
      w = world()
      await w.serve()
      w.answers(end('expired-handle'))
      await send()
      await flush()
      expect(w.opened).toHaveLength(2)
      if (between) {
        w.answers(() => done())
        await send({ key: 'k2' })
      }
      w.answers(end('expired-handle'))
      await send({ key: 'k3' })
      await flush()
      expect(w.opened.length, String(between)).toBe(between ? 3 : 2)
      w.answers(end('forbidden'))
      expect(await send({ key: 'k4' })).toEqual({ is: 'failed', code: 'forbidden', says: 'says forbidden' })
    }
  })
})

describe('a piece of advice', () => {
  const item: AdviceItem = { id: 'rule-1', ref: 'handle-1', rank: 'help', text: '', reasons: [] }
  it('that was answered is so at once, and is counted under its rule with the reason that was given', async () => {
    w.card.advise(item, 'taken')
    w.card.advise({ ...item, id: 'rule-2' }, 'not-now')
    w.card.advise({ ...item, id: 'rule-3' }, 'other', 'no encaja')
    await flush()
    expect([...w.state().answered.value]).toEqual([
      ['rule-1', 'taken'],
      ['rule-2', 'not-now'],
      ['rule-3', 'other'],
    ])
    expect(w.outcomes.map(({ kind, rule, ref, reason }) => [kind, rule, ref, reason])).toEqual([
      ['advice-taken', 'rule-1', 'handle-1', undefined],
      ['advice-not-now', 'rule-2', 'handle-1', undefined],
      ['advice-other', 'rule-3', 'handle-1', 'no encaja'],
    ])
  })
})

describe('a question to the customer', () => {
  const question = (more: Partial<QuestionToAsk> = {}): QuestionToAsk =>
    ({ id: 'rule-1', ref: 'handle-1', words: '', why: '', options: [], ...more }) as QuestionToAsk
  const action = { connector: 'shop', name: 'size' } as QuestionToAsk['action']
  const answered = () => [...w.state().answered.value]
  it('that nothing is done with is answered at once, and counted', async () => {
    expect(await w.card.answer(question(), 'M')).toEqual({ is: 'done', value: { done: true, says: '' } })
    expect([answered(), w.acts]).toEqual([[['rule-1', 'M']], []])
    expect(w.outcomes).toMatchObject([{ kind: 'question-asked', rule: 'rule-1', ref: 'handle-1' }])
  })
  it('that was skipped is out of the way: nothing is sent, and it does not count as asked', async () => {
    await w.card.answer(question({ action }), '')
    expect([answered(), w.acts, w.outcomes]).toEqual([[['rule-1', '']], [], []])
  })
  it('whose answer a system takes is answered once that system has it', async () => {
    w.answers(() => done({ done: false, says: 'Ahora no' }))
    await w.card.answer(question({ action }), 'M')
    expect([answered(), w.outcomes]).toEqual([[], []])
    w.answers(() => done())
    await w.card.answer(question({ action }), 'M')
    expect(w.acts[1]).toMatchObject({ connector: 'shop', action: 'size', input: { value: 'M' } })
    expect([answered(), w.outcomes.map((o) => o.kind)]).toEqual([[['rule-1', 'M']], ['question-asked']])
  })
})

describe('a decision about who this is', () => {
  const deciding = async (
    answer: () => { says: string; link: string } = () => ({ says: 'Hecho.', link: 'l1' }),
  ) => {
    const decided: unknown[] = []
    w = world({
      decide: async (request) => {
        decided.push(request)
        return answer()
      },
    })
    await w.serve()
    return decided
  }
  const candidate = { ref: 'c1' } as Parameters<typeof w.card.decide>[1] extends infer T
    ? T extends { candidate?: infer C }
      ? C
      : never
    : never
  it('"the same" is about a candidate, who is shown then, with the way back', async () => {
    const decided = await deciding()
    expect(await w.card.decide('same', { candidate })).toEqual({ is: 'done', value: 'l1' })
    await flush()
    expect(decided).toEqual([{ card: 'card Ana', decision: 'same', candidate: 'c1' }])
    expect(w.opened.at(-1)).toMatchObject({ chosen: 'c1' })
    expect(w.state().notice.value).toEqual({ says: 'Hecho.', card: 'card Ana', link: 'l1' })
  })
  it('"another" keeps whom the agent chose', async () => {
    await deciding()
    w.card.show({ candidate: 'c0' })
    await flush()
    await w.card.decide('different', { candidate })
    await flush()
    expect(w.opened.at(-1)).toMatchObject({ chosen: 'c0' })
  })
  it('undone is the decision of its link, of the card it was taken on; nobody is chosen then, and there is no way back from it', async () => {
    const decided = await deciding()
    w.card.show({ candidate: 'c0' })
    await flush()
    await w.card.decide('undo', { link: 'l1', card: 'card before' })
    await flush()
    expect(decided).toEqual([{ card: 'card before', decision: 'undo', link: 'l1' }])
    expect(w.opened.at(-1)).not.toHaveProperty('chosen')
    expect(w.state().notice.value).toEqual({ says: 'Hecho.', card: 'card before' })
  })
  it('that was refused changes nothing and says why', async () => {
    await deciding(() => {
      throw refusal('forbidden')
    })
    expect(await w.card.decide('same', { candidate })).toEqual({
      is: 'failed',
      code: 'forbidden',
      says: 'says forbidden',
    })
    expect([w.opened.length, w.state().notice.value]).toEqual([1, undefined])
  })
  it('"this is not them" is said on, further apart each time, whatever passes by itself; what does not is said', async () => {
    const passing = ['internal', 'too-many', 'audit-unavailable', 'issuer-unavailable']
    const at: number[] = []
    let ends: string[] = [...passing]
    const decided = await deciding(() => {
      at.push(w.clock.now())
      const code = ends.shift()
      if (code) throw refusal(code)
      return { says: 'Separados.', link: 'l2' }
    })
    const said = w.card.decide('not-them')
    await w.clock.run(60_000)
    expect(await said).toEqual({ is: 'done', value: 'l2' })
    expect(at.slice(1).map((time, i) => time - (at[i] ?? 0))).toEqual([525, 1_050, 2_100, 4_200])
    expect(decided[0]).toEqual({ card: 'card Ana', decision: 'not-them' })
    expect(w.state().notice.value).toEqual({ says: 'Separados.', link: 'l2', card: 'card Ana', wrong: true })
    await w.serve()
    ends = Array.from({ length: 30 }, () => 'internal')
    at.length = 0
    const given = w.card.decide('not-them')
    await w.clock.run(3_600_000)
    expect([await given, at.length]).toEqual([{ is: 'failed', code: 'internal', says: 'says internal' }, 26])
  })
})
