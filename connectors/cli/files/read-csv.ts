import { CsvError, type Options, parse } from 'csv-parse/sync'
import { countOf, type Format, findFormat, firstRecord, leniently, lineEndOf } from './csv-format.ts'

/**
 * One record by its columns, or what is wrong with it; `line` is where it begins, the first is 1. `isShort`: its
 * last cells were not written, as spreadsheets do where they are empty.
 */
export type Row =
  | { line: number; values: Record<string, unknown>; isShort?: boolean }
  | { line: number; problem: string }

/** A quote still open after so many lines was never meant to open anything. */
const maxLinesOfRecord = 100

/**
 * CSV as spreadsheets and exports write it: RFC 4180, and beside the comma the semicolon, the tab and the bar;
 * lines that end in `\n`, `\r\n` or `\r`; Excel's own `sep=;` before the header. Column names are lower case.
 *
 * One quote too many must not swallow the rows behind it. Records are read by the strict rules; one that
 * breaks them is given up at its first line, and reading goes on at the next. So every line is part of a row
 * or is reported.
 *
 * @param chunks the decoded text, cut anywhere
 * @param isKnown whether a header means something, see {@link findFormat}
 * @throws Error when the header cannot be read
 *
 * @example
 * for await (const row of readCsv(decodeFile('customers.csv')))
 *   if ('problem' in row) console.error(`line ${row.line}: ${row.problem}`)
 */
export async function* readCsv(
  chunks: AsyncIterable<string>,
  isKnown?: (header: string) => boolean,
): AsyncGenerator<Row> {
  const reader = new CsvReader(isKnown)
  for await (const chunk of chunks) yield* reader.read(chunk)
  yield* reader.end()
}

class CsvReader {
  /** What is not read yet, in UTF-8 because the parser counts bytes. It begins at line `#line`. */
  #pending: Buffer = Buffer.alloc(0)
  #line = 1
  /** Lines before this one belong to a record that was given up: each is a row by the strict rules or none. */
  #strictUntil = 1
  #format: Format | undefined

  constructor(private readonly isKnown?: (header: string) => boolean) {}

  *read(chunk: string): Generator<Row> {
    this.#pending = Buffer.concat([this.#pending, Buffer.from(chunk)])
    yield* this.#rows(false)
  }

  *end(): Generator<Row> {
    yield* this.#rows(true)
  }

  *#rows(atEnd: boolean): Generator<Row> {
    this.#format ??= this.#begin(atEnd)
    if (!this.#format) return
    const { lineEnd, options, header } = this.#format
    for (;;) {
      const wholeLines = atEnd ? this.#pending.length : this.#pending.lastIndexOf(lineEnd) + 1
      if (wholeLines === 0) return
      const rules = this.#line < this.#strictUntil ? options : leniently(options)
      const text = this.#pending.subarray(0, wholeLines)
      const { records, end, fault } = parseRecords(text, rules, lineEnd, header.width)
      for (const cells of records) yield* this.#rowOf(cells, this.#format)
      this.#pending = this.#pending.subarray(end)
      if (!fault || (fault.isOpen && !atEnd && fault.lines <= maxLinesOfRecord)) return
      yield* this.#mend(fault, this.#format)
    }
  }

  /** A record that may be broken: whole by the strict rules, or its first line is read alone, or given up. */
  *#mend(fault: Fault, format: Format): Generator<Row> {
    const { lineEnd, options, header } = format
    const mayBend = this.#line >= this.#strictUntil
    const length = this.#pending.indexOf(lineEnd) + 1 || this.#pending.length
    const line = this.#pending.subarray(0, length)
    const whole = firstRecord(this.#pending, options)
    if (whole && !isMisfit(whole.cells, lineEnd, header.width)) {
      yield* this.#rowOf(whole.cells, format)
      this.#pending = this.#pending.subarray(whole.end)
      return
    }
    const bent =
      mayBend && fault.lines === 1 ? firstRecord(line, { ...leniently(options), trim: false }) : undefined
    this.#strictUntil = Math.max(this.#strictUntil, this.#line + fault.lines)
    this.#pending = this.#pending.subarray(length)
    if (bent) yield* this.#rowOf(bent.cells, format)
    else yield { line: this.#line++, problem: 'a quote is never closed, or stands inside a value' }
  }

  *#rowOf(written: readonly string[], format: Format): Generator<Row> {
    const { header, lineEnd, options } = format
    const line = this.#line
    // A line of a record that was given up is a row only where it is a whole one.
    const mayBeShort = line >= this.#strictUntil
    this.#line += linesOf(written, lineEnd)
    if (written.every(isBlank)) return
    if (header.isAgain(written)) {
      yield { line, problem: 'the header again' }
      return
    }
    const whole = written.length === 1 && header.width > 1 ? cellsIn(written[0] as string, format) : written
    const cells = whole.slice(header.width).every(isBlank)
      ? whole.slice(0, header.width)
      : withDecimals(whole, header.width, String(options.delimiter))
    if (cells.length === header.width) yield { line, values: header.valuesOf(cells) }
    else if (mayBeShort && isShortRow(cells, header.width, String(options.delimiter)))
      yield { line, values: header.valuesOf(cells), isShort: true }
    else yield { line, problem: `${cells.length} columns, the header has ${header.width}` }
  }

