import type { RawIdentifier, SystemRecord } from '../../contract/index.ts'
import { allNumberPlans, plannedCountries } from '../../gateway/number-plans.ts'
import { type Profile, profileOf } from '../../hub/identity/compare/profile.ts'
import { fold } from '../../hub/identity/normalise/fold.ts'
import { foundRecord } from '../../hub/identity/resolve/found.ts'
import type { IdentifierSettings } from '../../hub/identity/settings.ts'
import type { FoundRecord } from '../../hub/identity/types.ts'
import { isGarbled } from './decode-file.ts'
import { readRows } from './read-rows.ts'

export const columns = [
  'id',
  'given',
  'family',
  'name',
  'birthdate',
  'nationalid',
  'email',
  'phone',
  'street',
  'locality',
  'postcode',
  'region',
  'country',
] as const
type Column = (typeof columns)[number]
/** What other exports call the same columns. */
const aliases: Record<string, Column> = {
  rec_id: 'id',
  record_id: 'id',
  unique_id: 'id',
  given_name: 'given',
  first_name: 'given',
  firstname: 'given',
  givenname: 'given',
  nombre: 'given',
  surname: 'family',
  last_name: 'family',
  lastname: 'family',
  family_name: 'family',
  familyname: 'family',
  apellidos: 'family',
  full_name: 'name',
  fullname: 'name',
  birth_date: 'birthdate',
  date_of_birth: 'birthdate',
  dob: 'birthdate',
  national_id: 'nationalid',
  soc_sec_id: 'nationalid',
  ssn: 'nationalid',
  dni: 'nationalid',
  nif: 'nationalid',
  fecha_nacimiento: 'birthdate',
  fecha_de_nacimiento: 'birthdate',
  data_nascimento: 'birthdate',
  data_de_nascimento: 'birthdate',
  year_of_birth: 'birthdate',
  birth_year: 'birthdate',
  mail: 'email',
  e_mail: 'email',
  correo: 'email',
  telephone: 'phone',
  mobile: 'phone',
  telefono: 'phone',
  telefone: 'phone',
  movil: 'phone',
  telemovel: 'phone',
  address: 'street',
  city: 'locality',
  suburb: 'locality',
  town: 'locality',
  postal_code: 'postcode',
  postalcode: 'postcode',
  zip: 'postcode',
  zipcode: 'postcode',
  state: 'region',
  province: 'region',
  direccion: 'street',
  morada: 'street',
  localidad: 'locality',
  poblacion: 'locality',
  ciudad: 'locality',
  localidade: 'locality',
  codigo_postal: 'postcode',
  cp: 'postcode',
  provincia: 'region',
  pais: 'country',
}
/** A header as it is meant: accents, spaces and dashes are how a spreadsheet writes it. */
const columnOf = (name: string): Column | undefined => {
  const plain = fold(name).replace(/[\s-]+/g, '_')
  return (columns as readonly string[]).includes(plain)
    ? (plain as Column)
    : (aliases[plain] ?? aliases[plain.replace(/_/g, '')])
}
const countries: Record<string, string> = {
  uk: 'GB',
  'united kingdom': 'GB',
  england: 'GB',
  gbr: 'GB',
  usa: 'US',
  'united states': 'US',
  spain: 'ES',
  españa: 'ES',
  esp: 'ES',
  portugal: 'PT',
  prt: 'PT',
  australia: 'AU',
  aus: 'AU',
  france: 'FR',
  germany: 'DE',
  italy: 'IT',
  ireland: 'IE',
  brasil: 'BR',
  brazil: 'BR',
  mexico: 'MX',
}
/** What people and programs write where they know nothing. */
const absent =
  /^([-.?*_\s]*|null|none|nan|na|n\/?a|n\/?d|s\/?d|#n\/?[ad]|\\n|undefined|unknown|not (known|available|provided)|desconocid[oa]|sin (datos?|informar|especificar)|no (consta|informado|disponible|procede|tiene|facilita(do)?)|n[aã]o (consta|informado|tem))$/i

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
    const meant = countries[country.trim().toLowerCase()]
    throw new Error(
      `--country ${country}: not a country; write ${meant ?? `two letters of ISO 3166, one of ${plannedCountries.join(' ')}`}`,
    )
  }
  return { country: code, ownDomains: [], ownValues: [], numberPlans: allNumberPlans }
}

/** A file's record: the id as it was written, and the profile the comparison reads. */
export interface LoadedRecord {
  id: string
  file: number
  found: FoundRecord
  profile: Profile
}
export interface LoadedFile {
  records: LoadedRecord[]
  rows: number
  /** Rows that were not read; the first hundred named. */
  rejected: { line: number; problem: string }[]
  rejectedCount: number
  /** Rows that were read without the values in which bytes could not be decoded; the first hundred named. */
  garbled: { line: number; columns: string[] }[]
  garbledCount: number
}

