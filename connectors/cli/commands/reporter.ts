import process from 'node:process'
import { notRead } from '../../contract/unread.ts'
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

/** A file of which nothing was read: the command ends with exit code 2. */
export class NothingRead extends Error {
  readonly exitCode = 2
}

const listed = (all: readonly string[], most: number): string =>
  all.length > most ? `${all.slice(0, most).join(', ')} and ${all.length - most} more` : all.join(', ')

/**
 * What was not read of a file: columns first, then rows; the first ones named.
 *
 * @throws NothingRead where no row was, or no column but the id: it says why
 */
export function reportProblems(file: string, load: LoadedFile, print: Reporter['print']): void {
  const { rows, rejected, rejectedCount, garbled, garbledCount, short, shortCount } = load
  const nothing = whyNothing(load)
  if (nothing) throw new NothingRead(`${file}: ${nothing}`)
  const list = (lines: readonly string[], count: number) => {
    for (const line of lines.slice(0, 10)) print(`  ${line}`)
    if (count > 10) print(`  and ${count - 10} more`)
  }
  for (const { header, filled, unread, example, line } of load.columns)
    if (unread > 0)
      print(
        `${file}: ${header}: ${notRead(unread, filled, example)} (line ${line})${cutDigits.test(example) ? ': a spreadsheet cut its digits, export it as text' : ''}`,
      )
  if (load.unknown.length > 0)
    print(
      `${file}: ${load.unknown.length} of ${load.unknown.length + load.known.length} columns not known, not used: ${listed(load.unknown, 20)}`,
    )
  if (load.numbered) print(`${file}: no column of ids: each row has its line as its id`)
  if (shortCount > 0)
    print(
      `${file}: ${shortCount} rows with fewer cells than the header, the last ones taken as empty: line ${listed(short.map(String), 5)}`,
    )
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

const cutDigits = /^\d(?:[.,]\d+)?E\+\d+$/i

function whyNothing(load: LoadedFile): string | undefined {
  const { rows, rejected, rejectedCount, known, unknown, holdsMore } = load
  if (rows === 0) return 'nothing was read: the file has no rows, or no header'
  if (rejectedCount === rows) {
    const [first] = rejected
    return `nothing was read: ${rows} of ${rows} rows left out, the first at line ${first?.line}: ${first?.problem}`
  }
  if (holdsMore) return undefined
  const only = known.length > 0 ? `only ${listed(known, 5)} is known` : 'none is known'
  return `nothing was read: of its columns ${only} (${listed(unknown, 20) || 'there are no others'}); say which is which with --columns FILE, for example {"email": ${JSON.stringify(unknown[0] ?? 'Correo')}}`
}
