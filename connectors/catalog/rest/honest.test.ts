import { describe, expect, it } from 'vitest'
import { key } from '../../conformance/index.ts'
import type { Connector, ConnectorContext, SystemRecord } from '../../contract/index.ts'
import rest, { type RestOptions } from './index.ts'

/** What a mapping may not do: ask about nobody, or take silence, an error or strangers for "none". */
const base: RestOptions = {
  id: 'desk',
  title: 'Soporte',
  base: 'https://desk.example/api',
  currency: 'EUR',
  phonePrefix: '+34',
}
const find: NonNullable<RestOptions['find']> = {
  by: {
    mail: { path: '/people', query: { q: '{value}' } },
    phone: { path: '/people', query: { q: '{value}' } },
  },
  rows: 'data',
  record: {
    id: 'id',
    identifiers: [
      { kind: 'mail', from: 'mail' },
      { kind: 'phone', from: 'phone' },
    ],
  },
}
const requests = (how: object) =>
  ({ ...base, answers: { requests: { rows: 'data', fields: { subject: 's' }, ...how } } }) as RestOptions
const says = (options: unknown): string => {
  try {
    rest(options as RestOptions)
    return 'taken'
  } catch (e) {
    return e instanceof Error ? e.message : String(e)
  }
}
/** A system that answers every call alike, and counts them. */
const answering = (body: unknown, status = 200) => {
  const asked: { url: string; body: unknown }[] = []
  const context: ConnectorContext = {
    signal: new AbortController().signal,
    now: () => new Date('2026-06-15T10:00:00Z'),
    fetch: async (input, init) => {
      asked.push({ url: String(input), body: init?.body })
      return new Response(status === 204 ? null : typeof body === 'string' ? body : JSON.stringify(body), {
        status,
      })
    },
  }
  return { context, asked }
}
const pau: SystemRecord = { id: 'p1', identifiers: [{ kind: 'phone', value: '+34600112233' }] }
type Get = { get(of: unknown, want: object, context: ConnectorContext): Promise<unknown> }
const ask = async (c: Connector, of: unknown, body: unknown, status?: number, cursor?: string) => {
  const { context, asked } = answering(body, status)
  const answer = await (c.answers.requests as unknown as Get)
    .get(of, { fields: ['subject'], limit: 10, locale: 'es', cursor }, context)
    .catch((e: unknown) => e)
  return { answer, asked }
}
const none = { rows: [], complete: true }

