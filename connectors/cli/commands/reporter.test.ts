import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LoadedFile } from '../files/records.ts'
import { createReporter, reportProblems } from './reporter.ts'

let said: string[] = []
const { isTTY } = process.stderr
beforeEach(() => {
  said = []
  vi.useFakeTimers()
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  process.stderr.isTTY = isTTY
})

test('where nobody watches, progress is a line every five seconds, and nothing when quiet', () => {
  process.stderr.isTTY = false
  const { progress, print } = createReporter()
  progress('a')
  vi.advanceTimersByTime(5_000)
  progress('b')
  vi.advanceTimersByTime(1)
  progress('c')
  print('stays')
  expect(said).toEqual(['a\n', 'c\n', 'stays\n'])
  said = []
  const quiet = createReporter(true)
  quiet.progress('a')
  quiet.print('stays')
  expect(said).toEqual(['stays\n'])
})

test('on a terminal progress is one line written over, and cleared before a line that stays', () => {
  process.stderr.isTTY = true
  const { progress, print } = createReporter()
  print('first')
  progress('a')
  progress('b')
  print('stays')
  print('too')
  expect(said).toEqual(['first\n', '\r\u001b[Ka', '\r\u001b[Kb', '\r\u001b[K', 'stays\n', 'too\n'])
})

test('ten rows that could not be read are named, of each kind, and the others counted', () => {
  const problems = (more: Partial<LoadedFile>) => {
    const lines: string[] = []
    const none: LoadedFile = {
      records: [],
      rows: 40,
      program: undefined,
      columns: [],
      unknown: [],
      known: [],
      holdsMore: true,
      numbered: false,
      short: [],
      shortCount: 0,
      rejected: [],
      rejectedCount: 0,
      garbled: [],
      garbledCount: 0,
    }
    reportProblems('a.csv', { ...none, ...more }, (line) => lines.push(line))
    return lines
  }
  expect(problems({})).toEqual([])
  const rejected = Array.from({ length: 12 }, (_, i) => ({ line: i + 2, problem: 'no id' }))
  const many = problems({ rejected, rejectedCount: 30 })
  expect([many.length, many[0], many[1], many[10], many[11]]).toEqual([
    12,
    'a.csv: 30 of 40 rows left out',
    '  line 2: no id',
    '  line 11: no id',
    '  and 20 more',
  ])
  expect(problems({ rejected: rejected.slice(0, 10), rejectedCount: 10 })).toHaveLength(11)
  expect(problems({ garbled: [{ line: 3, columns: ['name', 'city'] }], garbledCount: 1 })).toEqual([
    'a.csv: 1 rows hold bytes that cannot be read; these values were not used',
    '  line 3: name, city',
  ])
})