/** Reads a file of customers. Malformed rows are counted, the first hundred named, and never stop it. */
export async function loadRecords(
  path: string,
  file: number,
  system: string,
  settings: IdentifierSettings,
  progress: (rows: number) => void = () => {},
): Promise<LoadedFile> {
  const out: LoadedFile = {
    records: [],
    rows: 0,
    rejected: [],
    rejectedCount: 0,
    garbled: [],
    garbledCount: 0,
  }
  const seen = new Set<string>()
  const reject = (line: number, problem: string) => {
    out.rejectedCount++
    if (out.rejected.length < 100) out.rejected.push({ line, problem })
  }
  const dated: { written: string; at: number }[] = []
  const rows: { id: string; values: Partial<Record<Column, string>> }[] = []
  const build = () => {
    for (const { id, values } of rows.splice(0)) {
      const found = { ...foundRecordOf(system, id, values, settings), key: `${file}\n${id}` }
      out.records.push({ id, file, found, profile: profileOf(found, settings.country) })
    }
  }
  for await (const row of readRows(path)) {
    out.rows++
    if (out.rows % 5_000 === 0) progress(out.rows)
    if ('problem' in row) {
      reject(row.line, row.problem)
      continue
    }
    const values: Partial<Record<Column, string>> = {}
    const garbled: string[] = []
    for (const [name, value] of Object.entries(row.values)) {
      const column = columnOf(name)
      const text =
        typeof value === 'string'
          ? value.trim()
          : typeof value === 'number' && Number.isFinite(value)
            ? String(value)
            : ''
      if (!column || absent.test(text) || text.length > 1_000) continue
      if (isGarbled(text)) garbled.push(name)
      else values[column] ??= text
    }
    const id = values.id
    if (id === undefined) {
      reject(
        row.line,
        garbled.some((name) => columnOf(name) === 'id') ? 'the id holds bytes that cannot be read' : 'no id',
      )
      continue
    }
    if (seen.has(id)) {
      reject(row.line, `id ${id} again`)
      continue
    }
    seen.add(id)
    if (garbled.length > 0) {
      out.garbledCount++
      if (out.garbled.length < 100) out.garbled.push({ line: row.line, columns: garbled })
    }
    if (values.birthdate) dated.push({ written: values.birthdate, at: rows.length })
    rows.push({ id, values })
    if (rows.length >= 2_000) {
      monthFirst(rows, dated)
      build()
    }
  }
  monthFirst(rows, dated)
  build()
  return out
}

/** A file whose dates only make sense month first (13…31 second, never first) is read so. */
function monthFirst(rows: { values: Partial<Record<Column, string>> }[], dated: { written: string }[]): void {
  let second = 0
  let first = 0
  for (const { written } of dated) {
    const parts = /^(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{4}$/.exec(written)
    if (parts && Number(parts[1]) > 12) first++
    if (parts && Number(parts[2]) > 12) second++
  }
  if (second === 0 || first > second / 20) return
  for (const { values } of rows) {
    const parts = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(values.birthdate ?? '')
    if (parts)
      values.birthdate = `${parts[3]}-${(parts[1] as string).padStart(2, '0')}-${(parts[2] as string).padStart(2, '0')}`
  }
}

/**
 * A row as a found record. A mail nobody could write to still compares with the right one it was meant to be.
 */
export function foundRecordOf(
  system: string,
  id: string,
  values: Partial<Record<Column, string>>,
  settings: IdentifierSettings,
): FoundRecord {
  const found = foundRecord({ id: system }, recordOf(id, values), [], settings)
  if (!values.email?.includes('@') || found.identifiers.some((i) => i.kind === 'mail')) return found
  const raw = values.email
  return {
    ...found,
    identifiers: [...found.identifiers, { kind: 'mail', value: raw.toLowerCase(), raw, grade: 'weak' }],
  }
}

export function recordOf(id: string, v: Partial<Record<Column, string>>): SystemRecord {
  const identifiers: RawIdentifier[] = []
  if (v.nationalid) identifiers.push({ kind: 'nationalId', value: v.nationalid })
  for (const value of v.email?.split(/[;,|\s]+/) ?? []) if (value) identifiers.push({ kind: 'mail', value })
  for (const value of v.phone?.split(/[;,|]| \/ /) ?? [])
    if (value.trim()) identifiers.push({ kind: 'phone', value })
  if (v.birthdate) identifiers.push({ kind: 'birthDate', value: v.birthdate })
  const country = v.country ? (countries[v.country.toLowerCase()] ?? v.country.toUpperCase()) : undefined
  return {
    id,
    identifiers,
    ...(v.given || v.family || v.name
      ? {
          name: {
            full: v.name ?? `${v.given ?? ''} ${v.family ?? ''}`.trim(),
            given: v.given,
            family: v.family,
          },
        }
      : {}),
    address: {
      street: v.street,
      locality: v.locality,
      postalCode: v.postcode,
      region: v.region,
      ...(country && /^[A-Z]{2}$/.test(country) ? { country } : {}),
    },
  }
}
