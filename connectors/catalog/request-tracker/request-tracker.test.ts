import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { key, testConnector } from '../../conformance/index.ts'
import type { ConnectorContext, Row, Rows, SystemRecord } from '../../contract/index.ts'
import { json, system } from '../../fixtures/msw.ts'
import { bruno, lucia } from '../../fixtures/people.ts'
import { comments, resetRt, rtHandler, rtOrigin } from '../../fixtures/request-tracker.ts'
import { recorded } from '../../fixtures/server.ts'
import requestTracker, { type RequestTrackerOptions } from './index.ts'
import { condition } from './read.ts'

const options: RequestTrackerOptions = {
  id: 'desk',
  title: 'Soporte',
  base: rtOrigin,
  access: { kind: 'basic', user: 'ficha', secret: 'RT_PASSWORD' },
  pages: 'https://rt.example',
  phonePrefix: '+34',
  customFields: { order: 'Pedido', told: 'Nos contó' },
  queues: { Reclamaciones: 'complaint' },
}
const captured = `${process.env.FICHA_DATA ?? ''}/systems/rt5-user-by-phone.json`
const everybody = {
  per_page: 20,
  total: 2,
  page: 1,
  items: [lucia, bruno].map((p) => ({ id: p.mail, type: 'user', Name: p.mail, EmailAddress: p.mail })),
}
const server = recorded(
  rtHandler,
  system('https://deaf.example', () => json(everybody)),
  system('https://captured.example', () => json(JSON.parse(readFileSync(captured, 'utf8')))),
)
beforeAll(() => server.start())
afterAll(() => server.stop())
beforeEach(resetRt)

const context: ConnectorContext = {
  fetch: (input, init) => fetch(input, init),
  signal: new AbortController().signal,
  now: () => new Date('2026-06-15T10:00:00Z'),
}
const desk = requestTracker(options)
const record: SystemRecord = { id: lucia.mail, identifiers: [{ kind: 'mail', value: lucia.mail }] }
const requests = (fields: string[], how = context) =>
  (
    desk.answers.requests as {
      get(r: SystemRecord, w: object, a: ConnectorContext): Promise<Rows<Row<'requests'>>>
    }
  ).get(record, { fields, limit: 10, locale: 'es' }, how)
const interactions = (how: ConnectorContext) =>
  (
    desk.answers.interactions as {
      get(r: SystemRecord, w: object, a: ConnectorContext): Promise<Rows<Row<'interactions'>>>
    }
  ).get(record, { fields: ['direction'], limit: 10, locale: 'es' }, how)
/** A Request Tracker that answers every address with what is made of it. */
const answering = (body: (url: URL) => object): ConnectorContext => ({
  ...context,
  fetch: async (input) => new Response(JSON.stringify(body(new URL(String(input))))),
})

