import { CsvError, type Options, parse } from 'csv-parse/sync'

/** How one file is written, found in its first lines. `\n` stands for `\r\n` too. */
export interface Format {
  lineEnd: '\n' | '\r'
  options: Options
  header: Header
}

const separators = [',', ';', '\t', '|']

/**
 * The separator is the one that gives the header the most cells, the comma where none does, or the one that
 * Excel's `sep=;` names. `end` is the byte behind the header.
 *
 * @throws Error when the header has a quote that is never closed
 */
export function findFormat(source: Buffer): { format: Format; end: number } {
  const text = source.toString()
  const lineEnd = lineEndOf(text)
  const [before = '', named] =
    /^(?:"?sep=(.)"?[^\S\r\n]*[\r\n]+)?(?:[^\S\r\n]*[;,|]*[^\S\r\n]*[\r\n]+|[;,|\t ]+[\r\n]+)*/i.exec(text) ??
    []
  const body = withoutTitle(text.slice(before.length))
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
  const { options, cells, end } = found
  const skipped = text.slice(0, text.length - body.length)
  return { format: { lineEnd, options, header: new Header(cells) }, end: Buffer.byteLength(skipped) + end }
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
