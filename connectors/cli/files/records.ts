import type { RawIdentifier, SystemRecord } from '../../contract/index.ts'
import { isLost, isNothing, mayBeSurname, type NothingOf } from '../../contract/nothing.ts'
import { countryOf } from '../../gateway/countries.ts'
import { allNumberPlans, plannedCountries } from '../../gateway/number-plans.ts'
import { type Profile, profileOf } from '../../hub/identity/compare/profile.ts'
import { parsePostcode } from '../../hub/identity/identifiers.ts'
import { fold } from '../../hub/identity/normalise/fold.ts'
import { foundRecord } from '../../hub/identity/resolve/found.ts'
import type { IdentifierSettings } from '../../hub/identity/settings.ts'
import type { FoundRecord } from '../../hub/identity/types.ts'
import { type ColumnMap, type Columns, type Field, readHeaders, several } from './columns.ts'
import { type DateStyle, dateStyleOf, dayIn } from './dates-of-file.ts'
import { isGarbled } from './decode-file.ts'
import { readRows } from './read-rows.ts'
import { cleaned, unscientific, withoutDecimals } from './values.ts'

/**
 * How the records of a file are read: nothing in them is the company's own, and telephones may be of any
 * country.
 *
 * @param country what `--country` says: two letters of ISO 3166-1, in any case
 * @throws Error when there is no such country; it names those there are
 */
export function settingsOf(country: string): IdentifierSettings {
  const code = country.trim().toUpperCase()
  if (!plannedCountries.includes(code)) {
    const meant = countryOf(country)
    throw new Error(
      `--country ${country}: not a country; write ${meant ?? `two letters of ISO 3166, one of ${plannedCountries.join(' ')}`}`,
    )
  }
  return { country: code, ownDomains: [], ownValues: [], numberPlans: allNumberPlans }
}

/** A record in the columns of a file; of some fields there may be several values. */
export type Values = Partial<Record<Field, string | readonly string[]>>

/** A file's record: the id as it was written, and the profile the comparison reads. */
export interface LoadedRecord {
  id: string
  file: number
  found: FoundRecord
  profile: Profile
  /** What would tell two people apart and could not be read, as it was written. */
  unread?: { birthdate?: string; nationalid?: string } | undefined
}
/** How the values of one column were read. */
export interface ColumnReport {
  header: string
  filled: number
  unread: number
  /** The first that was not read, and where. */
  example: string
  line: number
}
export interface LoadedFile {
  records: LoadedRecord[]
  rows: number
  /** Whose export it is, where that shows. */
  program: string | undefined
  columns: ColumnReport[]
  /** Headers of columns that were not read at all. */
  unknown: string[]
  /** The headers that were read: none where no column of the file is known. */
  known: string[]
  /** Whether a column besides the id is known. */
  holdsMore: boolean
  /** Whether the file has no column of ids: the line of each row is its id. */
  numbered: boolean
  /** Rows with fewer cells than the header, read as if the last ones were empty; the first hundred. */
  short: number[]
  shortCount: number
  /** Rows that were not read; the first hundred named. */
  rejected: { line: number; problem: string }[]
  rejectedCount: number
  /** Rows that were read without the values in which bytes could not be decoded; the first hundred named. */
  garbled: { line: number; columns: string[] }[]
  garbledCount: number
}
export interface LoadOptions {
  progress?: (rows: number) => void
  /** What `--columns` says. */
  columns?: ColumnMap | undefined
}

/** So many rows say how a file is written: what its columns mean, and in which order its dates. */
const sampleRows = 20_000
const batchRows = 2_000
const maxLength = 1_000

/** Reads a file of customers. Malformed rows are counted, the first hundred named, and never stop it. */
export async function loadRecords(
  path: string,
  file: number,
  system: string,
  settings: IdentifierSettings,
  { progress = () => {}, columns }: LoadOptions = {},
): Promise<LoadedFile> {
  const loader = new Loader(file, system, settings, columns)
  const { meaningOf } = readHeaders([], columns)
  for await (const row of readRows(path, (header) => meaningOf(header) !== undefined)) {
    loader.out.rows++
    if (loader.out.rows % 5_000 === 0) progress(loader.out.rows)
    if ('problem' in row) loader.reject(row.line, row.problem)
    else loader.add(row)
  }
  return loader.end()
}

type ReadRow = { line: number; values: Record<string, unknown>; isShort?: boolean }
interface Cell {
  header: string
  field: Field
  address: string
  rank: number
  text: string
}

