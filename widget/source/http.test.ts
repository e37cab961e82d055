import { expect, it } from 'vitest'
import { post } from './http.ts'
import { SourceError } from './port.ts'

const failing = (cause: unknown) => () => Promise.reject(cause)

it('a call that the card itself gave up is no lost gateway: it fails with its own cause', async () => {
  const stop = new AbortController()
  const cause = new DOMException('called off', 'AbortError')
  stop.abort(cause)
  await expect(post(failing(cause), '/v1/ask', {}, 't', stop.signal)).rejects.toBe(cause)
})
it('a call that finds nobody is offline', async () => {
  const lost = new TypeError('network')
  const offline = new SourceError('offline', 'no answer')
  await expect(post(failing(lost), '/v1/ask', {}, 't')).rejects.toEqual(offline)
  await expect(post(failing(lost), '/v1/ask', {}, 't', new AbortController().signal)).rejects.toEqual(offline)
})
it('a call tells nobody but the gateway who asks, follows nobody elsewhere, and is kept nowhere', async () => {
  const calls: [string, RequestInit][] = []
  const fetch = async (url: string, init: RequestInit) => {
    calls.push([url, init])
    return new Response('ok')
  }
  const { signal } = new AbortController()
  expect(await (await post(fetch, 'https://g/v1/ask', { a: 1 }, 't', signal)).text()).toBe('ok')
  await post(fetch, 'https://g/v1/session', { a: 1 }, undefined)
  const init = {
    method: 'POST',
    body: '{"a":1}',
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  }
  expect(calls).toStrictEqual([
    [
      'https://g/v1/ask',
      { ...init, headers: { 'content-type': 'application/json', authorization: 'Bearer t' }, signal },
    ],
    ['https://g/v1/session', { ...init, headers: { 'content-type': 'application/json' } }],
  ])
})