describe('a name in braces that there is not', () => {
  const list =
    /`\{contact\}` is no value there is; write one of \{record\}, \{mail\}, .*\{limit\}, \{fields\}, \{locale\}$/m
  it('is refused at start in path, query, body and header, with the list of those there are', () => {
    const call = { path: '/people/{record}/cases' }
    for (const [where, wrong] of [
      ['path', { path: '/people/{record}/{contact}' }],
      ['query.of', { ...call, query: { of: '{contact}' } }],
      ['body.filters.0.value', { ...call, body: { filters: [{ value: '{contact}' }] } }],
      ['headers.x-of', { ...call, headers: { 'x-of': '{contact}' } }],
    ] as const) {
      const message = says(requests({ call: wrong }))
      expect(message).toContain(`answers.requests.call.${where}: `)
      expect(message).toMatch(list)
    }
    expect(says(requests({ call }))).toBe('taken')
  })
  it('is refused in a find, a search, an action, and where no value is ever filled in', () => {
    const by = (call: object) => says({ ...base, find: { ...find, by: { mail: call } } })
    expect(by({ path: '/p', query: { a: '{value}', b: '{email}' } })).toMatch(
      /find\.by\.mail\.query\.b: `\{email\}` is no value there is; write one of \{value\}, \{raw\}, \{kind\}, \{limit\}$/,
    )
    expect(says({ ...base, find, search: { path: '/p', query: { q: '{text}', n: '{value}' } } })).toMatch(
      /search\.query\.n: `\{value\}` is no value there is; write one of \{text\}, \{limit\}$/,
    )
    const act = (body: object) =>
      says({
        ...base,
        actions: {
          gift: {
            title: 'x',
            confirm: 'x',
            input: { what: { type: 'text', sensitivity: 'none' } },
            call: { path: '/p/{record}', body },
          },
        },
      })
    expect(act({ a: '{input.what}', b: '{row}', c: '{key}', d: '{mail}' })).toBe('taken')
    expect(act({ a: '{input.wat}' })).toMatch(
      /actions\.gift\.call\.body\.a: `\{input\.wat\}` is no value there is; .*\{input\.what\}$/,
    )
    expect(by({ path: '/p', query: { '{kind}': '{value}' } })).toMatch(/`\{kind\}` stands in a key/)
    expect(says({ ...base, find, headers: { 'x-of': '{value}' } })).toMatch(
      /headers\.x-of: `\{value\}` is no value there is; .*`headers` of its own call/,
    )
    expect(says({ ...base, base: 'https://desk.example/{tenant}' })).toMatch(/base: `\{tenant\}` is no value/)
  })
  it('is refused in the ways of other tools, which would be sent as they stand', () => {
    for (const path of ['/p/{{record}}/c', '/p/${record}/c', '/p/{ record }/c', '/p/{record-id}/c'])
      expect(says(requests({ call: { path } })), path).toMatch(/is no value there is/)
    expect(says(requests({ call: { path: '/p/:record/c', query: { of: '{record}' } } }))).toMatch(
      /`:record` is sent as it stands; a value is written in braces: \{record\}/,
    )
    expect(says(requests({ call: { path: '/p:search', body: { of: '{record}' } } }))).toBe('taken')
  })
  it('is none of the fields that a GraphQL document selects', () => {
    const query = 'query($id: ID!) { person(id: $id) { cases { nodes {id} } name{given} } }'
    const call = { path: '/graphql', body: { query, variables: { id: '{record}' } } }
    expect(says(requests({ call }))).toBe('taken')
    expect(
      says(requests({ call: { path: '/graphql', body: { query: '{ person(id: "{contact}") { id } }' } } })),
    ).toMatch(/`\{contact\}` is no value there is/)
  })
  it('is refused where a page is asked for and nothing says how pages are counted', () =>
    expect(says(requests({ call: { path: '/p/{record}', query: { page: '{page}' } } }))).toMatch(
      /answers\.requests: \{page\} has a value only with `paging`/,
    ))
})

describe('a question that is about nobody', () => {
  it('is refused at start: everybody would be given the same', () => {
    expect(says(requests({ call: { path: '/cases', query: { limit: '{limit}' } } }))).toMatch(
      /answers\.requests\.call: the call says nothing of whom it asks about, so everybody would be given the same; write \{record\} .*`owner`/,
    )
    expect(says(requests({ from: ['mail'], call: { path: '/cases' } }))).toMatch(/write \{value\}/)
    expect(says({ ...base, find: { ...find, by: { mail: { path: '/p' } } } })).toMatch(
      /find\.by\.mail: the call sends nothing of whom it looks for/,
    )
  })
  it('is taken where each row says whose it is, and where it is about the house', () => {
    expect(says(requests({ call: { path: '/cases' }, owner: 'contact' }))).toBe('taken')
    expect(
      says({ ...base, answers: { policies: { call: { path: '/norms' }, fields: { title: 't' } } } }),
    ).toBe('taken')
  })
  it('and a find whose record could bear nothing it is found by, are refused', () =>
    expect(says({ ...base, find: { ...find, by: { ticket: { path: '/cases/{value}' } } } })).toMatch(
      /find\.by\.ticket: the record's map reads no ticket/,
    ))
})