class Loader {
  readonly out: LoadedFile = {
    records: [],
    rows: 0,
    program: undefined,
    columns: [],
    unknown: [],
    known: [],
    holdsMore: false,
    numbered: false,
    short: [],
    shortCount: 0,
    rejected: [],
    rejectedCount: 0,
    garbled: [],
    garbledCount: 0,
  }
  readonly #seen = new Set<string>()
  readonly #reports = new Map<string, ColumnReport>()
  readonly #headers = new Set<string>()
  #waiting: ReadRow[] = []
  #columns: Columns | undefined
  #dates: DateStyle = {}
  /** Words for nothing, as columns other than names spell them. */
  #placeholders: ReadonlySet<string> = new Set()

  constructor(
    private readonly file: number,
    private readonly system: string,
    private readonly settings: IdentifierSettings,
    private readonly byHand: ColumnMap | undefined,
  ) {}

  reject(line: number, problem: string): void {
    this.out.rejectedCount++
    if (this.out.rejected.length < 100) this.out.rejected.push({ line, problem })
  }

  add(row: ReadRow): void {
    this.#waiting.push(row)
    if (this.#waiting.length >= (this.#columns ? batchRows : sampleRows)) this.#read()
  }

  end(): LoadedFile {
    this.#read()
    const columns = this.#columns as Columns
    for (const header of this.#headers)
      (columns.meaningOf(header) ? this.out.known : this.out.unknown).push(header)
    this.out.holdsMore = this.out.known.some((header) => columns.meaningOf(header)?.field !== 'id')
    this.out.columns = [...this.#reports.values()]
    this.out.rejected.sort((a, b) => a.line - b.line)
    return this.out
  }

  #read(): void {
    this.#columns ??= this.#learn()
    for (const row of this.#waiting.splice(0)) this.#readRow(row, this.#columns)
  }

  /** What the first rows say of the whole file. */
  #learn(): Columns {
    for (const { values } of this.#waiting)
      for (const header of Object.keys(values)) this.#headers.add(header)
    const columns = readHeaders([...this.#headers], this.byHand)
    const dates: string[] = []
    const placeholders = new Set<string>()
    for (const { values } of this.#waiting)
      for (const [header, value] of Object.entries(values)) {
        const field = columns.meaningOf(header)?.field
        for (const text of textsOf(value)) {
          if (field === 'birthdate' && text !== '') dates.push(text)
          if (!isName(field) && mayBeSurname(text)) placeholders.add(text)
        }
      }
    this.#dates = dateStyleOf(dates, this.settings.country)
    this.#placeholders = placeholders
    this.out.program = columns.program
    this.out.numbered = ![...this.#headers].some((header) => columns.meaningOf(header)?.field === 'id')
    return columns
  }

  #readRow(row: ReadRow, columns: Columns): void {
    const cells: Cell[] = []
    const garbled: string[] = []
    let idIsGarbled = false
    for (const [header, value] of Object.entries(row.values)) {
      this.#headers.add(header)
      const meaning = columns.meaningOf(header)
      if (!meaning) continue
      for (const text of textsOf(value)) {
        if (this.#isNothing(meaning.field, text)) continue
        if (isGarbled(text)) {
          if (!garbled.includes(header)) garbled.push(header)
          idIsGarbled ||= meaning.field === 'id'
          if (meaning.field === 'birthdate' || meaning.field === 'nationalid')
            cells.push({ header, ...meaning, text })
        } else cells.push({ header, ...meaning, text })
      }
    }
    cells.sort((a, b) => a.rank - b.rank)
    const id = this.#idOf(row.line, cells, idIsGarbled)
    if (id === undefined) return
    this.#seen.add(id)
    if (row.isShort) {
      this.out.shortCount++
      if (this.out.short.length < 100) this.out.short.push(row.line)
    }
    if (garbled.length > 0) {
      this.out.garbledCount++
      if (this.out.garbled.length < 100) this.out.garbled.push({ line: row.line, columns: garbled })
    }
    this.#build(id, row.line, cells)
  }

  #isNothing(field: Field, text: string): boolean {
    if (text === '') return true
    if (isName(field) && mayBeSurname(text))
      return this.#placeholders.has(text) || /^(null|nan|none)$/.test(text)
    return isNothing(text, nothingOf(field))
  }

  /** Undefined where the row is left out. */
  #idOf(line: number, cells: readonly Cell[], isGarbledId: boolean): string | undefined {
    const cell = cells.find(({ field }) => field === 'id')
    const written = cell && unscientific(cell.text)
    if (cell) this.#count(cell, line, written !== undefined)
    if (this.out.numbered) return String(line)
    // Several customers would bear what is left of such a number.
    if (cell && written === undefined) return `row ${line}`
    // A customer without an id is still one: by these is recognised.
    if (!isGarbledId && written === undefined && cells.some(({ field }) => several.has(field)))
      return `row ${line}`
    if (written === undefined) {
      this.reject(line, isGarbledId ? 'the id holds bytes that cannot be read' : 'no id')
      return undefined
    }
    const id = withoutDecimals(written)
    if (!this.#seen.has(id)) return id
    this.reject(line, `id ${id} again`)
    return undefined
  }

  #build(id: string, line: number, cells: readonly Cell[]): void {
    const { values, lost } = valuesOf(cells, this.#dates)
    const { country } = this.settings
    const found = { ...foundRecordOf(this.system, id, values, this.settings), key: `${this.file}\n${id}` }
    const profile = profileOf(found, country)
    const read = new Set(found.identifiers.map(({ raw }) => raw))
    const unread: { birthdate?: string; nationalid?: string } = {}
    for (const cell of cells) {
      if (cell.field === 'id') continue
      const isRead = !lost.has(cell) && isCellRead(cell, read, found, profile, country, this.#dates)
      this.#count(cell, line, isRead)
      if (!isRead && (cell.field === 'birthdate' || cell.field === 'nationalid'))
        unread[cell.field] ??= fold(cell.text)
    }
    this.out.records.push({
      id,
      file: this.file,
      found,
      profile,
      ...(unread.birthdate || unread.nationalid ? { unread } : {}),
    })
  }

  #count({ header, text }: Cell, line: number, isRead: boolean): void {
    let report = this.#reports.get(header)
    if (!report) {
      report = { header, filled: 0, unread: 0, example: '', line: 0 }
      this.#reports.set(header, report)
    }
    report.filled++
    if (isRead) return
    if (report.unread++ === 0) Object.assign(report, { example: text, line })
  }
}

/** What the words for nothing of a column are those of. */
const nothingOf = (field: Field): NothingOf =>
  isName(field)
    ? 'name'
    : field === 'id'
      ? 'key'
      : field === 'phone'
        ? 'phone'
        : field === 'birthdate'
          ? 'date'
          : 'value'

const isName = (field: Field | undefined): boolean =>
  field === 'given' ||
  field === 'middle' ||
  field === 'family' ||
  field === 'family second' ||
  field === 'name'

/** The texts of a cell: a list has several, and Google writes ` ::: ` between them. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value === 'number') return Number.isFinite(value) ? [String(value)] : []
  return typeof value === 'string' ? value.split(/\s*:::\s*/).map(cleaned) : []
}

/** Digits that spreadsheets take for a measure. */
const ofDigits: ReadonlySet<Field> = new Set(['phone', 'postcode', 'nationalid', 'house number'])

/** The address looked at first, then the others. */
const addresses = ['', 'home', 'work', 'other']

/** The row as values, each field from its best column; `lost`: cells whose digits are gone. */
function valuesOf(cells: readonly Cell[], dates: DateStyle): { values: Values; lost: ReadonlySet<Cell> } {
  const lost = new Set<Cell>()
  const values: Partial<Record<Field, string[]>> = {}
  const address = addresses.find((one) =>
    cells.some((cell) => cell.address === one && ['street', 'locality', 'postcode'].includes(cell.field)),
  )
  // `Mailing Street` and `Home Zip`: where the one has no name, the home is it
  const isOfHome = ({ field, address: of }: Cell): boolean =>
    address === '' && of === 'home' && !cells.some((cell) => cell.field === field && cell.address === '')
  for (const cell of cells) {
    const { field } = cell
    if (cell.text.length > maxLength || isGarbled(cell.text) || isLost(cell.text)) {
      lost.add(cell)
      continue
    }
    let text: string | undefined = cell.text
    if (ofDigits.has(field)) text = unscientific(text)
    if (text === undefined) {
      lost.add(cell)
      continue
    }
    if (ofDigits.has(field)) text = withoutDecimals(text)
    if (field === 'birthdate') text = dayIn(text, dates)
    if (isOfAddress(field) && address !== undefined && cell.address !== address && !isOfHome(cell)) continue
    const list = (values[field] ??= [])
    if (list.length === 0 || several.has(field)) list.push(text)
  }
  return {
    lost,
    values: Object.fromEntries(
      Object.entries(values).map(([field, list]) => [field, several.has(field as Field) ? list : list[0]]),
    ) as Values,
  }
}
const isOfAddress = (field: Field): boolean =>
  ['street', 'street second', 'house number', 'locality', 'postcode', 'region', 'country'].includes(field)

function isCellRead(
  { field, text }: Cell,
  read: ReadonlySet<string>,
  found: FoundRecord,
  profile: Profile,
  country: string,
  dates: DateStyle,
): boolean {
  const raw = (value: string): string => value.normalize('NFC').trim()
  switch (field) {
    case 'email':
      return found.identifiers.some((id) => id.kind === 'mail' && id.raw === raw(text) && id.grade !== 'weak')
    case 'phone':
    case 'nationalid':
      return read.has(raw(withoutDecimals(unscientific(text) ?? text))) && !isLost(text, 'number')
    case 'birthdate':
      return (
        found.identifiers.some(({ kind }) => kind === 'birthDate') ||
        read.has(raw(dayIn(text, dates) ?? text))
      )
    case 'postcode':
      return parsePostcode(text, found.record.address?.country ?? country) !== null
    case 'country':
      return countryOf(text) !== undefined
    case 'given':
    case 'family':
    case 'name':
      return profile.name !== null || profile.nobody || /[\p{L}\p{N}]/u.test(text)
    default:
      return true
  }
}

/**
 * A row as a found record. A mail nobody could write to still compares with the right one it was meant to be.
 */
export function foundRecordOf(
  system: string,
  id: string,
  values: Values,
  settings: IdentifierSettings,
): FoundRecord {
  const found = foundRecord({ id: system }, recordOf(id, values), [], settings)
  if (found.identifiers.some((i) => i.kind === 'mail')) return found
  const raw = listOf(values.email).find((mail) => /^\S+@\S*$|^\S*@\S+$/.test(mail))
  if (raw === undefined) return found
  return {
    ...found,
    identifiers: [...found.identifiers, { kind: 'mail', value: raw.toLowerCase(), raw, grade: 'weak' }],
  }
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value
const oneOf = (value: string | readonly string[] | undefined): string | undefined => listOf(value)[0]

export function recordOf(id: string, v: Values): SystemRecord {
  const identifiers: RawIdentifier[] = []
  for (const value of listOf(v.nationalid)) identifiers.push({ kind: 'nationalId', value })
  for (const value of listOf(v.email)) identifiers.push({ kind: 'mail', value })
  for (const value of listOf(v.phone)) identifiers.push({ kind: 'phone', value })
  const birthdate = oneOf(v.birthdate)
  if (birthdate) identifiers.push({ kind: 'birthDate', value: birthdate })
  const country = countryOf(oneOf(v.country) ?? '')
  const name = nameOf(v)
  return {
    id,
    identifiers,
    ...(name ? { name } : {}),
    address: {
      street: streetOf(v),
      locality: oneOf(v.locality),
      postalCode: oneOf(v.postcode),
      region: oneOf(v.region),
      ...(country ? { country } : {}),
    },
  }
}

/** `Vorname, Name`: beside one half of a name, the column for whole ones may hold the other half. */
function nameOf(v: Values): SystemRecord['name'] {
  const joined = (...fields: Field[]): string | undefined =>
    fields.flatMap((field) => oneOf(v[field]) ?? []).join(' ') || undefined
  const given = joined('given', 'middle')
  const family = joined('family', 'family second')
  const whole = oneOf(v.name)
  if (!given && !family && !whole) return undefined
  const half = given && family ? undefined : (given ?? family)
  if (!whole || !half) return { full: whole ?? `${given ?? ''} ${family ?? ''}`.trim(), given, family }
  const words = fold(whole).split(/[^\p{L}\p{N}]+/u)
  const isWhole = fold(half)
    .split(/[^\p{L}\p{N}]+/u)
    .every((word) => words.includes(word))
  if (isWhole) return words.length > 1 ? { full: whole } : { full: whole, given, family }
  return given
    ? { full: `${given} ${whole}`, given, family: whole }
    : { full: `${whole} ${family}`, given: whole, family }
}

function streetOf(v: Values): string | undefined {
  const street = oneOf(v.street)
  const number = oneOf(v['house number'])
  const line =
    number && !street?.split(/[\s,]+/).includes(number) ? `${street ?? ''} ${number}`.trim() : street
  return [line, oneOf(v['street second'])].filter(Boolean).join(', ') || undefined
}
