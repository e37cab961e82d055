import { createReadStream } from 'node:fs'
import { decodeFile } from './decode-file.ts'
import { type Row, readCsv } from './read-csv.ts'

/**
 * JSON by its extension (an object a line, a list of objects or of lists, or an object that holds one), otherwise CSV,
 * in the encoding it is in. All but a list passes in pieces, whatever its size. Of a list `line` counts the
 * objects.
 */
export async function* readRows(file: string, isKnown?: (header: string) => boolean): AsyncGenerator<Row> {
  const begins = await beginningOf(file)
  const other = notTables.find(([sign]) => sign.test(begins))
  if (other) throw Object.assign(new Error(`${file}: ${other[1]}`), { exitCode: 2 })
  const text = decodeFile(file)
  const isJson = /\.(jsonl|ndjson|json)$/i.test(file) || /^\s*(\{\s*"|\[\s*[[{])/.test(begins)
  yield* isJson ? readJson(text, !/\.(jsonl|ndjson)$/i.test(file)) : readCsv(text, isKnown)
}

/** What is given for a table and is none, by its first bytes, and what to do. */
const notTables: readonly (readonly [sign: RegExp, says: string])[] = [
  [/^PK\x03\x04/, 'an Excel workbook or a zip, no CSV; open it and save it as «CSV UTF-8»'],
  [/^\xd0\xcf\x11\xe0/, 'an Excel workbook (.xls), no CSV; open it and save it as «CSV UTF-8»'],
  [/^\x1f\x8b/, 'compressed with gzip; unpack it first'],
  [/^%PDF-/, 'a PDF, no CSV; export the list as CSV'],
  [/^(\xff\xfe\0\0|\0\0\xfe\xff)/, 'in UTF-32; save it as UTF-8'],
  [
    /^\s*<(!doctype|html|\?xml|table|head|meta|workbook)/i,
    'HTML or XML, no CSV; open it and save it as «CSV UTF-8»',
  ],
  [/^\s*BEGIN:VCARD/i, 'vCards, no CSV; export the contacts as CSV'],
]

/** The first bytes, a letter for each; the mark of UTF-8 left out. */
async function beginningOf(file: string): Promise<string> {
  for await (const chunk of createReadStream(file, { end: 511 }))
    return (chunk as Buffer).toString('latin1').replace(/^\xef\xbb\xbf/, '')
  return ''
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

const isCustomer = (keys: readonly string[]): boolean =>
  keys.some((key) => /mail|phone|telefon|movil/i.test(key))

/** `{"customers": […]}`, `{"data": {"customers": {"edges": [{"node": …}]}}}`, `{"7": {…}, "8": {…}}` */
const listIn = (value: unknown): unknown[] | undefined => {
  if (!isObject(value)) return undefined
  const lists = Object.values(value).filter(
    (one): one is unknown[] =>
      Array.isArray(one) && one.length > 0 && (one.every(isObject) || (one.length > 1 && isTable(one))),
  )
  const own = Object.keys(value).filter((key) => {
    const one = (value as Record<string, unknown>)[key]
    return !isObject(one) && !Array.isArray(one)
  })
  const [list] = lists
  if (lists.length > 1 || isCustomer(own)) return undefined
  if (!list) return keyed(value) ?? inside(value)
  // `list_id` beside the members, or a customer `id` beside the orders?
  const isOfCustomers = list.some((one) => isObject(one) && isCustomer(Object.keys(one)))
  return isOfCustomers || !own.some((key) => /id|name/i.test(key)) ? list : undefined
}
/** Customers by their ids: read as one record, the mails of all would be one customer's. */
function keyed(value: Record<string, unknown>): unknown[] | undefined {
  const all = Object.entries(value)
  const isById = all.every(([key, one]) => /[\d@]/.test(key) && isObject(one))
  return isById && all.some(([, one]) => isCustomer(Object.keys(one as object)))
    ? all.map(([id, one]) => ({ id, ...(one as object) }))
    : undefined
}
/** The list further inside, where there is only one. */
function inside(value: Record<string, unknown>): unknown[] | undefined {
  const [list, another] = Object.values(value).flatMap((one) => {
    const found = listIn(one)
    return found ? [found] : []
  })
  return another ? undefined : list
}
/** `[["id", "name"], [7, "Ana"]]`: the first row names the columns. */
const isTable = (list: readonly unknown[]): boolean => isHeader(list[0]) && list.every(Array.isArray)
const isHeader = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 1 && value.every((cell) => typeof cell === 'string')
const isWrapper = (value: unknown): boolean => listIn(value) !== undefined
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function* rowsOfList(text: string): Generator<Row> {
  const list = parsed(text)
  const [first, ...others] = text.split(/\r?\n|\r/).filter((line) => line.trim() !== '')
  if (Array.isArray(list)) yield* rowsOf(list)
  // a list a line, the first with the names of the columns
  else if (isHeader(parsed(first ?? '')) && Array.isArray(parsed(others[0] ?? '')))
    for (const [i, line] of others.entries()) yield rowOf(parsed(line), i + 2, parsed(first ?? ''))
  else yield { line: 1, problem: 'not JSON: the list is not closed or has a fault' }
}

function* rowsOf(list: readonly unknown[]): Generator<Row> {
  const isNamed = isTable(list)
  for (const [i, value] of list.entries())
    if (i > 0 || !isNamed) yield rowOf(value, i + 1, isNamed ? list[0] : undefined)
}

function* rowsOfObject(text: string): Generator<Row> {
  const value = parsed(text)
  if (value === undefined) {
    for (const [i, line] of text.split(/\r?\n|\r/).entries()) yield* rowOfLine(line, i + 1)
    return
  }
  yield* rowsOf(listIn(value) ?? [value])
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

/** @param header of a list that names its columns first */
function rowOf(value: unknown, line: number, header?: unknown): Row {
  if (isHeader(header) && Array.isArray(value))
    return value.length > header.length
      ? { line, problem: `${value.length} columns, the header has ${header.length}` }
      : { line, values: flat(named(header, value)) }
  if (!isObject(value)) return { line, problem: 'not a JSON object' }
  return { line, values: flat(isObject(value['node']) ? value['node'] : value) }
}

/** Columns of one name each count. */
function named(header: readonly string[], cells: readonly unknown[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [i, name] of header.entries())
    values[name] = Object.hasOwn(values, name) ? [values[name], cells[i] ?? ''].flat() : (cells[i] ?? '')
  return values
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

/** Names of what only holds the values: HubSpot's `properties`, Mailchimp's `merge_fields`. */
const isHolder = (name: string): boolean =>
  /^(properties|attributes|fields|merge_?fields|user_?fields|(custom|additional)_?(attributes|fields)|names)$/.test(
    name,
  )

/** Objects inside become columns by the way to them (`address city`); of lists each value counts. */
function flat(value: Record<string, unknown>, before = ''): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const add = (name: string, one: unknown) => {
    values[name] = Object.hasOwn(values, name) ? [values[name], one].flat() : one
  }
  for (const [key, one] of Object.entries(value)) {
    const name = `${before}${key.trim().toLowerCase()}`
    for (const item of listOf(one))
      if (!isObject(item)) add(name, item)
      else if (dayOf(item)) add(name, dayOf(item))
      else
        for (const [inner, each] of Object.entries(flat(item, isHolder(name) ? before : `${name} `)))
          add(inner, each)
  }
  return values
}

/** Odoo's `[68, "Spain"]` is one value: the name of what 68 is the id of. */
function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value]
  const [id, name] = value
  const isPair = value.length === 2 && Number.isInteger(id) && typeof name === 'string' && /\p{L}/u.test(name)
  return isPair ? [name] : value
}

/** Google's `{"year": 1984, "month": 11, "day": 3}`; undefined where it is no whole day. */
function dayOf({ year, month, day }: Record<string, unknown>): string | undefined {
  const isWhole = [year, month, day].every((part) => Number.isInteger(part) && Number(part) > 0)
  return isWhole ? [year, month, day].map((part) => String(part).padStart(2, '0')).join('-') : undefined
}
