import { decodeFile } from './decode-file.ts'
import { type Row, readCsv } from './read-csv.ts'

/** JSONL by its extension, otherwise CSV, in the encoding it is in; a file of any size passes in pieces. */
export async function* readRows(file: string): AsyncGenerator<Row> {
  const text = decodeFile(file)
  yield* /\.(jsonl|ndjson|json)$/i.test(file) ? readJsonLines(text) : readCsv(text)
}

async function* readJsonLines(chunks: AsyncIterable<string>): AsyncGenerator<Row> {
  let rest = ''
  let line = 0
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split(/\r?\n/)
    rest = lines.pop() ?? ''
    for (const text of lines) yield* rowOfJson(text, ++line)
  }
  yield* rowOfJson(rest, ++line)
}

function* rowOfJson(text: string, line: number): Generator<Row> {
  if (text.trim() === '') return
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      yield { line, problem: 'not a JSON object' }
    else
      yield {
        line,
        values: Object.fromEntries(Object.entries(value).map(([k, v]) => [k.trim().toLowerCase(), v])),
      }
  } catch {
    yield { line, problem: 'not JSON' }
  }
}
