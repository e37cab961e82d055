import process from 'node:process'

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

/** Rows that could not be read, counted and the first ones named. */
export function tellWrong(
  file: string,
  load: { wrong: readonly { line: number; wrong: string }[]; wrongCount: number; rows: number },
  say: (said: string) => void,
): void {
  if (load.wrongCount === 0) return
  say(`${file}: ${load.wrongCount} of ${load.rows} rows left out`)
  for (const { line, wrong } of load.wrong.slice(0, 10)) say(`  line ${line}: ${wrong}`)
  if (load.wrongCount > 10) say(`  and ${load.wrongCount - 10} more`)
}
