/** Prefixes text that a spreadsheet would run as a formula with an apostrophe. */
const neutral = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)
const quoted = (cell: string): string => (/[",\r\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export interface CsvTable {
  head: readonly string[]
  rows: readonly (readonly (string | number | null)[])[]
}
/** A table as CSV (RFC 4180). A cell that may not be shown (null) is empty. */
export const csvOf = ({ head, rows }: CsvTable): string =>
  `${[head, ...rows]
    .map((row) =>
      row
        .map((cell) => (cell === null ? '' : typeof cell === 'number' ? String(cell) : quoted(neutral(cell))))
        .join(','),
    )
    .join('\r\n')}\r\n`

/** Downloads the table as a file, with the byte order mark by which spreadsheets recognise UTF-8. */
export function download(name: string, table: CsvTable): void {
  const url = URL.createObjectURL(new Blob(['﻿', csvOf(table)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
