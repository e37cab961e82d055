import { toNumber } from './coerce.ts'
import type { FieldDefs } from './field.ts'
import type { ValueType } from './values.ts'
import type { AnyRow } from './vocabulary.ts'

/**
 * `3 of 40 not read, for example "3.46E+10"`: in these words the commands, the kit, `ficha try` and the log
 * say it.
 *
 * @param of How many there are. Without it only those that were not read are counted.
 * @param example One of them, as the system wrote it. Never given to a log.
 */
export function notRead(unread: number, of?: number, example?: unknown): string {
  const text = example === undefined ? undefined : shown(example)
  return `${unread}${of === undefined || of < unread ? '' : ` of ${of}`} not read${text === undefined ? '' : `, for example ${text}`}`
}

/** A value on one line, cut at sixty letters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const cut = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return typeof value === 'string' ? JSON.stringify(cut) : cut
}

/**
 * What is probably missing in the mapping of a value that could not be read: a unit, a currency, `*` over a
 * list. Undefined where nobody can tell.
 */
export function hintFor(type: ValueType | undefined, value: unknown): string | undefined {
  if (Array.isArray(value)) return 'several values came where one belongs: name one of them, or use join'
  const text = String(value).trim()
  if (type === 'date' || type === 'datetime') {
    if (/^\d{10}(\.\d+)?$/.test(text)) return "it looks like seconds since 1970: write unit: 's'"
    if (/^\d{13}$/.test(text)) return "it looks like milliseconds since 1970: write unit: 'ms'"
    if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/.test(text))
      return "say whether the day comes first: write order: 'dmy' or 'mdy'"
    return 'it is no date that can be read: map another value'
  }
  if (type === 'money')
    return toNumber(value) === undefined
      ? 'it is no amount: map another value, or name it in empty'
      : "it has no currency: write currency: 'EUR' in the options, or currency: { from } where the system says it"
  return undefined
}

const endless =
  'the list goes on, or nothing says that it ends there, and what follows is not where the mapping looks, so the list is shown as incomplete; correct `paging` against an answer of the system'
/** Told under these names, something of the answer as a whole could not be read, and not a value of a row. */
export const ofTheAnswer: ReadonlyMap<string, string> = new Map([
  ['paging.next', endless],
  ['paging.total', endless],
  [
    'charset',
    'letters came that are not of the character set of the answer (they show as \ufffd); the system must send UTF-8, or name its own: content-type: application/json; charset=windows-1252',
  ],
])

/** Values that could not be read, by what was asked and field: how many, and the first of them. */
export class UnreadValues {
  readonly #known = new Map<string, { times: number; example: unknown }>()

  /** Counts one. */
  add(what: string, field: string, value?: unknown): void {
    const key = `${what}.${field}`
    const known = this.#known.get(key)
    this.#known.set(key, { times: (known?.times ?? 0) + 1, example: known?.example ?? value })
  }

  /** Those of one question, those of a field's parts (`lines.price`) by themselves. */
  under(what: string): { field: string; times: number; example: unknown }[] {
    return [...this.#known].flatMap(([key, each]) =>
      key.startsWith(`${what}.`) ? [{ field: key.slice(what.length + 1), ...each }] : [],
    )
  }
}

/** One field of an answer that somebody should look at, and why. */
export interface FieldRemark {
  field: string
  /**
   * `unread`: values that could not be read; `all` of them. `absent`: the connector offers the field, and no row
   * has it. `odd`: read, and probably not what it means.
   */
  is: 'unread' | 'absent' | 'odd'
  all: boolean
  /** One line: which field, the figure, an example, and what to check. */
  says: string
}

/**
 * What of an answer could not be read, was never found or looks wrong, field by field: for whoever writes the
 * mapping, since it shows values. `ficha try` and the kit say it in these words.
 *
 * @param asked The question.
 * @param offered The fields that the connector says it answers with, where it does.
 */
export function remarksOn(
  asked: string,
  defs: FieldDefs,
  rows: readonly AnyRow[],
  unread: UnreadValues,
  offered: readonly string[] = [],
): FieldRemark[] {
  const lost = unread.under(asked).map(({ field, times, example }): FieldRemark => {
    const [name = field, part] = field.split('.')
    const type = part === undefined ? defs[name]?.type : defs[name]?.of?.[part]?.type
    const hint = hintFor(type, example)
    const of = part === undefined && !defs[name]?.list ? rows.length : undefined
    return {
      field,
      is: 'unread',
      all: rows.every((row) => row[name] === undefined),
      says: `${asked}.${field}: ${ofTheAnswer.get(field) ?? `${notRead(times, of, example)}${hint ? `; ${hint}` : ''}`}`,
    }
  })
  const others = Object.entries(defs).flatMap(([field, { type }]): FieldRemark[] => {
    if (rows.length === 0 || lost.some((one) => one.field.split('.')[0] === field)) return []
    const values = rows.flatMap((row) => row[field] ?? [])
    const figure = `${asked}.${field}: `
    if (values.length === 0)
      return offered.includes(field)
        ? [
            {
              field,
              is: 'absent',
              all: true,
              says: `${figure}found in 0 of ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}; check where the mapping takes it from against an answer of the system`,
            },
          ]
        : []
    const odd = oddity(type, values)
    return odd === undefined ? [] : [{ field, is: 'odd', all: odd.all, says: `${figure}${odd.says}` }]
  })
  return [...lost, ...others]
}

/** Days and amounts that were read and are probably of another unit. */
function oddity(type: ValueType, values: readonly unknown[]): { says: string; all: boolean } | undefined {
  if (type === 'datetime' || type === 'date') {
    const early = values.filter((value) => /^19(69|70)-/.test(String(value)))
    if (early.length > 0)
      return {
        all: early.length === values.length,
        says: `${early.length} of ${values.length} in 1970, for example ${shown(early[0])}; seconds read as milliseconds look so: check unit`,
      }
  }
  if (type === 'money') {
    const whole = values.filter((value) => isLargeAndWhole(value))
    if (whole.length === values.length)
      return {
        all: true,
        says: `${whole.length} of ${values.length} without decimals, for example ${amountOf(whole[0])}; where the system counts cents write minor: 2`,
      }
  }
  return undefined
}
const isLargeAndWhole = (value: unknown): boolean => {
  const { amount } = value as { amount?: string }
  return /^\d{3,}(\.0+)?$/.test(amount ?? '')
}
const amountOf = (value: unknown): string => {
  const { amount, currency } = value as { amount?: string; currency?: string }
  return `${amount} ${currency}`
}
