import { toKey } from '../coerce.ts'
import type { FieldDefs } from '../field.ts'
import type { AnyRow } from '../vocabulary.ts'
import { mapFields } from './fields.ts'
import { look } from './pointer.ts'
import { fillUrl } from './template.ts'
import type { AnswerMap, Locale } from './types.ts'

export interface MappedRows {
  rows: AnyRow[]
  /** Rows of somebody else: they were left out, and nothing is missing for it. */
  strangers: number
  /** Rows that could not be read: without an id, or without saying whose they are. */
  nameless: number
  ownerless: number
  /** Fields of values that could not be read. */
  unread: readonly string[]
}

/** A system's rows as ours, with the wanted fields only. */
export function mapRows(
  defs: FieldDefs,
  map: AnswerMap<string>,
  raw: readonly unknown[],
  wanted: readonly string[],
  mine: (owner: string) => boolean,
  locale: Locale,
): MappedRows {
  let nameless = 0
  let ownerless = 0
  let strangers = 0
  const unread = new Set<string>()
  const rows = raw.flatMap((each) => {
    if (map.owner !== undefined) {
      const owner = toKey(look(each, map.owner))
      if (owner === undefined || !mine(owner)) {
        owner === undefined ? ownerless++ : strangers++
        return []
      }
    }
    const id = toKey(look(each, map.id ?? 'id'))
    if (!id) {
      nameless++
      return []
    }
    const url = map.url === undefined ? undefined : fillUrl(map.url, each)
    return [
      {
        id,
        ...(url === undefined ? {} : { url }),
        ...mapFields(defs, map.fields, wanted, each, locale, (field, value) => {
          locale.unread?.(field, value)
          unread.add(field.split('.')[0] as string)
        }),
      } as AnyRow,
    ]
  })
  return { rows, strangers, nameless, ownerless, unread: [...unread] }
}