  /** The header is read once it must have come whole. */
  #begin(atEnd: boolean): Format | undefined {
    const text = this.#pending.toString()
    const isWhole = atEnd ? text.trim() !== '' : countOf(text, lineEndOf(text)) > maxLinesOfRecord
    if (!isWhole) return undefined
    const { format, end } = findFormat(this.#pending, this.isKnown)
    this.#line += countOf(this.#pending.toString('utf8', 0, end), format.lineEnd)
    this.#pending = this.#pending.subarray(end)
    return format
  }
}

/** Nothing, or what ends a file of DOS or fills one up. */
const isBlank = (cell: string): boolean => cell.replace(/[\0\u001a]/g, '').trim() === ''

/** Excel writes a line with commas as one cell: `"7,Ana,ana@…"`. */
const cellsIn = (cell: string, { options, header }: Format): readonly string[] => {
  const cells = firstRecord(cell, options)?.cells ?? [cell]
  return cells.length === header.width ? cells : [cell]
}

/**
 * `12,50` in a file with commas, without quotes: an amount cut in two. Put together only where so many amounts
 * are too many, and no other two cells could be one.
 */
function withDecimals(cells: readonly string[], width: number, separator: string): readonly string[] {
  if (separator !== ',' || cells.length <= width) return cells
  const isCut = (i: number): boolean =>
    /^-?\d{1,6}$/.test(cells[i] as string) && /^\d{2}$/.test(cells[i + 1] ?? '')
  const cuts = cells.flatMap((_cell, i) => (isCut(i) ? [i] : []))
  if (cuts.length !== cells.length - width || cuts.some((at, n) => cuts[n + 1] === at + 1)) return cells
  return cells.flatMap((cell, i) =>
    cuts.includes(i) ? [`${cell},${cells[i + 1]}`] : cuts.includes(i - 1) ? [] : [cell],
  )
}

/** Two cells at least, and none that swallowed a separator: there a quote was closed too late. */
const isShortRow = (cells: readonly string[], width: number, separator: string): boolean =>
  cells.length > 1 && cells.length < width && !cells.some((cell) => cell.includes(separator))

/** Why reading stopped at a record, and how many of its lines were read by then. */
interface Fault {
  lines: number
  /** The text ended inside quotes. */
  isOpen: boolean
}

/** The records before the first that may be broken; `end` is the byte behind them. */
function parseRecords(
  text: Buffer,
  options: Options,
  lineEnd: string,
  width: number,
): { records: string[][]; end: number; fault?: Fault } {
  try {
    const records = parse(text, options)
    if (!records.some((cells) => mayBeBroken(cells, lineEnd, width))) return { records, end: text.length }
  } catch (e) {
    if (!(e instanceof CsvError)) throw e
  }
  // Once more, now counting where each record ends: that takes twice the time, and most texts need it never.
  const records: string[][] = []
  let [end, line] = [0, 0]
  try {
    parse(text, {
      ...options,
      on_record: (cells: string[], info) => {
        if (mayBeBroken(cells, lineEnd, width)) throw new BrokenRecord(linesOf(cells, lineEnd))
        records.push(cells)
        end = info.bytes_records
        line = info.lines
        return null
      },
    })
    return { records, end: text.length }
  } catch (e) {
    if (e instanceof BrokenRecord) return { records, end, fault: { lines: e.lines, isOpen: false } }
    if (!(e instanceof CsvError)) throw e
    const isOpen = e.code === 'CSV_QUOTE_NOT_CLOSED'
    const lines = isOpen ? countOf(text.toString('utf8', end), lineEnd) : Number(e.lines) - line
    return { records, end, fault: { lines: Math.max(1, lines), isOpen } }
  }
}

class BrokenRecord extends Error {
  constructor(readonly lines: number) {
    super('broken record')
  }
}

/** Over several lines, and too long or with other columns than the header: a stray quote opened it. */
function isMisfit(cells: readonly string[], lineEnd: string, width: number): boolean {
  const lines = linesOf(cells, lineEnd)
  return lines > 1 && (lines > maxLinesOfRecord || cells.length !== width)
}

/** The lenient rules leave the quote in a cell that ends otherwise than a quoted one may. */
const mayBeBroken = (cells: readonly string[], lineEnd: string, width: number): boolean =>
  isMisfit(cells, lineEnd, width) || cells.some((cell) => cell.startsWith('"') && cell.includes(lineEnd))

const linesOf = (cells: readonly string[], lineEnd: string): number =>
  cells.reduce((sum, cell) => sum + countOf(cell, lineEnd), 1)
