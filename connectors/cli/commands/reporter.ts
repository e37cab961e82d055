import process from 'node:process'
import type { LoadedFile } from '../files/records.ts'

/** Where a command writes its progress and warnings: stderr. Results alone go to stdout and to files. */
export interface Reporter {
  /** One line rewritten in place on a terminal, else a line every five seconds; nothing when quiet. */
  progress(text: string): void
  /** A line that stays, also when quiet. */
  print(text: string): void
}

export function createReporter(quiet = false): Reporter {
  const isTerminal = process.stderr.isTTY === true
  let isRewriting = false
  let lastAt = 0
  return {
    progress: (text) => {
      if (quiet) return
      if (isTerminal) {
        process.stderr.write(`\r\u001b[K${text}`)
        isRewriting = true
      } else if (Date.now() - lastAt > 5_000) {
        lastAt = Date.now()
        process.stderr.write(`${text}\n`)
      }
    },
    print: (text) => {
      if (isRewriting) process.stderr.write('\r\u001b[K')
      isRewriting = false
      process.stderr.write(`${text}\n`)
    },
  }
}

/** Rows that could not be read, whole or in part: counted, and the first ones named. */
export function reportProblems(
  file: string,
  { rows, rejected, rejectedCount, garbled, garbledCount }: LoadedFile,
  print: Reporter['print'],
): void {
  const list = (lines: readonly string[], count: number) => {
    for (const line of lines.slice(0, 10)) print(`  ${line}`)
    if (count > 10) print(`  and ${count - 10} more`)
  }
  if (rejectedCount > 0) {
    print(`${file}: ${rejectedCount} of ${rows} rows left out`)
    list(
      rejected.map(({ line, problem }) => `line ${line}: ${problem}`),
      rejectedCount,
    )
  }
  if (garbledCount > 0) {
    print(`${file}: ${garbledCount} rows hold bytes that cannot be read; these values were not used`)
    list(
      garbled.map(({ line, columns }) => `line ${line}: ${columns.join(', ')}`),
      garbledCount,
    )
  }
}
