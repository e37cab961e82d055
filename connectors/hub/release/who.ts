import {
  type Candidate,
  type Connector,
  type Field,
  type Hint,
  type Identifier,
  localize,
  type PersonFields,
  type PersonName,
  type Sureness,
  type Who,
} from '../../contract/index.ts'
import { mergeOne, type SourcedRow } from '../fetch/sourced-rows.ts'
import { survivor } from '../fetch/survivor.ts'
import { fieldsOf } from '../fetch/validate.ts'
import type { FoundRecord, Identification, Person, RecordKey } from '../identity/types.ts'
import { message } from '../messages/index.ts'
import { factLabel, keyLabel, keyName, reasonLabel } from '../messages/labels.ts'
import { see, type Viewer } from '../policy/viewer.ts'
import { mask } from './mask.ts'
import { keyPaths, releaseField, sameVisibility } from './reading.ts'

type Records = ReadonlyMap<RecordKey, FoundRecord>
type Owners = Readonly<Record<string, readonly string[]>>
const recordsOf = (keys: readonly RecordKey[], all: Records): FoundRecord[] =>
  keys.flatMap((k) => all.get(k) ?? [])

/** The best name to show. It comes from identification, so it never waits for a question. */
function nameOf(records: readonly FoundRecord[], owners: Owners): PersonName | undefined {
  const claims = records.flatMap((r) =>
    r.record.name
      ? [
          {
            value: r.record.name,
            connector: r.connector,
            verified: r.identifiers.some((i) => i.verified),
            observedAt: r.record.observedAt,
            from: { connector: r.connector, record: r.key, fetchedAt: '', confirmed: true },
          },
        ]
      : [],
  )
  return survivor(claims, owners['person.name'] ?? owners.person)?.winner.value
}

/** There is no row to reveal from here: a masked value stays masked. */
const notRevealable = (field: Field): Field =>
  field.shown === 'masked' ? { ...field, revealable: false } : field
const nameless: Field<PersonName> = { shown: 'withheld' }
const releaseName = (viewer: Viewer, name: PersonName | undefined): Field<PersonName> =>
  name
    ? (notRevealable(releaseField(viewer, 'person.name', { type: 'personName' }, name)) as Field<PersonName>)
    : see(viewer, 'person.name') === 'withheld'
      ? nameless
      : { shown: 'clear', value: { full: '' } }

/** Rows received so far for the questions that the core and headline facts read. */
export type RowsOf = (question: string) => readonly SourcedRow[]

export function releasePerson(
  viewer: Viewer,
  person: Person,
  all: Records,
  marks: readonly string[],
  rowsOf: RowsOf,
  owners: Owners,
): PersonFields {
  const nameInRows = rowsOf('person')
    .map((h) => h.row.name)
    .find((n) => n !== undefined) as PersonName | undefined
  const records = recordsOf(person.records, all)
  const address = oneFact(viewer, 'preferences.formOfAddress', rowsOf, owners)
  return {
    name: releaseName(viewer, nameOf(records, owners) ?? nameInRows),
    kind: person.kind,
    ...(address ? { formOfAddress: asText(address, viewer.locale) } : {}),
    marks: marks.flatMap((fact) => {
      const field = oneFact(viewer, fact, rowsOf, owners)
      return field ? [{ fact, label: factLabel(fact, viewer.locale, viewer.connectors), field }] : []
    }),
  }
}

function oneFact(viewer: Viewer, path: string, rowsOf: RowsOf, owners: Owners): Field | undefined {
  const [asked = '', ...rest] = path.split('.')
  const rows = rowsOf(asked)
  const name = rest.at(-1) as string
  if (asked === 'own') {
    const row = rows.find((h) => h.connector.id === rest[0])
    const def = row?.connector.own?.fields[name]
    return row && def && row.row[name] !== undefined
      ? notRevealable(releaseField(viewer, path, def, row.row[name]))
      : undefined
  }
  const admit = sameVisibility(viewer, asked as 'person')
  const merged =
    mergeOne(asked as 'person', rows, owners, admit).get(name)?.winner.value ??
    rows.find((h) => h.row[name] !== undefined && admit(h, name))?.row[name]
  const def = rows[0] && fieldsOf(rows[0].connector, asked as 'person')[name]
  return merged === undefined || !def ? undefined : notRevealable(releaseField(viewer, path, def, merged))
}
const asText = (field: Field, locale: string): Field<string> =>
  (field.shown === 'clear'
    ? {
        shown: 'clear',
        value:
          typeof field.value === 'object' && field.value
            ? ((field.value as { label?: string; code?: string }).label ??
              (field.value as { code?: string }).code ??
              '')
            : localize(String(field.value), locale),
      }
    : field) as Field<string>

