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
