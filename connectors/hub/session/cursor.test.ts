import { expect, test } from 'vitest'
import { changesCursor, readCursor } from './cursor.ts'

test('a card with failures is told to try again after ten seconds, one without is not', () => {
  expect(readCursor(changesCursor('a1b2.7', 0))).toEqual({ since: 'a1b2.7', retryAfter: 0 })
  expect(readCursor(changesCursor('a1b2.7', 2))).toEqual({ since: 'a1b2.7', retryAfter: 10 })
})

test('a cursor that somebody changed asks for no more than a minute, and for no less than nothing', () => {
  expect(['a~600', 'a~-5', 'a~x', 'a~Infinity', 'a'].map((c) => readCursor(c).retryAfter)).toEqual([
    60, 0, 0, 0, 0,
  ])
  expect(readCursor('a~b~10')).toEqual({ since: 'a~b', retryAfter: 10 })
})
