import {
  type AnyRow,
  type ConnectorContext,
  ConnectorError,
  type FieldDefs,
  type Identifier,
  type Money,
  type Question,
  type RawIdentifier,
  type SystemRecord,
  sameIdentifier,
  type Totals,
  toKey,
  toNumber,
  vocabulary,
  type Want,
} from '../../contract/index.ts'
import { mapField } from '../../contract/mapping/fields.ts'
import { hasMany } from '../../contract/mapping/names.ts'
import { look } from '../../contract/mapping/pointer.ts'
import { mapRows } from '../../contract/mapping/rows.ts'
import { saysMore } from '../../contract/mapping/says-more.ts'
import { call, keyValues, recordValues } from './call.ts'
import { whomIn } from './check-names.ts'
import { listAt } from './failure.ts'
import type { RestAnswer, RestOptions } from './options.ts'
import { cut, endPointer, pageValues, placeOf } from './paging.ts'

interface Got {
  rows: readonly AnyRow[]
  complete: boolean
  next?: string | undefined
  totals?: Totals | undefined
  freshFor?: number | undefined
  unread?: readonly string[]
  unreadRows?: number
}
type Subject = { record: SystemRecord } | { key: Identifier }

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
  const byKey = !('record' in subject)
  const came = await call(o, who, how.call, values, context, {
    rows: how.rows,
    id: how.id,
    none: how.none,
  })
  if (came === 'empty' || (came === 'absent' && how.missing === 'none')) return { rows: [], complete: true }
  if (came === 'absent')
    throw new ConnectorError(
      'unsupported',
      `${who}: the system has no such place (HTTP 404)${byKey ? '' : ' for a record it has just given'}; check the path, or write missing: 'none' where it means that there is nothing`,
    )
  const { body } = came
  const list = listAt(body, how.rows ?? '', who, { missing: how.missing, may: byKey })
  const page = cut(list, want.limit, place, how.paging, body)
  const whom = whomIn(how.call)
  const sameAs = (one: RawIdentifier, value: string) =>
    sameIdentifier(
      { ...one, value },
      { ...one, raw: one.value, grade: 'unique' },
      o.phonePrefix,
      context.numberPlans,
    )
  // A number of an order or a card may be the id of another customer: it says whose a row is only where the
  // call asks by it. Mails and telephones look like nothing else.
  const saysWhose = (kind: string) =>
    kind === 'mail' || kind === 'phone' || whom.includes(kind) || (whom.length === 0 && kind !== 'name')
  const mine = (owner: string) =>
    'record' in subject
      ? owner === subject.record.id ||
        subject.record.identifiers.some(
          (one) => saysWhose(one.kind) && (one.value === owner || sameAs(one, owner)),
        )
      : sameIdentifier(
          { kind: subject.key.kind, value: owner },
          subject.key,
          o.phonePrefix,
          context.numberPlans,
        )
  const { owner } = how
  if (
    owner !== undefined &&
    want.cursor === undefined &&
    list.length > 0 &&
    whom.length > 0 &&
    !list.some((each) => mine(toKey(look(each, owner)) ?? ''))
  )
    throw new ConnectorError(
      'malformed',
      `${who}: the system answered with ${list.length} ${list.length === 1 ? 'row' : 'rows'}, none of which is of the one asked about (\`owner\`: \`${owner}\`); it seems to ignore the filter, check the call`,
    )
  const { rows, strangers, nameless, ownerless, unread } = mapRows(defs, how, page.rows, want.fields, mine, {
    ...o,
    language: want.locale,
    numberPlans: context.numberPlans,
    unread: (field, value) => context.unread?.(name, field, value),
  })
  if (nameless > 0 && nameless === page.rows.length)
    throw new ConnectorError(
      'malformed',
      `${who}: none of ${nameless} ${nameless === 1 ? 'row' : 'rows'} has an id at \`${how.id ?? 'id'}\`; write \`id\`: where a row has its own number`,
    )
  const totals = how.totals && totalsOf(how.totals, body, o)
  if (how.totals?.count !== undefined && totals?.count === undefined)
    context.unread?.(name, 'totals.count', look(body, how.totals.count))
  const short = !how.paging && totals?.count !== undefined && totals.count > list.length
  // A filter that lets strangers through may have let the customer's own rows fall off the end of a page.
  const mayBeCut = strangers > 0 && !how.paging && totals?.count === undefined && list.length >= shortestPage
  const listed = came.goesOn || (came.total !== undefined && came.total > place.seen + list.length)
  const goesOn =
    page.next === undefined &&
    !page.ended &&
    (listed || page.uncounted || saysMore(body, how.rows ?? '', place.seen + list.length))
  if (goesOn && how.paging) {
    const at = endPointer(how.paging)
    context.unread?.(
      name,
      `paging.${how.paging.by === 'cursor' ? 'next' : 'total'}`,
      at === undefined ? undefined : look(body, at),
    )
  }
  // The call asks by one value of a kind; what is kept under the record's other ones was not asked.
  const others =
    'record' in subject && whom.length > 0 && whom.every(hasSeveral(subject.record, sameAs))
      ? [...new Set(whom)]
      : []
  if (others.length > 0 && rows.length === 0)
    throw new ConnectorError(
      'unsupported',
      `${who}: nothing came for the first ${others.join(', ')} of a record that has several, and the others were not asked; ask by {record}, or map one ${others[0]}`,
    )
  return {
    rows,
    complete:
      page.next === undefined && !short && !mayBeCut && !goesOn && (others.length === 0 || !hasMany(name)),
    next: page.next,
    // What the system counted holds the strangers too.
    totals: strangers > 0 ? undefined : totals,
    freshFor: how.freshFor,
    ...(unread.length ? { unread } : {}),
    ...(nameless + ownerless ? { unreadRows: nameless + ownerless } : {}),
  }
}

const hasSeveral =
  (record: SystemRecord, sameAs: (one: RawIdentifier, value: string) => boolean) =>
  (kind: string): boolean => {
    const [first, ...more] = record.identifiers.filter((one) => one.kind === kind)
    return first !== undefined && more.some((one) => !sameAs(first, one.value))
  }

/** No system gives fewer rows at a time. */
const shortestPage = 10

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
    if (!many && how.owner === undefined && got.rows.length > 1)
      throw new ConnectorError(
        'malformed',
        `[${o.id}] ${question}: several rows came where one belongs, and nothing says which is theirs; it seems to ignore the filter: check the call, or write \`owner\`: where a row says whose it is`,
      )
    return many
      ? got
      : {
          value: got.rows[0] ?? null,
          complete: got.complete && got.rows.length < 2,
          freshFor: got.freshFor,
          ...(got.unread ? { unread: got.unread } : {}),
          ...(got.unreadRows ? { unreadRows: got.unreadRows } : {}),
        }
  }
  const tempo = {
    fields: Object.keys(how.fields),
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
