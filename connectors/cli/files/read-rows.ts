import { decodeFile } from './decode-file.ts'
import { type Row, readCsv } from './read-csv.ts'

/**
 * JSON by its extension (an object a line, a list of objects, or an object that holds one list), otherwise CSV,
 * in the encoding it is in. All but a list passes in pieces, whatever its size. Of a list `line` counts the
 * objects.
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  const text = decodeFile(file)
  yield* /\.(jsonl|ndjson|json)$/i.test(file) ? readJson(text, /\.json$/i.test(file)) : readCsv(text)
}

async function* readJson(chunks: AsyncIterable<string>, mayBeOneValue: boolean): AsyncGenerator<Row> {
  const iterator = chunks[Symbol.asyncIterator]()
  let start = ''
  let next = await iterator.next()
  for (; !next.done && start.trim() === ''; next = await iterator.next()) start += next.value
  async function* all() {
    yield start
    for (; !next.done; next = await iterator.next()) yield next.value
  }
  const isList = start.trimStart().startsWith('[')
  if (!isList && !(mayBeOneValue && isManyLines(start))) {
    yield* readJsonLines(all())
    return
  }
  let text = ''
  for await (const chunk of all()) text += chunk
  yield* isList ? rowsOfList(text) : rowsOfObject(text)
}

/** Not an object a line: the first line alone is no JSON. */
function isManyLines(text: string): boolean {
  const [first = ''] = text.trimStart().split(/\r?\n|\r/)
  return parsed(first) === undefined || isWrapper(parsed(first))
}

/** `{"customers": […]}` */
const listIn = (value: unknown): unknown[] | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  const lists = Object.values(value).filter(
    (one): one is unknown[] => Array.isArray(one) && one.length > 0 && one.every(isObject),
  )
  const scalars = Object.entries(value).some(
    ([key, one]) => !isObject(one) && !Array.isArray(one) && /id|name|mail|phone/i.test(key),
  )
  return lists.length === 1 && !scalars ? lists[0] : undefined
}
const isWrapper = (value: unknown): boolean => listIn(value) !== undefined
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function* rowsOfList(text: string): Generator<Row> {
  const list = parsed(text)
  if (Array.isArray(list)) for (const [i, value] of list.entries()) yield rowOf(value, i + 1)
  else yield { line: 1, problem: 'not JSON: the list is not closed or has a fault' }
}

function* rowsOfObject(text: string): Generator<Row> {
  const value = parsed(text)
  if (value === undefined) {
    for (const [i, line] of text.split(/\r?\n|\r/).entries()) yield* rowOfLine(line, i + 1)
    return
  }
  for (const [i, one] of (listIn(value) ?? [value]).entries()) yield rowOf(one, i + 1)
}

async function* readJsonLines(chunks: AsyncIterable<string>): AsyncGenerator<Row> {
  let rest = ''
  let line = 0
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split(/\r?\n/)
    rest = lines.pop() ?? ''
    for (const text of lines) yield* rowOfLine(text, ++line)
  }
  yield* rowOfLine(rest, ++line)
}

function* rowOfLine(text: string, line: number): Generator<Row> {
  if (text.trim() === '') return
  const value = parsed(text)
  yield value === undefined ? { line, problem: 'not JSON' } : rowOf(value, line)
}

function rowOf(value: unknown, line: number): Row {
  return isObject(value) ? { line, values: flat(value) } : { line, problem: 'not a JSON object' }
}

/** Strings, or a number that JSON would round: it is kept as it was written. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g

function parsed(text: string): unknown {
  const exact = /\d{16}|\d[eE][-+]?\d/.test(text)
    ? text.replace(tokens, (token) =>
        token.startsWith('"') || (/^-?\d+(\.\d+)?$/.test(token) && token.length < 16) ? token : `"${token}"`,
      )
    : text
  try {
    return JSON.parse(exact)
  } catch {
    return undefined
  }
}

/** Objects inside become columns by the way to them (`address city`); of lists each value counts. */
function flat(value: Record<string, unknown>, before = ''): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const add = (name: string, one: unknown) => {
    values[name] = Object.hasOwn(values, name) ? [values[name], one].flat() : one
  }
  for (const [key, one] of Object.entries(value)) {
    const name = `${before}${key.trim().toLowerCase()}`
    for (const item of Array.isArray(one) ? one : [one])
      if (isObject(item)) for (const [inner, each] of Object.entries(flat(item, `${name} `))) add(inner, each)
      else add(name, item)
  }
  return values
}
