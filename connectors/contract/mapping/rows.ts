import { toKey } from '../coerce.ts'
import type { FieldDefs } from '../field.ts'
import type { AnyRow } from '../vocabulary.ts'
import { mapFields } from './fields.ts'
import { look } from './pointer.ts'
import { fillUrl } from './template.ts'
import type { AnswerMap, Locale } from './types.ts'

/**
 * A system's rows as ours, with the wanted fields only. `whole` is false when a row belonged to somebody
 * else, had no id (`nameless`), or had a value that could not be read, so that the loss is
 * reported; `unread` names the fields of such values.
 */
export function mapRows(
  defs: FieldDefs,
  map: AnswerMap<string>,
  raw: readonly unknown[],
  wanted: readonly string[],
  mine: (owner: string) => boolean,
  locale: Locale,
): { rows: AnyRow[]; whole: boolean; nameless: number; unread: readonly string[] } {
  let whole = true
  let nameless = 0
  const unread = new Set<string>()
  const rows = raw.flatMap((each) => {
    if (map.owner !== undefined && !mine(toKey(look(each, map.owner)) ?? '')) {
      whole = false
      return []
    }
    const id = toKey(look(each, map.id ?? 'id'))
    if (!id) {
      whole = false
      nameless++
      return []
    }
    const url = map.url === undefined ? undefined : fillUrl(map.url, each)
    return [
      {
        id,
        ...(url === undefined ? {} : { url }),
        ...mapFields(defs, map.fields, wanted, each, locale, (field, value) => {
          whole = false
          locale.unread?.(field, value)
          unread.add(field.split('.')[0] as string)
        }),
      } as AnyRow,
    ]
  })
  return { rows, whole, nameless, unread: [...unread] }
}
