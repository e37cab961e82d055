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
const requests = (fields: string[]) =>
  (
    desk.answers.requests as {
      get(r: SystemRecord, w: object, a: ConnectorContext): Promise<Rows<Row<'requests'>>>
    }
  ).get(record, { fields, limit: 10, locale: 'es' }, context)

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
})
