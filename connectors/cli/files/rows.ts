import { createReadStream } from 'node:fs'

/**
 * One row as written: its line (first is 1) and its values by lower-case column; or what is wrong with it.
 */
export type Row = { line: number; values: Record<string, unknown> } | { line: number; wrong: string }

/**
 * JSONL or CSV (RFC 4180, comma, semicolon or tab), in the encoding it is in, row by row: a file of any size
 * passes through a few kilobytes.
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  yield* /\.(jsonl|ndjson|json)$/i.test(file) ? jsonRows(file) : csvRows(file)
}

async function* chunks(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(await encodingOf(file))
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }))
    yield decoder.decode(chunk as Buffer, { stream: true })
  yield decoder.decode()
}

const sniffed = 1 << 22
/**
 * UTF-8, or what spreadsheets write instead: UTF-16 with its mark, or Western European where the bytes are no
 * UTF-8.
 */
async function encodingOf(file: string): Promise<'utf-8' | 'utf-16le' | 'windows-1252'> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let first = true
  try {
    for await (const chunk of createReadStream(file, { end: sniffed - 1 })) {
      const bytes = chunk as Buffer
      if (first && bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
      first = false
      utf8.decode(bytes, { stream: true })
    }
  } catch (e) {
    if (!(e instanceof TypeError)) throw e
    return 'windows-1252'
  }
  return 'utf-8'
}

async function* jsonRows(file: string): AsyncGenerator<Row> {
  let rest = ''
  let line = 0
  const read = (text: string): Row | null => {
    line++
    if (text.trim() === '') return null
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return { line, wrong: 'not a JSON object' }
      return {
        line,
        values: Object.fromEntries(Object.entries(value).map(([k, v]) => [k.trim().toLowerCase(), v])),
      }
    } catch {
      return { line, wrong: 'not JSON' }
    }
  }
  for await (const chunk of chunks(file)) {
    const lines = (rest + chunk).split(/\r?\n/)
    rest = lines.pop() ?? ''
    for (const text of lines) {
      const row = read(text)
      if (row) yield row
    }
  }
  const row = read(rest)
  if (row) yield row
}

async function* csvRows(file: string): AsyncGenerator<Row> {
  let header: string[] | null = null
  let separator = ''
  for await (const { cells, line, open } of cellRows(file, (first) => (separator = separatorOf(first)))) {
    if (cells.length === 1 && cells[0]?.trim() === '' && !open) continue
    if (!header) {
      header = cells.map((c) => c.trim().toLowerCase())
      continue
    }
    if (open) yield { line, wrong: 'a quote is never closed' }
    else if (cells.length !== header.length)
      yield { line, wrong: `${cells.length} columns, the header has ${header.length}` }
    else yield { line, values: Object.fromEntries(header.map((name, i) => [name, cells[i]])) }
  }
  void separator
}

const separatorOf = (header: string): string =>
  [',', ';', '\t', '|'].map((s) => ({ s, n: header.split(s).length })).sort((a, b) => b.n - a.n)[0]?.s ?? ','

/**
 * Cells by character: quotes may hold separators, line ends and doubled quotes. A row with a quote left open
 * for 100 lines is given up alone.
 */
async function* cellRows(
  file: string,
  separate: (header: string) => string,
): AsyncGenerator<{ cells: string[]; line: number; open: boolean }> {
  let separator = ''
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let closed = false
  let line = 1
  let start = 1
  let head = ''
  const end = (open: boolean) => {
    const row = { cells: [...cells, cell], line: start, open }
    cells = []
    cell = ''
    quoted = false
    closed = false
    start = line + 1
    return row
  }
  for await (let chunk of chunks(file)) {
    if (separator === '') {
      head += chunk
      if (!/\n/.test(head)) continue
      separator = separate(head.slice(0, head.search(/\r?\n/)))
      chunk = head
    }
    for (const c of chunk) {
      if (quoted) {
        if (c === '"') {
          quoted = false
          closed = true
          continue
        }
        if (c === '\n' && ++line - start > 100) {
          yield end(true)
          continue
        }
        cell += c
      } else if (closed && c === '"') {
        cell += '"'
        quoted = true
        closed = false
      } else if (c === '"' && cell.trim() === '') {
        cell = ''
        quoted = true
      } else if (c === separator) {
        cells.push(cell)
        cell = ''
        closed = false
      } else if (c === '\n') {
        if (cell.endsWith('\r')) cell = cell.slice(0, -1)
        const row = end(false)
        line++
        yield row
      } else {
        cell += c
        closed = false
      }
    }
  }
  if (separator === '' && head !== '') {
    separate(head)
    for (const c of head) cell += c
  }
  if (cell !== '' || cells.length > 0) yield end(quoted)
}
