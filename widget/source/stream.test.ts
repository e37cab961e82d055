import { describe, expect, it } from 'vitest'
import fc from '../../e2e/support/properties.ts'
import { SourceError } from './port.ts'
import { reading, settled, stamp, who } from './sample-events.ts'
import { eventsOf } from './stream.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const bodyOf = (...chunks: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(c) {
      for (const chunk of chunks) c.enqueue(chunk)
      c.close()
    },
  })
const lines = (...events: unknown[]) => events.map((e) => `${JSON.stringify(e)}\n`).join('')
/** What was heard, and how it ended. */
async function read(
  body: ReadableStream<Uint8Array>,
  epoch = 0,
): Promise<{ heard: string[]; code: string; events: unknown[] }> {
  const events: { event: string }[] = []
  try {
    for await (const heard of eventsOf(body, epoch)) events.push(...heard)
  } catch (error) {
    return {
      heard: events.map((e) => e.event),
      code: error instanceof SourceError ? `${error.code}: ${error.message}` : String(error),
      events,
    }
  }
  return { heard: events.map((e) => e.event), code: 'settled', events }
}

describe('a stream of card events', () => {
  it('ends after settled, whatever follows', async () =>
    expect(await read(bodyOf(bytes(`${lines(who, reading, settled)}garbage`)))).toMatchObject({
      heard: ['who', 'reading', 'settled'],
      code: 'settled',
    }))
  it('is the same however it was cut: in the middle of a letter, of a line, with heartbeats between', async () => {
    const named = {
      ...who,
      person: { ...who.person, name: { shown: 'clear', value: { full: 'Íñigo 𝒜 Núñez “ñ”' } } },
    }
    const whole = bytes(`\n\n${lines(named)}\n\r\n${lines(reading)}\n${lines(settled)}`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 30 }),
        async (cuts) => {
          const at = [0, ...new Set(cuts), whole.length].sort((a, b) => a - b)
          const chunks = at.slice(1).map((end, i) => whole.slice(at[i], end))
          const { events, code } = await read(bodyOf(...chunks))
          expect([events, code]).toEqual([[named, reading, settled], 'settled'])
        },
      ),
      { numRuns: 100 },
    )
  })
  it.each([
    ['an end before settled', lines(who, reading), ['who', 'reading'], /before settled/],
    ['nothing at all', '', [], /before settled/],
    ['half a line', `${lines(who)}{"v":1,"epo`, ['who'], /line 1 is not an event/],
    ['a line that is no JSON', `${lines(who)}<html>\n`, ['who'], /line 1 is not an event/],
    ['a malformed event', lines(who, { ...reading, reading: null }, settled), ['who'], /line 1/],
    ['a gap', lines(who, settled), ['who'], /event 2 where 1 was due/],
    ['a repeat', lines(who, who), ['who'], /event 0 where 1 was due/],
    [
      'somebody else’s epoch',
      lines(who, { ...reading, epoch: 8 }, settled),
      ['who'],
      /epoch 8 in the stream of epoch 0/,
    ],
    ['another version', lines({ ...who, v: 2 }), [], /line 0/],
  ])('%s is a lost line, and nothing after it is believed', async (_name, text, heard, words) => {
    const said = await read(bodyOf(bytes(text)))
    expect(said.heard).toEqual(heard)
    expect(said.code).toMatch(/^lost: /)
    expect(said.code).toMatch(words)
  })
  it('takes the epoch that was asked, and no other', async () => {
    const of = (epoch: number) => lines({ ...who, epoch }, { ...settled, epoch, seq: 1 })
    expect((await read(bodyOf(bytes(of(7))), 7)).code).toBe('settled')
    expect((await read(bodyOf(bytes(of(6))), 7)).heard).toEqual([])
  })
  it('gives together what came together, and what came before a lost line', async () => {
    const given: string[][] = []
    const body = bodyOf(
      bytes(lines(who, { ...stamp, seq: 1, event: 'music' })),
      bytes(`${lines({ ...reading, seq: 2 }, { ...reading, seq: 3 })}{`),
      bytes('\n'),
    )
    try {
      for await (const heard of eventsOf(body, 0)) given.push(heard.map((e) => e.event))
    } catch (error) {
      given.push([String(error)])
    }
    expect(given).toEqual([
      ['who'],
      ['reading', 'reading'],
      [expect.stringContaining('line 4 is not an event')],
    ])
  })
  it('passes over a kind of a later version, whose place counts', async () =>
    expect(
      (await read(bodyOf(bytes(lines(who, { ...stamp, seq: 1, event: 'music' }, settled))))).heard,
    ).toEqual(['who', 'settled']))
  it('a byte that is no text, and a line that broke, are lost', async () => {
    expect((await read(bodyOf(bytes(lines(who)), new Uint8Array([0xff, 0xfe, 10])))).code).toMatch(/^lost/)
    const broken = new ReadableStream<Uint8Array>({
      start(c) {
        c.enqueue(bytes(lines(who)))
      },
      pull(c) {
        c.error(new TypeError('network'))
      },
    })
    expect(await read(broken)).toMatchObject({ code: expect.stringMatching(/^lost/) as string })
  })
  it('lets go of the body when whoever reads stops', async () => {
    let cancelled = false
    const body = new ReadableStream<Uint8Array>({
      start(c) {
        c.enqueue(bytes(lines(who)))
      },
      cancel() {
        cancelled = true
      },
    })
    for await (const _ of eventsOf(body, 0)) break
    expect(cancelled).toBe(true)
  })
})
