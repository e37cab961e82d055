import { readFileSync } from 'node:fs'
import { fold } from '../../hub/identity/normalise/fold.ts'
import shipped from './columns.json' with { type: 'json' }

/** What a column of a file of customers may hold. */
export const fields = [
  'id',
  'given',
  'middle',
  'family',
  'family second',
  'name',
  'birthdate',
  'nationalid',
  'email',
  'phone',
  'street',
  'street second',
  'house number',
  'locality',
  'postcode',
  'region',
  'country',
] as const
export type Field = (typeof fields)[number]

/** Of these a record has as many as there are columns and values; of others the first that holds anything. */
export const several: ReadonlySet<Field> = new Set(['nationalid', 'email', 'phone'])
const ofAddress: ReadonlySet<Field> = new Set([
  'street',
  'street second',
  'house number',
  'locality',
  'postcode',
  'region',
  'country',
])

/** What the values of one column are. */
export interface Meaning {
  field: Field
  /** Which address it belongs to; values of two addresses are never mixed. Empty where there is only one. */
  address: string
  /** The lower one is looked at first. */
  rank: number
}

/**
 * Field to headers: one text with commas, or a list. `none of these`: headers that mean nothing here. A field
 * of another address has ` work` or ` other` behind its name.
 */
export type ColumnMap = Readonly<Record<string, string | readonly string[]>>

const nothing = 'none of these'

/** Letters and digits: accents, capitals, spaces and dashes are how a spreadsheet writes a header. */
const keyOf = (header: string): string => wordsOf(header).join('')
const wordsOf = (header: string): string[] =>
  fold(header.normalize('NFKC')).match(/\d+|[^\p{Nd}\P{L}]+/gu) ?? []

const headersOf = (list: string | readonly string[]): readonly string[] =>
  typeof list === 'string' ? list.split(',').map((header) => header.trim()) : list

/** By header, what a map says of it; null: nothing. */
function parsedMap(map: ColumnMap): ReadonlyMap<string, Meaning | null> {
  const meanings = new Map<string, Meaning | null>()
  for (const [name, list] of Object.entries(map))
    for (const [rank, header] of headersOf(list).entries()) {
      const [, address = ''] = / (work|other)$/.exec(name) ?? []
      const field = name.replace(/ (work|other)$/, '') as Field
      const meaning = name === nothing ? null : { field, address, rank }
      if (!meanings.has(keyOf(header))) meanings.set(keyOf(header), meaning)
    }
  return meanings
}

const general = parsedMap(shipped.fields)
const programs = Object.entries(shipped.programs as unknown as Record<string, ColumnMap>).map(
  ([name, map]) => ({ name, meanings: parsedMap(map) }),
)
/** Headers that one program alone writes. */
const ownHeaders = new Map<string, string>()
for (const { name, meanings } of programs)
  for (const key of meanings.keys()) {
    const isShared = general.has(key) || (ownHeaders.has(key) && ownHeaders.get(key) !== name)
    ownHeaders.set(key, isShared ? '' : name)
  }

const besides = Object.fromEntries(
  Object.entries(shipped.besides).map(([kind, list]) => [kind, new Set(headersOf(list).map(keyOf))]),
) as unknown as Record<keyof typeof shipped.besides, ReadonlySet<string>>
const mayBeOfAnAddress = (word: string): boolean =>
  besides.home.has(word) || besides.work.has(word) || besides.other.has(word) || /^\d+$/.test(word)

/** A header that no map has: a known one with words around it that change nothing (`Billing City`, `Phone 2`). */
function guessed(header: string): Meaning | undefined {
  const words = wordsOf(header)
  // of the company it is only behind what it is: `Teléfono empresa`, not `Empresa de la dirección`
  if (isCompany.test(words[0] ?? '') || isSeller.test(words.join(' '))) return undefined
  const without = (isLeftOut: (word: string) => boolean): Meaning | undefined =>
    general.get(words.filter((word) => !isLeftOut(word)).join('')) ?? undefined
  const plain = without(isArticle) ?? without((word) => besides.any.has(word))
  if (plain) return isOfAnother(plain.field, words) ? undefined : withAddress(plain, words)
  const isBeside = (word: string): boolean => besides.any.has(word) || mayBeOfAnAddress(word)
  const isAddress = (word: string): boolean =>
    /^((address|direccion|adresse|endereco|morada)(es)?|postale)$/.test(word)
  const found =
    without(isBeside) ??
    without((word) => isBeside(word) || isAddress(word)) ??
    // `Móvil 2`: what stands beside a telephone may be one
    without((word) => isArticle(word) || /^\d+$/.test(word))
  const isWide = found && (ofAddress.has(found.field) || found.field === 'email' || found.field === 'phone')
  return isWide ? withAddress(found, words) : undefined
}