describe('what is not known', () => {
  it('is not "none": a record without mail is not asked about by mail', async () => {
    const byMail = rest(requests({ call: { path: '/cases', query: { q: '{mail}' } } }))
    expect(await ask(byMail, pau, { data: [] })).toMatchObject({
      asked: [],
      answer: {
        code: 'unsupported',
        message:
          "[desk] requests: not asked, because the record has no mail; the call asks by {mail}: map it among the record's identifiers, or ask by {record}",
      },
    })
    const inHeader = rest(requests({ call: { path: '/cases', headers: { 'x-mail': '{mail}' } } }))
    expect((await ask(inHeader, pau, { data: [] })).asked).toEqual([])
    const upwards = rest(requests({ call: { path: '/p/{record}/cases' } }))
    expect(await ask(upwards, { ...pau, id: '..' }, { data: [] })).toMatchObject({
      asked: [],
      answer: { code: 'unsupported' },
    })
  })
  it('is not "none": a 404, for a record that was just found or for a key, unless the mapping says so', async () => {
    const call = { path: '/people/{record}/conversation' }
    for (const status of [404, 410])
      expect(await ask(rest(requests({ call })), pau, {}, status)).toMatchObject({
        answer: { code: 'unsupported', message: expect.stringContaining("missing: 'none'") },
      })
    expect((await ask(rest(requests({ call, missing: 'none' })), pau, {}, 404)).answer).toMatchObject(none)
    const byKey = (more = {}) => rest(requests({ from: ['mail'], call: { path: '/cases/{value}' }, ...more }))
    const nobody = key('mail', 'a@x.example')
    // A path that is misspelt answers so for everybody, too.
    expect((await ask(byKey(), nobody, {}, 404)).answer).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining("check the path, or write missing: 'none'"),
    })
    expect((await ask(byKey({ missing: 'none' }), nobody, {}, 404)).answer).toMatchObject(none)
    expect((await ask(rest(requests({ call })), pau, '', 204)).answer).toMatchObject(none)
  })
  it('is not "none": null in place of the rows, unless the mapping says so', async () => {
    const of = (rows: string, more = {}) => rest(requests({ call: { path: '/p/{record}/c' }, rows, ...more }))
    for (const [rows, body, at] of [
      ['data', { data: null }, 'data'],
      ['data.person.cases', { data: null }, 'data'],
      ['data.person.cases', { data: { person: null } }, 'person'],
      ['', null, '(the body)'],
      ['data', { data: {} }, 'data'],
    ] as const) {
      expect((await ask(of(rows), pau, body)).answer, rows).toMatchObject({
        code: 'malformed',
        message: expect.stringContaining(`at \`${at}\`, which does not say that there is nothing`),
      })
      expect((await ask(of(rows, { missing: 'none' }), pau, body)).answer).toMatchObject(none)
    }
    // PHP writes an empty object as an empty list.
    expect((await ask(of('cases'), pau, [])).answer).toMatchObject(none)
  })
  it('is nobody where the place of the person is null, and never where the whole answer is', async () => {
    const found = (rows: string, body: unknown, more = {}) =>
      rest({
        ...base,
        find: { ...find, rows, by: { mail: { ...find.by.mail!, ...more } } },
      }).find!.run(key('mail', 'a@x.example'), answering(body).context)
    expect(await found('data.person', { data: { person: null } })).toEqual({ match: 'none' })
    expect(await found('data.person', { data: { person: null } })).toEqual({ match: 'none' })
    await expect(found('data.person', { data: null })).rejects.toMatchObject({ code: 'malformed' })
    expect(await found('data', { data: null }, { missing: 'none' })).toEqual({ match: 'none' })
    expect(await found('data', { data: null, n: 0 }, { total: 'n' })).toEqual({ match: 'none' })
  })
})