/** The identifiers the host gave, as this role may see them. */
export function releaseKeys(
  viewer: Viewer,
  hints: readonly Hint[],
  parsed: readonly Identifier[],
  person: Person | undefined,
  all: Records,
): Who['keys'] {
  // While no single person is identified, an identifier counts as found when anybody was found by it.
  const foundBy = new Set(
    (person ? recordsOf(person.records, all) : [...all.values()]).flatMap((r) =>
      r.foundBy.map((i) => `${i.kind}\n${i.value}`),
    ),
  )
  return hints.map((h) => {
    const mine = parsed.filter((i) => i.raw === h.value && (h.kind === 'any' || i.kind === h.kind))
    const hit = mine.find((i) => foundBy.has(`${i.kind}\n${i.value}`))
    const kind = h.kind === 'any' ? (hit?.kind ?? 'any') : h.kind
    return { kind, value: releaseKey(viewer, kind, h.value), found: hit !== undefined }
  })
}
function releaseKey(viewer: Viewer, kind: string, value: string): Field<string> {
  const path = keyPaths[kind]
  if (path) return notRevealable(releaseField(viewer, path.path, { type: path.type }, value)) as Field<string>
  // Ids of systems and visits, and what is typed without a kind, are treated as private as a name.
  const shown = see(viewer, kind === 'any' ? 'person.mails' : 'orders.orderNumber')
  return shown === 'clear'
    ? { shown: 'clear', value }
    : shown === 'masked'
      ? { shown: 'masked', hint: mask({ type: 'id' }, value, viewer.locale), revealable: false }
      : { shown: 'withheld' }
}

export function releaseSure(viewer: Viewer, person: Person, all: Records): Sureness {
  const secrets = hiddenValues(viewer, recordsOf(person.records, all))
  const { locale } = viewer
  return {
    level: person.level,
    by: person.by,
    says: message('who.by', locale, {
      level: message(`level.${person.level}`, locale),
      key: keyName(person.by, locale),
    }),
    reasons: person.reasons.map(({ reason, ...weight }) => {
      const says = reasonLabel(reason, locale)
      return {
        ...weight,
        says: secrets.some((s) => says.includes(s))
          ? message('who.same', locale, { key: keyName(weight.field, locale) })
          : says,
      }
    }),
  }
}

/** Values of these records that this role may not see in clear; no sentence may contain one. */
function hiddenValues(viewer: Viewer, records: readonly FoundRecord[]): readonly string[] {
  const hidden = (kind: string) => see(viewer, keyPaths[kind]?.path ?? 'person.mails') !== 'clear'
  const of = (r: FoundRecord): (string | undefined)[] => [
    ...r.identifiers.filter((i) => hidden(i.kind)).flatMap((i) => [i.value, i.raw]),
    ...r.record.identifiers.filter((i) => hidden(i.kind)).map((i) => i.value),
    ...(hidden('name') ? [r.record.name?.full, r.record.name?.given, r.record.name?.family] : []),
    ...(hidden('birthDate') ? [r.record.birthDate] : []),
    ...(hidden('postcode') ? Object.values(r.record.address ?? {}) : []),
    r.record.id.length > 3 ? r.record.id : undefined,
  ]
  return records.flatMap(of).filter((s): s is string => s !== undefined && s.length > 1)
}

const distinguishingKinds = ['birthDate', 'postcode', 'phone', 'mail', 'loyalty'] as const

export function releaseCandidate(
  viewer: Viewer,
  person: Person,
  all: Records,
  titles: ReadonlyMap<string, Connector>,
  ref: string,
  preselected: boolean,
  owners: Owners,
): Candidate {
  const records = recordsOf(person.records, all)
  const fact = (kind: string, value: string | undefined) =>
    value === undefined || !keyPaths[kind]
      ? []
      : [{ kind, label: keyLabel(kind, viewer.locale), field: releaseKey(viewer, kind, value) }]
  const facts = distinguishingKinds.flatMap((kind) => {
    if (kind === 'birthDate') return fact(kind, records.map((r) => r.record.birthDate).find(Boolean))
    if (kind === 'postcode')
      return fact(
        kind,
        records
          .map(
            (r) =>
              [r.record.address?.postalCode, r.record.address?.locality].filter(Boolean).join(' ') ||
              undefined,
          )
          .find(Boolean),
      )
    return fact(
      kind,
      records.flatMap((r) => r.identifiers).find((i) => i.kind === kind && i.grade !== 'blocked')?.raw,
    )
  })
  const sure = releaseSure(viewer, person, all)
  return {
    ref,
    name: releaseName(viewer, nameOf(records, owners)),
    kind: person.kind,
    facts: facts.filter((f) => f.field.shown !== 'withheld').slice(0, 4),
    systems: [...new Set(records.map((r) => r.connector))].map((id) => {
      const c = titles.get(id)
      return c ? localize(c.title, viewer.locale) : id
    }),
    says: sure.reasons[0]?.says ?? sure.says,
    bits: person.bits,
    preselected,
  }
}

/** What the identification lets us show: the person when there is exactly one; nobody in a conflict. */
export const personOf = (id: Identification): Person | undefined =>
  id.resolution.outcome === 'identified' || id.resolution.outcome === 'possible'
    ? id.resolution.person
    : undefined
