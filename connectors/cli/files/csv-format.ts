import { CsvError, type Options, parse } from 'csv-parse/sync'

/** How one file is written, found in its first lines. `\n` stands for `\r\n` too. */
export interface Format {
  lineEnd: '\n' | '\r'
  options: Options
  header: Header
}

const separators = [',', ';', '\t', '|', '^', '~', '¦', '\u0001', '\u001f']

/**
 * The separator is the one that gives the header the most cells, the comma where none does, or the one that
 * Excel's `sep=;` names. `end` is the byte behind the header.
 *
 * @param isKnown whether a header means something: lines before such ones are what a report begins with
 * @throws Error when the header has a quote that is never closed
 */
export function findFormat(
  source: Buffer,
  isKnown: (header: string) => boolean = () => false,
): { format: Format; end: number } {
  const text = source.toString()
  const lineEnd = lineEndOf(text)
  const [before = '', named] =
    /^(?:"?sep=(.)"?[^\S\r\n]*[\r\n]+)?(?:[^\S\r\n]*[;,|]*[^\S\r\n]*[\r\n]+|[;,|\t ]+[\r\n]+)*/i.exec(text) ??
    []
  const body = fromHeader(withoutTitle(text.slice(before.length)), lineEnd, isKnown)
  const firstLine = body.slice(0, body.indexOf(lineEnd) + 1 || body.length)
  const readings = (named ? [named] : separators).map((delimiter) => {
    const options: Options = {
      delimiter,
      record_delimiter: lineEnd === '\r' ? ['\r'] : ['\r\n', '\n'],
      relax_column_count: true,
      trim: true,
    }
    return {
      options,
      header: firstRecord(body, options),
      bent: firstRecord(firstLine, { ...leniently(options), trim: false }),
    }
  })
  const widest = (key: 'header' | 'bent') =>
    readings
      .flatMap(({ options, [key]: found }) => (found ? [{ options, ...found }] : []))
      .sort((a, b) => b.cells.length - a.cells.length)[0]
  const bent = widest('bent')
  // With stray quotes in it, a header of one cell is more likely one that was not understood.
  const found = widest('header') ?? (bent && bent.cells.length > 1 ? bent : undefined)
  if (!found)
    throw new Error(
      `line ${countOf(before, lineEnd) + 1}: the header has a quote that is never closed; correct it by hand`,
    )
  const { end } = found
  const { options, cells } = found.cells.length === 1 ? unquoted(found) : found
  const skipped = text.slice(0, text.length - body.length)
  return { format: { lineEnd, options, header: new Header(cells) }, end: Buffer.byteLength(skipped) + end }
}

/** Excel writes a line with commas as one cell: `"id,name,email"`. */
function unquoted(found: { options: Options; cells: string[] }): { options: Options; cells: string[] } {
  return separators
    .map((delimiter) => {
      const options = { ...found.options, delimiter }
      return { options, cells: firstRecord(found.cells[0] ?? '', options)?.cells ?? [] }
    })
    .reduce((widest, one) => (one.cells.length > widest.cells.length ? one : widest), found)
}

/** How many lines may stand before the header: a title, a date, whose company it is. */
const maxLinesBefore = 20

/** From the first line most of whose cells are known headers, where the first has none. */
function fromHeader(body: string, lineEnd: string, isKnown: (header: string) => boolean): string {
  let start = 0
  for (let n = 0; n < maxLinesBefore && start < body.length; n++) {
    const end = body.indexOf(lineEnd, start)
    const line = body.slice(start, end < 0 ? body.length : end)
    const known = Math.max(...separators.map((separator) => knownIn(line.split(separator), isKnown)))
    if (known > 0) return n === 0 || known > 1 ? body.slice(start) : body
    start += line.length + 1
  }
  return body
}

/** How many headers are known in a line, if they are more than half. */
function knownIn(cells: readonly string[], isKnown: (header: string) => boolean): number {
  const filled = cells.map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')).filter((cell) => cell !== '')
  const known = filled.filter((cell) => cell.length < 60 && isKnown(cell)).length
  return known * 2 > filled.length ? known : 0
}

/** Reports begin with what they are called, alone in its line, and mostly a blank one: `Clientes;;;`. */
function withoutTitle(body: string): string {
  const title =
    /^"?[^;,|\t\r\n"]+"?([;,|\t])(?:\1|[^\S\r\n])*[\r\n]+(?:[;,|\t ]*[\r\n]+)*(?=[^\r\n]*[^\s;,|"][ "]*\1[ "]*[^\s;,|"])/.exec(
      body,
    )?.[0]
  return title ? body.slice(title.length) : body
}

export const lineEndOf = (text: string): '\n' | '\r' =>
  !text.includes('\n') && text.includes('\r') ? '\r' : '\n'

/** Takes a quote inside a cell for a letter like others. */
export const leniently = (options: Options): Options => ({ ...options, relax_quotes: true })

/** Undefined when the text does not begin with a whole one. */
export function firstRecord(
  text: string | Buffer,
  options: Options,
): { cells: string[]; end: number } | undefined {
  let first: { cells: string[]; end: number } | undefined
  try {
    parse(text, {
      ...options,
      to: 1,
      on_record: (cells: string[], info) => void (first = { cells, end: info.bytes_records }),
    })
  } catch (e) {
    if (!(e instanceof CsvError)) throw e
  }
  return first
}

/** The columns of a file, in lower case. */
class Header {
  readonly width: number
  readonly #names: readonly string[]
  /** Columns of one name, as some exports write them: all that hold anything count. */
  readonly #repeated: readonly (readonly [name: string, columns: readonly number[]])[]

  constructor(cells: readonly string[]) {
    this.width = cells.length
    this.#names = cells.map((cell) => cell.trim().toLowerCase())
    this.#repeated = [...new Set(this.#names)]
      .map((name) => [name, this.#names.flatMap((n, i) => (n === name ? [i] : []))] as const)
      .filter(([, columns]) => columns.length > 1)
  }

  /** Files put one behind another have the header again. */
  isAgain(cells: readonly string[]): boolean {
    return this.width > 1 && this.#names.every((name, i) => cells[i]?.trim().toLowerCase() === name)
  }

  /** Cells that a short row lacks are empty. */
  valuesOf(cells: readonly string[]): Record<string, string | string[]> {
    const values: Record<string, string | string[]> = {}
    for (let i = 0; i < this.width; i++) values[this.#names[i] as string] = cells[i] ?? ''
    for (const [name, columns] of this.#repeated) {
      const filled = columns.flatMap((i) => (cells[i]?.trim() ? [cells[i]] : []))
      values[name] = filled.length > 1 ? filled : (filled[0] ?? '')
    }
    return values
  }
}

export type { Header }

/** How often `part` stands in `text`. */
export function countOf(text: string, part: string): number {
  let count = 0
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) count++
  return count
}