describe('an error under HTTP 200', () => {
  const connector = rest(requests({ call: { path: '/p/{record}/c' } }))
  const code = async (body: object) => ((await ask(connector, pau, body)).answer as { code?: string }).code
  it('is a failure, whatever the system calls it', async () => {
    for (const body of [
      { errors: [{ message: 'Cannot query field "x"' }], data: null },
      { errors: [{ message: 'oops' }], data: [{ id: 1, s: 'half' }] },
      { errors: { mail: ['is bad'] }, data: [] },
      { error: 'odd', data: [] },
      { error: { code: -32601, message: 'Method not found' }, id: 1, jsonrpc: '2.0' },
      { ok: false, data: [] },
      { success: 'false', data: [] },
      { success: 0, message: 'no', data: [] },
      { status: 'error', message: 'no', data: null },
    ])
      expect(await code(body), JSON.stringify(body)).toBe('unsupported')
  })
  it('is a failure too where it is said beside rows that are none', async () => {
    for (const [beside, means] of [
      [{ error_code: 17, error_msg: 'odd' }, 'unsupported'],
      [{ errorMessage: 'Session token expired' }, 'denied'],
      [{ Errors: [{ Message: 'odd' }] }, 'unsupported'],
      [{ isError: true }, 'unsupported'],
      [{ exception: 'AccessDenied' }, 'denied'],
      [{ status: 401 }, 'denied'],
      [{ statusCode: '503' }, 'unavailable'],
      [{ code: 40001, msg: 'invalid token' }, 'denied'],
      [{ success: 'N' }, 'unsupported'],
      [{ result: 'error' }, 'unsupported'],
      [{ status: 'KO' }, 'unsupported'],
      [{ meta: { code: 403, error: 'odd' } }, 'denied'],
    ] as const) {
      expect(await code({ ...beside, data: [] }), JSON.stringify(beside)).toBe(means)
      expect(await code({ ...beside, data: null }), JSON.stringify(beside)).toBe(means)
      // Beside rows the same words may be of anything.
      if (!('Errors' in beside))
        expect(
          (await ask(connector, pau, { ...beside, data: [{ id: 1, s: 'x' }] })).answer,
          JSON.stringify(beside),
        ).toMatchObject({ rows: [{ id: '1' }] })
    }
  })
  it('has the code that its words mean', async () => {
    const of = (error: unknown) => code({ error, data: [] })
    expect([
      await of({ code: 401 }),
      await of('invalid_auth token'),
      await code({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }),
      await of('QUERY_LIMIT_EXCEEDED'),
      await code({ errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }] }),
      await code({ ok: false, error: 'ratelimited', code: 429 }),
      await of({ code: 503, message: 'Service Unavailable' }),
      await of('INTERNAL_SERVER_ERROR'),
    ]).toEqual(['denied', 'denied', 'denied', 'limited', 'limited', 'limited', 'unavailable', 'unavailable'])
  })
  it('never reaches a message with its own words', async () => {
    const { answer } = await ask(connector, pau, { error: 'no case for ana@x.example', data: [] })
    expect((answer as Error).message).not.toContain('ana@x.example')
  })
  it('is none where there is no error: empty lists, nulls, zeros and what says "ok"', async () => {
    for (const body of [
      { errors: [], data: [] },
      { error: null, ok: true, data: [] },
      { errors: {}, success: true, status: 'ok', data: [] },
      { error: '', code: 0, data: [] },
      { error: 0, data: [] },
      { error: { code: 0, message: '' }, data: [] },
      { code: 200, message: 'success', data: [] },
      { code: '10000', msg: 'Success', data: [] },
      { status: 200, error_code: 0, errmsg: 'ok', isError: false, failed: false, data: [] },
      { code: 1, msg: '', result: 'ok', meta: { status: 'OK', code: 0 }, warning: 'old version', data: [] },
    ])
      expect((await ask(connector, pau, body)).answer, JSON.stringify(body)).toMatchObject(none)
  })
  it('is a field of its own where the whole answer is one row', async () => {
    const person = rest({
      ...base,
      answers: { person: { call: { path: '/p/{record}' }, fields: { remark: 'error' } } },
    })
    expect(
      await (person.answers.person as unknown as Get).get(
        pau,
        { fields: ['remark'], limit: 1, locale: 'es' },
        answering({ id: 'p1', error: 'mail bounced', success: false }).context,
      ),
    ).toMatchObject({ value: { remark: 'mail bounced' } })
  })
  it('means nobody only where the mapping names it', async () => {
    const slack = rest({
      ...base,
      find: { ...find, by: { mail: { ...find.by.mail!, none: ['users_not_found'] } } },
    })
    const run = (error: string) =>
      slack.find!.run(key('mail', 'a@x.example'), answering({ ok: false, error }).context)
    expect(await run('users_not_found')).toEqual({ match: 'none' })
    await expect(run('user_is_restricted')).rejects.toMatchObject({ code: 'unsupported' })
  })
  it('of an action is a failure, and nothing was done', async () => {
    const desk = rest({
      ...base,
      actions: {
        close: { title: 'x', confirm: 'x', input: {}, call: { path: '/cases/{row}/close' } },
      },
    })
    const close = (row: string | undefined, body: object) =>
      desk.actions!.close!.run({}, { record: pau, row, key: 'k' }, answering(body).context)
    await expect(close('7', { ok: false })).rejects.toMatchObject({ code: 'unsupported' })
    await expect(close(undefined, { ok: true })).rejects.toMatchObject({ code: 'unsupported' })
    expect(await close('7', { ok: true })).toMatchObject({ done: true })
    const quiet = answering('', 204).context
    expect(await desk.actions!.close!.run({}, { record: pau, row: '7', key: 'k' }, quiet)).toMatchObject({
      done: true,
    })
  })
})

