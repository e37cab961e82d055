import type { Identifier, PersonName, SystemRecord } from '../../../contract/index.ts'
import { parsePostcode } from '../identifiers.ts'
import { isBirthDate, isDay } from '../normalise/dates.ts'
import { fold } from '../normalise/fold.ts'
import { isFamily } from '../normalise/mail.ts'
import { isNobody, type Name, parseName } from '../normalise/names.ts'
import { parseNationalId } from '../normalise/national-id.ts'
import type { FoundRecord } from '../types.ts'

/** A record as the comparison sees it: folded, cut, ready; nothing that is blocked. */
export interface Profile {
  key: string
  system: string
  kind: 'person' | 'company' | 'household'
  name: Name | null
  birthDate: string
  birthDateReal: boolean
  ids: readonly { value: string; scheme: string }[]
  mails: readonly string[]
  phones: readonly string[]
  /** Numbers that name one person alone (order, ticket, loyalty, system, visitor). */
  numbers: readonly Identifier[]
  /** Strong mails and phones a value of which may join; those both verified are in `verified`. */
  strong: ReadonlySet<string>
  verified: ReadonlySet<string>
  postcode: string
  locality: string
  street: Street | null
  region: string
  /** A walk-in account: many strangers under one id. Never joins. */
  nobody: boolean
}
export interface Street {
  number: string
  words: readonly string[]
  text: string
}

const none: ReadonlySet<string> = new Set()
const tidy = (text: string | undefined): string =>
  text
    ? fold(text)
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()
    : ''

export function profileOf(
  found: Pick<FoundRecord, 'key' | 'connector' | 'identifiers'> & {
    record: Omit<SystemRecord, 'identifiers' | 'id'>
  },
  country: string,
  generic: (id: Identifier) => boolean = () => false,
): Profile {
  const { record } = found
  const usable = found.identifiers.filter((id) => id.grade !== 'blocked' && !generic(id))
  const of = (kind: Identifier['kind']) => usable.filter((id) => id.kind === kind)
  const written: PersonName | undefined =
    record.name ?? found.identifiers.filter((id) => id.kind === 'name').map((id) => ({ full: id.raw }))[0]
  const place = record.address?.country ?? country
  const birthDate =
    (record.birthDate && isBirthDate(record.birthDate) ? record.birthDate : undefined) ??
    of('birthDate')[0]?.value ??
    ''
  const sure = usable.filter((id) => id.grade === 'strong')
  const post = record.address?.postalCode ? parsePostcode(record.address.postalCode, place) : null
  return {
    key: found.key,
    system: found.connector,
    kind:
      record.kind === 'company' || record.kind === 'household'
        ? record.kind
        : isFamily(written?.full ?? '')
          ? 'household'
          : 'person',
    name: written ? parseName(written) : null,
    birthDate,
    birthDateReal: birthDate !== '' && isDay(birthDate),
    ids: of('nationalId').map((id) => parseNationalId(id.raw, place) ?? { value: id.value, scheme: '' }),
    mails: of('mail').map((id) => id.value),
    phones: of('phone').map((id) => id.value),
    numbers: [...usable.filter((id) => id.grade === 'unique' && id.kind !== 'nationalId'), ...itself(found)],
    strong: sure.length > 0 ? new Set(sure.map((id) => id.value)) : none,
    verified: sure.some((id) => id.verified)
      ? new Set(sure.filter((id) => id.verified).map((id) => id.value))
      : none,
    postcode: (post && post.grade !== 'blocked' ? post.value : undefined) ?? of('postcode')[0]?.value ?? '',
    locality: tidy(record.address?.locality),
    street: streetOf(record.address?.street),
    region: tidy(record.address?.region),
    nobody:
      written !== undefined &&
      isNobody(written.full || `${written.given ?? ''} ${written.family ?? ''}`.trim()),
  }
}

/** The record's own id: what another system's cross reference points at. */
function itself({ key, connector }: Pick<FoundRecord, 'key' | 'connector'>): Identifier[] {
  const value = key.startsWith(`${connector}/`) ? key.slice(connector.length + 1) : ''
  return value === '' ? [] : [{ kind: 'system', scope: connector, value, raw: value, grade: 'unique' }]
}

/** Words that streets are called by, which say nothing. */
const wayWords = new Set(
  'calle c cl avenida av avda ave plaza pza plz paseo po carretera ctra camino ronda travesia rua r street st road rd avenue lane ln drive dr place pl court ct crescent cres close circuit cct boulevard blvd terrace tce way parade pde square sq n no num numero de del la las los el do da dos das the piso planta puerta izq izda dcha derecha izquierda bajo apt apartment flat unit'.split(
    ' ',
  ),
)

function streetOf(text: string | undefined): Street | null {
  const plain = tidy(text)
  if (plain === '') return null
  const all = plain.split(' ')
  const number = all.find((w) => /^\d+[a-z]?$/.test(w)) ?? ''
  const words = all.filter((w) => w !== number && !wayWords.has(w))
  return { number, words: words.length > 0 ? words : all.filter((w) => w !== number), text: plain }
}
