/** A spreadsheet runs what begins like a formula: such a cell gets an apostrophe first, numbers excepted. */
const neutral = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)
const quoted = (cell: string): string => (/[",\r\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export interface Sheet {
  head: readonly string[]
  rows: readonly (readonly (string | number | null)[])[]
}
/** RFC 4180. Numbers as they are, a cell that is not shown empty. */
export const csvOf = ({ head, rows }: Sheet): string =>
  `${[head, ...rows]
    .map((row) =>
      row
        .map((cell) => (cell === null ? '' : typeof cell === 'number' ? String(cell) : quoted(neutral(cell))))
        .join(','),
    )
    .join('\r\n')}\r\n`

/** With the mark by which spreadsheets know UTF-8. */
export function download(name: string, state: Sheet): void {
  const url = URL.createObjectURL(new Blob(['﻿', csvOf(state)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
