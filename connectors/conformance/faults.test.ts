import { expect, test } from 'vitest'
import { faults } from './faults.ts'

test('each way a system fails has the codes that say so, and one says when it may be asked again', () => {
  expect(faults('s3cret').map((f) => [f.name, f.codes.join(), f.retrySeconds])).toEqual([
    ['HTTP 401', 'denied', undefined],
    ['HTTP 403', 'denied', undefined],
    ['HTTP 429 with Retry-After: 7', 'limited', 7],
    ['HTTP 500', 'unavailable', undefined],
    ['HTTP 503', 'unavailable', undefined],
    ['half a JSON', 'malformed', undefined],
    ['a page of HTML', 'malformed', undefined],
    ['JSON of another kind', 'malformed', undefined],
    ['a cut connection', 'unavailable', undefined],
  ])
})

test('a system that refuses says back what it was sent, in its body and in a header', () => {
  for (const { name, network } of faults('s3cret'))
    if (network.is === 'status') {
      expect(network.headers?.['x-echo'], name).toBe('s3cret')
      if (network.status >= 400) expect(network.body, name).toContain('s3cret')
    }
  const limited = faults('x').find((f) => f.retrySeconds === 7)?.network
  expect(limited).toMatchObject({ status: 429, headers: { 'retry-after': '7' } })
})
