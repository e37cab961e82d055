import { describe, expect, it } from 'vitest'
import { key } from '../../conformance/index.ts'
import type { FieldName } from '../../contract/index.ts'
import { scripted } from '../../fixtures/scripted.ts'
import type { RequestTrackerOptions } from './options.ts'
import { byPhone, isOpen, offeredBy, personOf, recordOf, requestOf, rt, when } from './read.ts'

const options: RequestTrackerOptions = {
  id: 'desk',
  title: 'Soporte',
  base: 'https://rt.example/helpdesk/',
  access: { kind: 'bearer', secret: 'RT_TOKEN' },
  phonePrefix: '+34',
  pages: 'https://agents.example',
  customFields: { channel: 'Canal', messages: 'Mensajes', order: 'Pedido', matter: 'Asunto' },
}
const never = '1970-01-01T00:00:00Z'
const ticket = { id: 7, Status: 'open', Resolved: never }
const row = (t: object, ...wanted: FieldName<'requests'>[]) => {
  const {
    id: _id,
    url: _url,
    ...fields
  } = requestOf(options, { ...ticket, ...t }, wanted, { language: 'en' })
  return fields
}

describe('a ticket of RT as a request', () => {
  it('is closed by its status or by the day it was resolved, and has that day only when closed', () => {
    const day = '2026-05-01T08:00:00Z'
    expect(
      ['new', 'open', 'stalled', 'waiting', 'resolved', 'rejected', 'deleted'].filter((Status) =>
        isOpen({ Status, Resolved: never }),
      ),
    ).toEqual(['new', 'open', 'stalled', 'waiting'])
    expect(isOpen({ Status: 'open', Resolved: day })).toBe(false)
    expect(row({ Resolved: day }, 'open', 'dateClosed')).toEqual({ open: false, dateClosed: day })
    expect(row({ Status: 'rejected' }, 'open', 'dateClosed')).toEqual({ open: false })
  })
  it('has a status in the reader’s language, and one of RT’s own keeps its word', () => {
    expect(row({ Status: 'rejected' }, 'status')).toEqual({
      status: { code: 'rejected', label: 'Rejected', tone: 'bad' },
    })
    expect(row({ Status: 'toString' }, 'status')).toEqual({ status: { code: 'toString' } })
  })
  it('has a priority from RT’s number: high from 70, normal from 30', () => {
    const code = (Priority: unknown) => (row({ Priority }, 'priority').priority as { code: string })?.code
    expect(['100', 70, '69', 30, '29', 0].map(code)).toEqual([
      'high',
      'high',
      'normal',
      'normal',
      'low',
      'low',
    ])
    expect(code(undefined)).toBeUndefined()
  })
  it('is of the kind that its queue means, by name before number', () => {
    expect(row({ Queue: { id: '3', Name: 'Averías' } }, 'kind')).toEqual({
      kind: { code: 'averías', label: 'Averías' },
    })
    expect(row({ Queue: { id: '3' } }, 'kind')).toEqual({ kind: { code: '3', label: '3' } })
    expect(row({}, 'kind')).toEqual({})
  })
  it('takes each custom field by its name, and each date from its own', () => {
    const CustomFields = [
      { name: 'Canal', values: ['chat'] },
      { name: 'Mensajes', values: ['4'] },
      { name: 'Pedido', values: ['', 'A-1'] },
      { name: 'Asunto', values: [] },
    ]
    expect(row({ CustomFields }, 'channel', 'messages', 'order', 'matter')).toEqual({
      channel: { code: 'chat' },
      messages: 4,
      order: 'A-1',
    })
    const day = (n: number) => `2026-05-0${n}T08:00:00Z`
    expect(
      row(
        { Created: day(1), LastUpdated: day(2), Due: day(3), Started: day(4) },
        'dateCreated',
        'dateModified',
        'due',
        'firstAnswered',
      ),
    ).toEqual({ dateCreated: day(1), dateModified: day(2), due: day(3), firstAnswered: day(4) })
  })
  it('was never, when RT says 1970', () =>
    expect([when(never), when('1970-01-01T09:00:00Z'), when('2026-05-01T08:00:00Z'), when('')]).toEqual([
      undefined,
      undefined,
      '2026-05-01T08:00:00Z',
      undefined,
    ]))
})