/** `Número de cliente` is `Número cliente`. */
const isArticle = (word: string): boolean =>
  /^(d[aeiou]|de[lrs]|del[la]a?|von|of|the|[lae]l|l[aeo]s?)$/.test(word)
/** `Email del comercial`: of whoever sells to the customer. */
const isSeller = /\b(del|do|du) com{1,2}ercial\b/
const isCompany = /^(empresa|company|firma|societe|azienda)$/

/** `Last contact` is a day, `Invoice ID` no customer's. */
const isOfAnother = (field: Field, words: readonly string[]): boolean =>
  words.includes('first') || words.includes('last')
    ? !words.includes('name')
    : field === 'id' &&
      words.some((word) => /^(billing|invoice|fa[ct]{1,2}ura|rechnung|default|main|primary)/.test(word))

function withAddress(meaning: Meaning, words: readonly string[]): Meaning {
  if (!ofAddress.has(meaning.field)) return { ...meaning, rank: meaning.rank + 1_000 }
  const is = (kind: ReadonlySet<string>): boolean => words.some((word) => kind.has(word))
  const other = is(besides.other) || words.some((word) => /^\d+$/.test(word) && word !== '1')
  const address = is(besides.work) ? 'work' : other ? 'other' : is(besides.home) ? 'home' : ''
  return { ...meaning, address, rank: meaning.rank + 1_000 }
}

/** Which column of a file means what. */
export interface Columns {
  /** Whose export it is, where that shows. */
  program: string | undefined
  /** Undefined where the header means nothing here. */
  meaningOf(header: string): Meaning | undefined
}

/**
 * A header without what says how to fill it in (`Fecha de nacimiento (dd/mm/aaaa)`), or decoded once more
 * (`telÃ©fono`, in lower case). Empty where it has nothing of that.
 */
function plainly(header: string): string {
  const bytes = header.replace(/ã(?=[\u0080-\u00bf])/g, 'Ã')
  if (/Ã[\u0080-\u00bf]/.test(bytes)) return Buffer.from(bytes, 'latin1').toString('utf8')
  const without = header.replace(
    /\s*[([](?:dd|mm|yy|aa|jj|tt|obligat|required|mandatory|op[ct]ional|requis|facultati|pflicht|erforderlich|utc|e\.?164|format|ej|e\.?g|\*)[^)\]]*[)\]]/gi,
    '',
  )
  return without === header ? '' : without
}

/**
 * Reads the headers of a file: first what is said by hand, then what the program that wrote it is known to
 * mean, then what anybody does.
 *
 * @param byHand of `--columns`
 */
export function readHeaders(headers: readonly string[], byHand?: ColumnMap): Columns {
  const keys = headers.map(keyOf)
  const counted = programs
    .filter(({ name }) => keys.filter((key) => ownHeaders.get(key) === name).length >= 2)
    .map((program) => ({ ...program, count: keys.filter((key) => program.meanings.has(key)).length }))
    .sort((a, b) => b.count - a.count)
  const program = counted[0]
  const maps = [...(byHand ? [parsedMap(byHand)] : []), ...(program ? [program.meanings] : []), general]
  const known = new Map<string, Meaning | undefined>()
  return {
    program: program?.name,
    meaningOf: (header) => {
      if (!known.has(header)) {
        const said = (text: string): Meaning | undefined => {
          const map = maps.find((one) => one.has(keyOf(text)))
          return map ? (map.get(keyOf(text)) ?? undefined) : guessed(text)
        }
        known.set(header, said(header) ?? (plainly(header) ? said(plainly(header)) : undefined))
      }
      return known.get(header)
    },
  }
}

/** The file that `--columns` names: an object of fields and their headers; a fault stops the command. */
export function readColumnMap(path: string | undefined): ColumnMap | undefined {
  if (path === undefined) return undefined
  const fail = (what: string): never => {
    throw new Error(`--columns ${path}: ${what}`)
  }
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  let map: unknown
  try {
    map = JSON.parse(text)
  } catch (e) {
    fail(
      `cannot be read as JSON (${(e as Error).message.split('\n')[0]}); write {"id": "Código", "phone": ["Tel. 1", "Tel. 2"]}`,
    )
  }
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    return fail('write one JSON object: {"id": "Código", "phone": ["Tel. 1", "Tel. 2"]}')
  for (const [name, list] of Object.entries(map)) {
    const field = name.replace(/ (work|other)$/, '')
    if (name !== nothing && !(fields as readonly string[]).includes(field))
      fail(`${name} is no field; there are ${fields.join(', ')}, and "${nothing}"`)
    if (typeof list !== 'string' && !(Array.isArray(list) && list.every((one) => typeof one === 'string')))
      fail(`${name}: write the header, or a list of headers`)
  }
  return map as ColumnMap
}
