import { describe, expect, it } from 'vitest'
import type { SystemRecord } from '../../contract/index.ts'
import { scripted } from '../../fixtures/scripted.ts'
import requestTracker, { type RequestTrackerOptions } from './index.ts'
import { handoffIn, historyOf } from './notes.ts'

const options: RequestTrackerOptions = {
  id: 'desk',
  title: 'Soporte',
  base: 'https://rt.example/',
  access: { kind: 'basic', user: 'ficha', secret: 'RT_PASSWORD' },
}
const ana: SystemRecord = { id: 'ana', identifiers: [{ kind: 'mail', value: 'ana@correo.example' }] }
const ticket = (id: number, who: string, Status = 'open', Resolved = '1970-01-01T00:00:00Z') => ({
  id: String(id),
  type: 'ticket',
  Requestor: [{ id: who }],
  Status,
  Resolved,
})
const page = (items: readonly object[], total = items.length) => ({ page: 1, per_page: 100, total, items })

/** An RT with these tickets, and what was written into it. */
const rtWith = (tickets: readonly ReturnType<typeof ticket>[], history: readonly object[] = []) => {
  const { context, calls } = scripted(({ method, path }) => {
    if (method === 'POST') return path.endsWith('/ticket') ? { id: 77 } : ['Comments added']
    if (path.endsWith('/history')) return page(history)
    if (path.endsWith('/tickets')) return page(tickets)
    return tickets.find((t) => path.endsWith(`/ticket/${t.id}`)) ?? new Response('', { status: 404 })
  })
  return { context, calls, written: () => calls.filter((c) => c.method === 'POST') }
}
const act = (
  name: 'handoff' | 'gesture',
  input: Record<string, unknown>,
  rt: ReturnType<typeof rtWith>,
  more: { row?: string; options?: Partial<RequestTrackerOptions> } = {},
) =>
  requestTracker({ ...options, ...more.options }).actions![name]!.run(
    input,
    { record: ana, key: 'k-1', ...(more.row === undefined ? {} : { row: more.row }) },
    rt.context,
  )

