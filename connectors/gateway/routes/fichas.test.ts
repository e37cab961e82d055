import { expect, test } from 'vitest'
import type { FichaSet } from '../../contract/index.ts'
import { origin, testGateway, trialFichas } from '../testing/test-gateway.ts'

const changedTitle = (title: string) => ({
  ...trialFichas,
  templates: [{ ...trialFichas.templates[0], title }],
})
async function editor() {
  const t = await testGateway()
  const token = await t.bearer({ id: 'eva', roles: ['admin'] })
  const get = (path: string, as = token) =>
    t.gateway.fetch(new Request(`${origin}${path}`, { headers: { authorization: `Bearer ${as}` } }))
  const put = (body: unknown) =>
    t.gateway.fetch(
      new Request(`${origin}/v1/fichas`, {
        method: 'PUT',
        body: JSON.stringify(body),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      }),
    )
  const now = async () => (await get('/v1/fichas')).json()
  return {
    t,
    token,
    get,
    put,
    now,
    post: (path: string, body: unknown) => t.post(`/v1/fichas/${path}`, body, token),
  }
}

test('draft, publish, history, undo: what is published changes only when published, and nothing is ever lost', async () => {
  const e = await editor()
  expect((await e.put({ draft: changedTitle('Uno'), base: 'first' })).status).toBe(200)
  expect((await e.now()).published.templates[0].title).toBe('Asesor')
  const one = await (await e.post('publish', { base: 'first', note: 'primera' })).json()
  expect((await e.now()).published.templates[0].title).toBe('Uno')
  expect((await e.now()).draft).toBeUndefined()
  const two = await (
    await e.post('import', { set: changedTitle('Dos'), base: one.revision, publish: true })
  ).json()
  const back = await (await e.post('undo', { revision: 'first', base: two.revision })).json()
  const now = await e.now()
  expect(now.published.templates[0].title).toBe('Asesor')
  expect(now.history.map((h: { revision: string }) => h.revision)).toEqual([
    back.revision,
    two.revision,
    one.revision,
    'first',
  ])
  expect(await (await e.get(`/v1/fichas/export?revision=${one.revision}`)).json()).toMatchObject({
    templates: [{ title: 'Uno' }],
  })
})

test('a draft made from an older revision is not published over the present one', async () => {
  const e = await editor()
  const set = changedTitle('Viejo') as FichaSet
  await e.t.stores.fichas.saveDraft('demo', { set, base: 'older', at: 't' })
  expect((await e.post('publish', { base: 'first', note: '' })).status).toBe(409)
  expect((await e.now()).published.templates[0].title).toBe('Asesor')
})

test('a broken import leaves what is published, and the draft, untouched and says each place', async () => {
  const e = await editor()
  await e.put({ draft: changedTitle('Borrador'), base: 'first' })
  const before = await e.now()
  const broken = {
    ...trialFichas,
    rules: [{ version: 1, id: 'vip', kind: 'glance', title: 'VIP', when: 'orders.' }, { id: 'x' }],
    templates: [{ ...trialFichas.templates[0], glance: ['no-such-rule'] }],
  }
  for (const set of [
    broken,
    null,
    'x',
    [],
    {},
    { ...trialFichas, templates: [] },
    { ...trialFichas, policy: {} },
    { ...trialFichas, templates: [trialFichas.templates[0], trialFichas.templates[0]] },
  ]) {
    const answer = await e.post('import', { set, base: 'first', publish: true })
    expect(answer.status).toBe(422)
    const { code, faults } = await answer.json()
    expect(code).toBe('rule-refused')
    expect(faults.length).toBeGreaterThan(0)
    for (const fault of faults)
      expect(fault).toMatchObject({ place: expect.any(String), says: expect.any(String) })
  }
  expect(await e.now()).toEqual(before)
  const places = (await (await e.post('import', { set: broken, base: 'first' })).json()).faults.map(
    (f: { place: string }) => f.place,
  )
  expect(places).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^rules\.vip\.when/),
      expect.stringMatching(/^rules\.x/),
      expect.stringMatching(/^templates\.adviser/),
    ]),
  )
})

test('a policy that lets nobody edit any more is refused', async () => {
  const e = await editor()
  const policy = { ...trialFichas.policy, roles: { adviser: trialFichas.policy.roles.adviser } }
  expect(
    (await e.post('import', { set: { ...trialFichas, policy }, base: 'first', publish: true })).status,
  ).toBe(422)
})

test('two who edit the same revision: the second hears that there is a newer one', async () => {
  const e = await editor()
  await e.post('import', { set: changedTitle('A'), base: 'first', publish: true })
  for (const answer of [
    await e.post('import', { set: changedTitle('B'), base: 'first', publish: true }),
    await e.put({ draft: changedTitle('B'), base: 'first' }),
  ])
    expect(answer.status).toBe(409)
  expect((await e.now()).published.templates[0].title).toBe('A')
})

