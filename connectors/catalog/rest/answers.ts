import {
  type AnyRow,
  type ConnectorContext,
  ConnectorError,
  type FieldDefs,
  type Identifier,
  type Money,
  type Question,
  type SystemRecord,
  sameIdentifier,
  type Totals,
  toNumber,
  vocabulary,
  type Want,
} from '../../contract/index.ts'
import { mapField } from '../../contract/mapping/fields.ts'
import { look } from '../../contract/mapping/pointer.ts'
import { mapRows } from '../../contract/mapping/rows.ts'
import { call, keyValues, recordValues } from './call.ts'
import type { RestAnswer, RestOptions } from './options.ts'
import { cut, pageValues, placeOf } from './paging.ts'

interface Got {
  rows: readonly AnyRow[]
  complete: boolean
  next?: string | undefined
  totals?: Totals | undefined
  freshFor?: number | undefined
}
type Subject = { record: SystemRecord } | { key: Identifier }

/**
 * The value at `rows`: a list, one object, or nothing. Anything else is not the answer that the options
 * describe.
 */
export function listAt(body: unknown, rows: string, who: string): readonly unknown[] {
  const found = look(body, rows)
  if (Array.isArray(found)) return found
  if (found === null || (typeof found === 'object' && found !== undefined))
    return found === null ? [] : [found]
  throw new ConnectorError(
    'malformed',
    `${who}: the answer has no rows at \`${rows || '(the body)'}\`; check \`rows\` against the system's answer`,
  )
}

async function get(
  o: RestOptions,
  name: string,
  defs: FieldDefs,
  how: RestAnswer<string>,
  subject: Subject,
  want: Want,
  context: ConnectorContext,
): Promise<Got> {
  const who = `[${o.id}] ${name}`
  const place = placeOf(want.cursor, want.limit, how.paging)
  const values = {
    ...('record' in subject ? recordValues(subject.record) : keyValues(subject.key)),
    ...pageValues(place, how.paging),
    fields: want.fields.join(','),
    locale: want.locale,
  }
  const body = await call(o, who, how.call, values, context)
  if (body === undefined || body === null) return { rows: [], complete: true }
  const list = listAt(body, how.rows ?? '', who)
  const page = cut(list, want.limit, place, how.paging, body)
  const mine = (owner: string) =>
    'record' in subject
      ? owner === subject.record.id ||
        subject.record.identifiers.some((one) => one.kind !== 'name' && one.value === owner)
      : sameIdentifier(
          { kind: subject.key.kind, value: owner },
          subject.key,
          o.phonePrefix,
          context.numberPlans,
        )
  const { rows, whole } = mapRows(defs, how, page.rows, want.fields, mine, {
    ...o,
    language: want.locale,
    numberPlans: context.numberPlans,
  })
  const totals = how.totals && totalsOf(how.totals, body, o)
  const short = !how.paging && totals?.count !== undefined && totals.count > list.length
  return {
    rows,
    complete: whole && page.next === undefined && !short,
    next: page.next,
    totals,
    freshFor: how.freshFor,
  }
}

const totalsOf = (how: NonNullable<RestAnswer<string>['totals']>, body: unknown, o: RestOptions): Totals => ({
  count: how.count === undefined ? undefined : toNumber(look(body, how.count)),
  sum:
    how.sum === undefined
      ? undefined
      : (mapField('sum', { type: 'money' }, how.sum, {
          row: body,
          root: body,
          locale: o,
          unread: () => {},
        }) as Money | undefined),
})

/** One answerer per question of the options, shaped for the vocabulary (rows or one value). */
export function answerer(o: RestOptions, question: Question | 'own', how: RestAnswer<string>) {
  const defs: FieldDefs = question === 'own' ? (o.own?.fields ?? {}) : vocabulary[question].fields
  const many = question !== 'own' && vocabulary[question].rows === 'many'
  const shaped = async (subject: Subject, want: Want, context: ConnectorContext) => {
    const got = await get(
      o,
      question,
      defs,
      how,
      subject,
      many ? want : { ...want, limit: 2, cursor: undefined },
      context,
    )
    return many
      ? got
      : { value: got.rows[0] ?? null, complete: got.complete && got.rows.length < 2, freshFor: got.freshFor }
  }
  const tempo = {
    ...(how.freshFor === undefined ? {} : { freshFor: how.freshFor }),
    ...(how.retry === undefined ? {} : { retry: how.retry }),
  }
  return how.from === undefined || how.from === 'record'
    ? {
        ...tempo,
        from: 'record' as const,
        get: (record: SystemRecord, want: Want, context: ConnectorContext) =>
          shaped({ record }, want, context),
      }
    : {
        ...tempo,
        from: how.from,
        get: (key: Identifier, want: Want, context: ConnectorContext) => shaped({ key }, want, context),
      }
}
