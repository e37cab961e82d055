import { getMaxListeners } from 'node:events'
import { expect, test } from 'vitest'
import { sharedAbort } from './shared-abort.ts'

test('a signal that many listen to takes a thousand listeners; the limit of any other signal stays as it was', () => {
  const before = getMaxListeners(new AbortController().signal)
  const { signal } = sharedAbort()
  expect(getMaxListeners(signal)).toBe(1_000)
  expect(getMaxListeners(new AbortController().signal)).toBe(before)
})