describe('a note left in Request Tracker', () => {
  it('goes to the newest ticket that is open and the customer’s own', async () => {
    const rt = rtWith([
      ticket(9, 'bruno'),
      ticket(8, 'ana', 'deleted'),
      ticket(7, 'ana', 'open', '2026-06-01T08:00:00Z'),
      ticket(6, 'ana', 'stalled'),
      ticket(5, 'ana'),
    ])
    expect(await act('handoff', { note: 'Llamar' }, rt)).toMatchObject({ done: true })
    expect(rt.written().map((c) => c.path)).toEqual(['/REST/2.0/ticket/6/comment'])
    const { query } = rt.calls[0]!
    expect([query.get('orderby'), query.get('order'), query.get('query')]).toEqual([
      'Created',
      'DESC',
      "Requestor.EmailAddress = 'ana@correo.example'",
    ])
  })
  it('is plain text, whose subject RT can hold, and whose whole words stand in the content', async () => {
    const rt = rtWith([ticket(5, 'ana')])
    await act('handoff', { note: ` ${'x'.repeat(170)}\n<b>y</b> ${'z'.repeat(80)}` }, rt)
    const body = rt.written()[0]!.body as Record<string, string>
    expect(body.ContentType).toBe('text/plain')
    expect(body.Content).toMatch(/^Para el siguiente \[[0-9a-f]{12}\]: x{170} <b>y<\/b>$/)
    expect(body.Content!.startsWith(body.Subject!)).toBe(true)
  })
  it('is cut for the subject alone', async () => {
    const rt = rtWith([ticket(5, 'ana')])
    await act('gesture', { what: 'x'.repeat(300), amount: 123_456_789 }, rt, {
      options: { currency: 'USD' },
    })
    const body = rt.written()[0]!.body as Record<string, string>
    expect(body.Content).toMatch(/: x{140} \(123456789\.00 USD\)$/)
    expect(body.Subject!.length).toBeLessThanOrEqual(250)
  })
  it('opens a ticket of its own where the options name a queue and none is open', async () => {
    const rt = rtWith([ticket(5, 'ana', 'resolved')])
    expect(
      await act('handoff', { note: 'Llamar' }, rt, { options: { handoffQueue: 'Notas' } }),
    ).toMatchObject({ done: true })
    expect(rt.written().map((c) => c.path)).toEqual(['/REST/2.0/ticket', '/REST/2.0/ticket/77/comment'])
    expect(rt.written()[0]!.body).toEqual({
      Queue: 'Notas',
      Subject: 'Para el siguiente',
      Requestor: ['ana@correo.example'],
      Status: 'open',
    })
  })
  it('is refused where none is open and no queue is named, and opens none for a row of somebody else', async () => {
    const none = rtWith([ticket(5, 'ana', 'resolved')])
    expect(await act('handoff', { note: 'Llamar' }, none)).toMatchObject({ done: false })
    const others = rtWith([ticket(4, 'bruno'), ticket(5, 'ana')])
    expect(
      await act('handoff', { note: 'Llamar' }, others, { row: '4', options: { handoffQueue: 'Notas' } }),
    ).toMatchObject({ done: false })
    expect([...none.written(), ...others.written()]).toEqual([])
  })
  it('goes to the row it was written on, and a row that is no number is asked of nobody', async () => {
    const rt = rtWith([ticket(6, 'ana'), ticket(5, 'ana')])
    expect(await act('handoff', { note: 'Llamar' }, rt, { row: '5' })).toMatchObject({ done: true })
    expect(rt.written().map((c) => c.path)).toEqual(['/REST/2.0/ticket/5/comment'])
    const odd = rtWith([ticket(5, 'ana')])
    expect(await act('handoff', { note: 'Llamar' }, odd, { row: '5/../5' })).toMatchObject({ done: false })
    expect(odd.calls).toEqual([])
  })
  it('says nothing when there is nothing to say, an amount without a gesture included', async () => {
    const rt = rtWith([ticket(5, 'ana')])
    expect(await act('handoff', { note: ' \n ' }, rt)).toMatchObject({ done: false })
    expect(await act('gesture', { what: '', amount: 5 }, rt)).toMatchObject({ done: false })
    expect(rt.calls).toEqual([])
  })
  it('writes an amount with its decimals, and none that is no number', async () => {
    const said = async (amount: unknown) => {
      const rt = rtWith([ticket(5, 'ana')])
      await act('gesture', { what: 'Vale', amount }, rt)
      return (rt.written()[0]!.body as { Content: string }).Content.replace(/ \[.*?\]/, '')
    }
    expect([await said(5), await said(2.5), await said(Number.NaN), await said('5')]).toEqual([
      'Gesto: Vale (5.00 EUR)',
      'Gesto: Vale (2.50 EUR)',
      'Gesto: Vale',
      'Gesto: Vale',
    ])
  })
  it('is found again by its mark in the subject or in the content, and then not written twice', async () => {
    const first = rtWith([ticket(5, 'ana')])
    await act('handoff', { note: 'Llamar' }, first)
    const { Content } = first.written()[0]!.body as { Content: string }
    for (const entry of [
      { Type: 'Comment', Data: Content },
      { Type: 'Comment', Data: 'No Subject', Content },
      { Type: 'Comment', Data: Content, Content: 'edited since' },
    ]) {
      const again = rtWith([ticket(5, 'ana')], [entry])
      expect(await act('handoff', { note: 'Llamar' }, again)).toMatchObject({ done: true })
      expect(again.written()).toEqual([])
    }
  })
})

describe('the history of a ticket', () => {
  const history = (total: number | undefined) => {
    const { context, calls } = scripted(({ query }) => ({
      page: Number(query.get('page')),
      per_page: 100,
      ...(total === undefined ? {} : { total }),
      items: Array.from({ length: 100 }, (_, i) => ({ id: `${query.get('page')}-${i}` })),
    }))
    return {
      read: () => historyOf(options, '5', context),
      pages: () => calls.map((c) => c.query.get('page')),
    }
  }
  it('is its oldest page and its newest, and is whole only where no page is between them', async () => {
    const two = history(150)
    const [all, pages] = [await two.read(), two.pages()]
    expect([all.items.length, all.whole, pages]).toEqual([200, true, ['1', '2']])
    const many = history(1_050)
    expect(await many.read()).toMatchObject({ whole: false })
    expect(many.pages()).toEqual(['1', '11'])
  })
  it('may go on behind a full page when RT does not say how long it is', async () => {
    const unknown = history(undefined)
    expect(await unknown.read()).toMatchObject({ whole: false })
    expect(unknown.pages()).toEqual(['1'])
  })
  it('tells the hand-off that was left last, of comments only', () => {
    const said = (Type: string, text: string, field = 'Content') => ({ Type, [field]: text })
    const note = (words: string) => `Para el siguiente [0123456789ab]: ${words}`
    expect(
      handoffIn([
        said('Comment', note('one')),
        said('Comment', note('two'), 'Data'),
        said('Correspond', note('said to the customer')),
        said('Comment', 'Gesto [0123456789ab]: Vale'),
        said('Comment', 'another comment'),
      ]),
    ).toBe('two')
    expect(handoffIn([said('Comment', 'No Subject', 'Data')])).toBeUndefined()
  })
})