describe('a page of strangers', () => {
  const run = (body: object, more: object = {}, asked = key('mail', 'ana@x.example')) =>
    rest({
      ...base,
      find: { ...find, by: { mail: { ...find.by.mail!, ...more }, phone: find.by.phone! } },
    }).find!.run(asked, answering(body).context)
  const people = (...mails: string[]) => ({
    data: mails.map((mail, i) => ({ id: i + 1, mail })),
    n: mails.length,
  })
  it('means that the filter is ignored, not that there is nobody', async () => {
    await expect(run(people('b@x.example', 'c@y.example'))).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringMatching(
        /2 records, none of which bears the mail asked; it seems to ignore the filter/,
      ),
    })
    await expect(
      run({ data: [{ id: 1, phone: '600 99 88 77' }] }, {}, key('phone', '+34600112233')),
    ).rejects.toMatchObject({ code: 'malformed' })
  })
  it('means nobody where they are all there are, or came of a search for a part', async () => {
    expect(await run(people('b@x.example'), { total: 'n' })).toEqual({ match: 'none' })
    expect(await run(people('diana@x.example'))).toEqual({ match: 'none' })
    expect(
      await run({ data: [{ id: 1, phone: '+33 1 00 11 22 33' }] }, {}, key('phone', '+34600112233')),
    ).toEqual({ match: 'none' })
    expect(await run({ data: [] })).toEqual({ match: 'none' })
  })
  it('among rows means the same, where each row says whose it is', async () => {
    const owned = rest(requests({ call: { path: '/c', query: { of: '{record}' } }, owner: 'of' }))
    const rows = (...of: string[]) => ({ data: of.map((of, id) => ({ id, of, s: 'x' })) })
    expect((await ask(owned, pau, rows('p2', 'p3'))).answer).toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('2 rows, none of which is of the one asked about (`owner`: `of`)'),
    })
    expect((await ask(owned, pau, rows('p1', 'p2'))).answer).toMatchObject({
      rows: [{ id: '0' }],
      complete: true,
    })
    const byMail = rest(requests({ from: ['mail'], call: { path: '/c/{value}' }, owner: 'of' }))
    expect((await ask(byMail, key('mail', 'ana@x.example'), rows('Ana@X.example'))).answer).toMatchObject({
      rows: [{ id: '0' }],
      complete: true,
    })
    const record = { id: 'p1', identifiers: [{ kind: 'mail', value: 'ana@x.example' }] }
    expect((await ask(owned, record, rows('ANA@x.example'))).answer).toMatchObject({ rows: [{ id: '0' }] })
  })
  it('and rows or records without a number are a mistake of the mapping, said as one', async () => {
    await expect(run({ data: [{ uid: 1, mail: 'ana@x.example' }] })).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('none of 1 records has an id at `id`'),
    })
    const cases = rest(requests({ call: { path: '/c/{record}' } }))
    expect((await ask(cases, pau, { data: [{ number: 7 }] })).answer).toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('none of 1 row has an id at `id`'),
    })
  })
})

it('a number that JSON would round is read as it was written, and an order of a guest is of nobody', async () => {
  const found = (data: string) =>
    rest({
      ...base,
      find: {
        by: { order: { path: '/orders', query: { q: '{value}' } } },
        rows: 'data',
        record: { id: 'customer', identifiers: [{ kind: 'order', from: 'number' }] },
      },
    }).find!.run(key('order', '12345678901234567891'), answering(data).context)
  expect(await found('{"data":[{"customer":9007199254740993,"number":12345678901234567891}]}')).toMatchObject(
    {
      record: {
        id: '9007199254740993',
        identifiers: [{ kind: 'order', value: '12345678901234567891' }],
      },
    },
  )
  for (const customer of ['null', '0', '"0"', 'false'])
    expect(
      await found(`{"data":[{"customer":${customer},"number":12345678901234567891}]}`),
      customer,
    ).toEqual({
      match: 'none',
    })
})

it('says which fields it offers, and which of them could not be read', async () => {
  const cases = rest(
    requests({ call: { path: '/c/{record}' }, fields: { subject: 's', firstAnswered: 'at' } }),
  )
  expect(cases.answers.requests?.fields).toEqual(['subject', 'firstAnswered'])
  const answer = (cases.answers.requests as unknown as Get).get(
    pau,
    { fields: ['subject', 'firstAnswered'], limit: 10, locale: 'es' },
    answering({
      data: [
        { id: 1, s: 'x', at: 'yesterday' },
        { id: 2, s: 'y', at: null },
      ],
    }).context,
  )
  expect(await answer).toMatchObject({ complete: true, unread: ['firstAnswered'] })
})