describe('a user of RT', () => {
  const user = {
    id: 27,
    Name: 'ana ruiz',
    EmailAddress: ' ana@correo.example ',
    RealName: 'Ana Ruiz',
    MobilePhone: '600 12 34 56',
    WorkPhone: '91 123 45 67',
    HomePhone: '954 123 456',
    Address1: 'Calle Sol 9',
    City: 'Vigo',
    Zip: '36202',
    State: 'Pontevedra',
    Country: 'ES',
    Comments: 'Llamar por la tarde',
    LastUpdated: '2026-05-01T10:00:00Z',
  }
  const address = {
    street: 'Calle Sol 9',
    locality: 'Vigo',
    postalCode: '36202',
    region: 'Pontevedra',
    country: 'ES',
  }
  it('is a record with all three telephones, its address part by part, and a link of its name', () =>
    expect(recordOf(options, user, '7')).toEqual({
      id: 'ana ruiz',
      name: { full: 'Ana Ruiz' },
      identifiers: [
        { kind: 'system', value: 'ana ruiz', scope: 'desk' },
        { kind: 'mail', value: 'ana@correo.example' },
        { kind: 'phone', value: '600 12 34 56' },
        { kind: 'phone', value: '91 123 45 67' },
        { kind: 'phone', value: '954 123 456' },
        { kind: 'ticket', value: '7', scope: 'desk' },
      ],
      address,
      observedAt: '2026-05-01T10:00:00Z',
      url: 'https://agents.example/User/Summary.html?Name=ana%20ruiz',
    }))
  it('is a person with telephones that can be dialled', () =>
    expect(personOf(options, user, scripted(() => ({})).context)).toEqual({
      id: 'ana ruiz',
      name: { full: 'Ana Ruiz' },
      mails: ['ana@correo.example'],
      phones: ['+34600123456', '+34911234567', '+34954123456'],
      address,
      remark: 'Llamar por la tarde',
    }))
  it('is nobody when it is RT’s own or has no name', () =>
    expect(
      [{ Name: 'root' }, { Name: 'RT_System' }, { Name: 'nobody' }, { Name: ' ' }].map((u) =>
        recordOf(options, u),
      ),
    ).toEqual([undefined, undefined, undefined, undefined]))
})

describe('REST 2.0 of RT', () => {
  const collection = (body: object) =>
    rt(options, scripted(() => body).context).collection('find', '/users', {})
  const full = Array.from({ length: 20 }, (_, i) => ({ id: i }))
  it('has more pages while its count says so, and without a count behind a full page', async () => {
    const more = async (body: object) => (await collection(body)).more
    expect([
      await more({ page: 1, per_page: 20, total: 21, items: full }),
      await more({ page: 2, per_page: 20, total: 40, items: full }),
      await more({ page: '1', per_page: '20', total: '20', items: full }),
      await more({ page: 1, per_page: 20, items: full }),
      await more({ page: 1, per_page: 20, items: full.slice(1) }),
    ]).toEqual([true, false, false, true, false])
  })
  it('stands behind the address of the options, and its filters are sent as JSON', async () => {
    const { context, calls } = scripted(() => ({ items: [] }))
    await rt(options, context).collection('find', '/users', { fields: 'Name' }, [{ field: 'Name' }])
    expect(calls).toMatchObject([
      { method: 'POST', path: '/helpdesk/REST/2.0/users', body: [{ field: 'Name' }] },
    ])
    expect([calls[0]?.query.get('fields'), calls[0]?.headers.get('content-type')]).toEqual([
      'Name',
      'application/json',
    ])
  })
  it('is malformed where it gives no list or no record', async () => {
    await expect(collection({ items: {} })).rejects.toMatchObject({ code: 'malformed' })
    await expect(rt(options, scripted(() => [1]).context).one('find', '/x')).rejects.toMatchObject({
      code: 'malformed',
    })
  })
  it('is asked for the mobile and the work telephone in each usual spelling', () => {
    const said = byPhone(key('phone', '+34600123456'))
    expect(said.split(' OR ')).toHaveLength(6)
    expect(said).toContain("Requestor.MobilePhone LIKE '600 12 34 56'")
    expect(said).toContain("Requestor.WorkPhone LIKE '600123456'")
  })
})

it('what RT offers is what it is read into, custom fields only where they are named', () => {
  const everything = { channel: 'a', messages: 'b', order: 'c', matter: 'd', told: 'e', offered: 'f' }
  expect(
    Object.keys(personOf(options, {}, scripted(() => ({})).context)).filter((name) => name !== 'id'),
  ).toEqual(offeredBy(options).person)
  const named = offeredBy({ ...options, customFields: everything })
  const bare = offeredBy({ ...options, customFields: {} })
  expect(named.requests.filter((name) => !bare.requests.includes(name)).sort()).toEqual(
    Object.keys(everything).sort(),
  )
  expect(named.interactions.filter((name) => !bare.interactions.includes(name))).toEqual([
    'matter',
    'told',
    'offered',
  ])
  expect(bare.requests).toContain('firstAnswered')
})