test('publishing wakes whoever waits for changes, and leaves its line in the audit', async () => {
  const e = await editor()
  const adviser = await e.t.bearer()
  const cursor = await e.t.ports().notices.cursor('demo')
  const waiting = e.t.post('/v1/changes', { card: 'c', changes: cursor }, adviser)
  await e.post('import', { set: changedTitle('Nueva'), base: 'first', publish: true, note: 'más corta' })
  expect(await (await waiting).json()).toMatchObject({ what: ['templates'] })
  expect((await e.t.stores.audit.read(1, 10)).map((l) => l.line)).toEqual([
    expect.objectContaining({
      act: 'publish',
      agent: 'eva',
      reason: 'más corta',
      what: expect.arrayContaining(['template:adviser']),
    }),
  ])
})

test('without an audit nothing is published', async () => {
  const e = await editor()
  e.t.stores.audit.write = () => Promise.reject(new Error('disk full'))
  expect((await e.post('import', { set: changedTitle('X'), base: 'first', publish: true })).status).toBe(503)
  expect((await e.now()).published.templates[0].title).toBe('Asesor')
})

test('a role without mayEdit sees and changes nothing here', async () => {
  const e = await editor()
  const adviser = await e.t.bearer()
  for (const path of ['/v1/fichas', '/v1/fichas/export'])
    expect((await e.get(path, adviser)).status).toBe(403)
  for (const path of ['publish', 'undo', 'import'])
    expect((await e.t.post(`/v1/fichas/${path}`, {}, adviser)).status).toBe(403)
})

test('a draft is published and an import kept only from the revision they were made from, and no refusal repeats what was sent', async () => {
  const e = await editor()
  await e.put({ draft: changedTitle('Uno'), base: 'first' })
  const { revision } = await (
    await e.post('import', { set: changedTitle('Dos'), base: 'first', publish: true })
  ).json()
  await e.put({ draft: changedTitle('Tres'), base: revision })
  expect((await e.post('publish', { base: 'first' })).status).toBe(409)
  const kept = await e.post('import', { set: changedTitle('Cuatro'), base: 'Juan 600123456' })
  expect([kept.status, await kept.text()]).toEqual([409, expect.not.stringContaining('600123456')])
  expect((await e.now()).draft.set.templates[0].title).toBe('Tres')
})

test('a draft that is good no longer is not published', async () => {
  const e = await editor()
  await e.t.stores.fichas.saveDraft('demo', {
    set: { ...trialFichas, templates: [] },
    base: 'first',
    at: '2026-03-02T10:00:00Z',
  })
  expect((await e.post('publish', { base: 'first' })).status).toBe(422)
  expect((await e.now()).revision).toBe('first')
})

test('of two who publish at one moment the audit says which one did', async () => {
  const e = await editor()
  e.t.stores.fichas.publish = async () => false
  expect((await e.post('import', { set: changedTitle('Uno'), base: 'first', publish: true })).status).toBe(
    409,
  )
  expect((await e.t.stores.audit.read(1, 10)).map(({ line }) => line.outcome)).toEqual(['allowed', 'refused'])
})

test('the history names who published, as the host names them', async () => {
  const e = await editor()
  const named = await e.t.bearer({ id: 'eva', roles: ['admin'], name: 'Eva Ruiz' })
  await e.t.post('/v1/fichas/import', { set: changedTitle('Uno'), base: 'first', publish: true }, named)
  expect((await e.now()).history[0].by).toBe('Eva Ruiz')
})

test('what is exported is a file to keep, not a page to read', async () => {
  const e = await editor()
  const { headers } = await e.get('/v1/fichas/export')
  expect([headers.get('content-disposition'), headers.get('cache-control')]).toEqual([
    'attachment; filename="fichas.json"',
    'no-store',
  ])
  expect((await e.get('/v1/fichas/export?revision=gone')).status).toBe(404)
})

test('of more rules than a set may hold none is tried', async () => {
  let tried = 0
  const t = await testGateway({
    ruleSandbox: {
      run: async (all) => {
        tried += all.length
        return all.map(() => ({ ok: true, answer: { is: 'yes' }, steps: 1 }))
      },
    },
  })
  const token = await t.bearer({ roles: ['admin'] })
  const send = async (n: number) =>
    (
      await t.post(
        '/v1/fichas/import',
        {
          set: { ...trialFichas, rules: Array.from({ length: n }, (_, i) => ({ id: `r${i}` })) },
          base: 'first',
        },
        token,
      )
    ).status
  expect([await send(501), tried]).toEqual([422, 0])
  expect([await send(500), tried]).toEqual([422, 500])
})

test('faults are told in the language that the browser prefers, however it writes its list', async () => {
  const e = await editor()
  const says = async (language?: string) => {
    const answer = await e.t.post(
      '/v1/fichas/import',
      { set: { ...trialFichas, rules: [{ version: 1, id: 'vip', when: 'orders.' }] }, base: 'first' },
      e.token,
      language === undefined ? {} : { 'accept-language': language },
    )
    return ((await answer.json()) as { faults: { says: string }[] }).faults.map((fault) => fault.says)
  }
  const [english, spanish] = [await says('en'), await says('es')]
  expect(english).not.toEqual(spanish)
  expect(await says('en-GB,en;q=0.9,es;q=0.8')).toEqual(english)
  expect(await says()).toEqual(spanish)
})