describe('request-tracker', () => {
  testConnector(it, () => requestTracker(options), {
    known: [
      { key: key('mail', lucia.mail), record: lucia.mail },
      { key: key('phone', lucia.phone), record: lucia.mail },
      { key: key('ticket', '2'), record: lucia.mail },
      { key: key('system', lucia.mail, { scope: 'desk' }), record: lucia.mail },
    ],
    unknown: [key('mail', 'nadie@correo.example'), key('phone', '+34699000000'), key('ticket', '999')],
    search: 'ferrer',
    answers: { requests: { rows: 3 }, interactions: { rows: 6 } },
    paths: /^\/REST\/2\.0\/(users|user\/[^/]+|tickets|ticket\/\d+(\/(history|comment))?)$/,
    actions: {
      handoff: { input: { note: 'Quedamos en llamarle el martes' }, effects: comments },
      gesture: { input: { what: 'Envío gratis', amount: 5 }, row: '2', effects: comments },
    },
    options: {
      factory: requestTracker,
      wrong: [
        {
          options: { ...options, access: { kind: 'basic', user: 'a', secret: 'hunter2' } },
          says: /access\.secret: the NAME/,
        },
      ],
    },
  })
  it('drops everybody whom RT returned because it ignored the filter', async () => {
    expect(
      await requestTracker({ ...options, base: 'https://deaf.example' }).find!.run(
        key('mail', lucia.mail),
        context,
      ),
    ).toMatchObject({ match: 'one', record: { id: lucia.mail } })
    expect(
      await requestTracker({ ...options, base: 'https://deaf.example' }).find!.run(
        key('mail', 'nadie@correo.example'),
        context,
      ),
    ).toEqual({ match: 'none' })
  })
  it.skipIf(!existsSync(captured))(
    'drops the five users of the captured answer (FICHA_DATA/systems)',
    async () => {
      expect(
        await requestTracker({ ...options, base: 'https://captured.example' }).find!.run(
          key('mail', 'nadie@correo.example'),
          context,
        ),
      ).toEqual({ match: 'none' })
    },
  )
  it('escapes what would end a TicketSQL text, and never lets a value become a column', () => {
    expect(condition('Requestor.EmailAddress', "o'neil\\@x.example")).toBe(
      "Requestor.EmailAddress = 'o\\'neil\\\\@x.example'",
    )
    expect(condition('Requestor.EmailAddress', 'cf.maria@x.example')).toBe(
      "Requestor.EmailAddress LIKE 'f.maria@x.example'",
    )
  })
  it('reads 1970 as never, and numbers that come as texts', async () => {
    const { rows } = await requests(['due', 'dateClosed', 'open', 'priority', 'kind', 'order', 'told'])
    expect(rows[1]).toEqual({
      id: '2',
      url: 'https://rt.example/Ticket/Display.html?id=2',
      open: true,
      priority: { code: 'normal', tone: 'calm' },
      kind: { code: 'complaint', label: 'Reclamaciones' },
      order: 'A-1002',
      told: ['Llegó roto'],
    })
  })
  it('leaves the note on the newest open ticket, where the next reader finds it', async () => {
    await desk.actions!.handoff!.run(
      { note: 'Llamar el martes\npor la tarde' },
      { record, key: 'k-00000001' },
      context,
    )
    expect((await requests(['handoff'])).rows.map((r) => r.handoff)).toEqual([
      undefined,
      'Llamar el martes por la tarde',
      undefined,
    ])
  })
  it('takes a note and a gesture under one key for two acts', async () => {
    await desk.actions!.handoff!.run({ note: 'Llamar el martes' }, { record, key: 'k-00000003' }, context)
    await desk.actions!.gesture!.run({ what: 'Envío gratis' }, { record, key: 'k-00000003' }, context)
    expect(comments()).toBe(2)
  })
  it('writes on nobody else: a row of another customer is refused with words', async () => {
    expect(
      await desk.actions!.handoff!.run({ note: 'x' }, { record, row: '4', key: 'k-00000002' }, context),
    ).toMatchObject({ done: false })
    expect(comments()).toBe(0)
  })
  it('claims no total of a list that holds tickets of others, and that it is nobody’s fails', async () => {
    const of = (id: number, who: string) => ({ id: String(id), type: 'ticket', Requestor: [{ id: who }] })
    const list = async (...items: object[]) =>
      requests(
        ['subject'],
        answering(() => ({ page: 1, per_page: 10, total: items.length, items })),
      )
    expect(await list(of(1, lucia.mail), of(4, bruno.mail))).toMatchObject({
      rows: [{ id: '1' }],
      complete: true,
      totals: undefined,
    })
    await expect(list(of(4, bruno.mail))).rejects.toThrow(/it seems to ignore the filter/)
    expect(await list(of(1, lucia.mail))).toMatchObject({ complete: true, totals: { count: 1 } })
  })
  it('reads a ticket’s history for a hand-off note only when one is wanted', async () => {
    const asked: string[] = []
    const noting: ConnectorContext = {
      ...context,
      fetch: (input, init) => {
        asked.push(new URL(String(input)).pathname)
        return fetch(input, init)
      },
    }
    await requests(['subject', 'status'], noting)
    expect(asked).toEqual(['/REST/2.0/tickets'])
    await requests(['handoff'], noting)
    expect(asked.filter((path) => path.endsWith('/history'))).toHaveLength(3)
  })
  it('says that messages are missing when a history is longer than what was read of it', async () => {
    const ofHistory = async (total: number) =>
      (
        await interactions(
          answering((url) => {
            const page = Number(url.searchParams.get('page'))
            return url.pathname.endsWith('/history')
              ? {
                  page,
                  per_page: 100,
                  total,
                  items: [{ id: String(page), Type: 'Correspond', Created: '2026-05-01T08:00:00Z' }],
                }
              : {
                  page: 1,
                  per_page: 5,
                  total: 1,
                  items: [{ id: '1', type: 'ticket', Requestor: [{ id: lucia.mail }] }],
                }
          }),
        )
      ).complete
    expect([await ofHistory(100), await ofHistory(200), await ofHistory(201)]).toEqual([true, true, false])
  })
  it('takes a request for the customer’s words whoever typed it, and a comment for nobody’s', async () => {
    const said = (id: string, Type: string, by: string) => ({
      id,
      Type,
      Creator: { id: by },
      Created: `2026-05-01T08:0${id}:00Z`,
    })
    const { rows } = await interactions(
      answering((url) =>
        url.pathname.endsWith('/history')
          ? {
              page: 1,
              per_page: 100,
              total: 4,
              items: [
                said('1', 'Create', 'root'),
                said('2', 'Correspond', 'root'),
                said('3', 'Correspond', lucia.mail),
                said('4', 'Comment', lucia.mail),
              ],
            }
          : {
              page: 1,
              per_page: 5,
              total: 1,
              items: [{ id: '1', type: 'ticket', Requestor: [{ id: lucia.mail }] }],
            },
      ),
    )
    expect(rows.map((r) => [r.id, r.direction?.code])).toEqual([
      ['1/4', 'internal'],
      ['1/3', 'in'],
      ['1/2', 'out'],
      ['1/1', 'in'],
    ])
  })
})
