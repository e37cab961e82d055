import process from 'node:process'
import type { Loading } from '../files/records.ts'

/**
 * What the commands say while they work: on stderr, so that stdout and files stay clean; one line rewritten
 * on a terminal.
 */
export function voice(quiet = false): { step: (said: string) => void; line: (said: string) => void } {
  const terminal = process.stderr.isTTY === true
  let shown = false
  let last = 0
  return {
    step: (said) => {
      if (quiet) return
      if (terminal) {
        process.stderr.write(`\r\u001b[K${said}`)
        shown = true
      } else if (Date.now() - last > 5_000) {
        last = Date.now()
        process.stderr.write(`${said}\n`)
      }
    },
    line: (said) => {
      if (shown) process.stderr.write('\r\u001b[K')
      shown = false
      process.stderr.write(`${said}\n`)
    },
  }
}

/** Rows that could not be read, whole or in part: counted, and the first ones named. */
export function tellWrong(
  file: string,
  { rows, wrong, wrongCount, garbled, garbledCount }: Loading,
  say: (said: string) => void,
): void {
  const list = (lines: readonly string[], count: number) => {
    for (const line of lines.slice(0, 10)) say(`  ${line}`)
    if (count > 10) say(`  and ${count - 10} more`)
  }
  if (wrongCount > 0) {
    say(`${file}: ${wrongCount} of ${rows} rows left out`)
    list(
      wrong.map(({ line, wrong }) => `line ${line}: ${wrong}`),
      wrongCount,
    )
  }
  if (garbledCount > 0) {
    say(`${file}: ${garbledCount} rows hold bytes that cannot be read; these values were not used`)
    list(
      garbled.map(({ line, columns }) => `line ${line}: ${columns.join(', ')}`),
      garbledCount,
    )
  }
}
