import { expect, test } from 'vitest'
import { Refusal } from '../hub/ports.ts'
import { Faulty, isRefusal, problem, problemFrom } from './problem.ts'

test.each([
  ['bad-request', 400],
  ['unauthorised', 401],
  ['forbidden', 403],
  ['not-found', 404],
  ['conflict', 409],
  ['expired-handle', 410],
  ['too-large', 413],
  ['rule-refused', 422],
  ['too-many', 429],
  ['internal', 500],
  ['audit-unavailable', 503],
  ['issuer-unavailable', 503],
] as const)('%s is a problem of status %i, which nobody keeps', async (code, status) => {
  const answer = problem(code, 'why; what to do')
  expect([
    answer.status,
    answer.headers.get('content-type'),
    answer.headers.get('cache-control'),
    answer.headers.get('www-authenticate'),
    answer.headers.get('retry-after'),
  ]).toEqual([
    status,
    'application/problem+json',
    'no-store',
    code === 'unauthorised' ? 'Bearer' : null,
    null,
  ])
  expect(await answer.json()).toEqual({
    type: `urn:ficha:problem:${code}`,
    title: expect.stringMatching(/^[A-Z]/),
    status,
    code,
    detail: 'why; what to do',
  })
})

test('how long to wait stands in the body as it is, and in the header in whole seconds, rounded up', async () => {
  const answer = problemFrom(new Refusal('too-many', 'more than 3', 2.2), 'id')
  expect(answer.headers.get('retry-after')).toBe('3')
  expect(await answer.json()).toMatchObject({ code: 'too-many', retryAfter: 2.2 })
  expect(problem('too-many', 'x', { retryAfter: 0 }).headers.get('retry-after')).toBe('0')
})

test('each fault goes out with its place', async () => {
  const faults = [{ place: 'rules.vip.when', says: 'no' }]
  const answer = problemFrom(new Faulty('1 fault', faults), 'id')
  expect(answer.status).toBe(422)
  expect(await answer.json()).toMatchObject({ code: 'rule-refused', detail: '1 fault', faults })
})

test('what is no refusal of ours says nothing but the number of the request', async () => {
  for (const thrown of [
    new Error('password=hunter2'),
    Object.assign(new Error('password=hunter2'), { code: 'forbidden' }),
    Object.assign(new Error('password=hunter2'), { name: 'Refusal', code: 'toString' }),
    Object.assign(new Error('password=hunter2'), { name: 'Refusal', code: 403 }),
    { name: 'Refusal', code: 'forbidden', message: 'password=hunter2' },
    'password=hunter2',
    undefined,
  ]) {
    expect(isRefusal(thrown)).toBe(false)
    const answer = problemFrom(thrown, 'r-17')
    expect(answer.status).toBe(500)
    const { code, detail } = (await answer.json()) as { code: string; detail: string }
    expect(code).toBe('internal')
    expect(detail).toContain('request r-17')
    expect(detail).not.toContain('hunter2')
  }
})

test('a refusal of another copy of the hub is one of ours', () => {
  expect(isRefusal(Object.assign(new Error('no'), { name: 'Refusal', code: 'forbidden' }))).toBe(true)
})
