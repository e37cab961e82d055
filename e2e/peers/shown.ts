import type {
  CardEvent,
  Field,
  PanelView,
  PersonName,
  PolicyView,
  Question,
  ReleasedRow,
  SignalEvent,
  SystemEvent,
} from '../../connectors/contract/index.ts'
import { age, moment, seconds } from '../../widget/i18n/format.ts'
import { t, tOr } from '../../widget/i18n/index.ts'
import { datedBy, type PanelState, type SourceState } from '../../widget/state/panel.ts'
import { marked } from '../../widget/ui/values/safe.tsx'
import { guessType, valueText } from '../../widget/ui/values/value-text.ts'

/**
 * What the card shows, as words and choices without a framework: both peers paint these, so that only the
 * painting differs.
 */
export type Who = Extract<CardEvent, { event: 'who' }>
export type Advice = Extract<CardEvent, { event: 'advice' }>

export const nameOf = (name: Field<PersonName> | undefined): string =>
  name?.shown === 'clear'
    ? marked(name.value.full)
    : name?.shown === 'masked'
      ? name.hint
      : t('withheld.name')
export const initials = (name: Field<PersonName> | undefined): string =>
  name?.shown === 'clear'
    ? (name.value.given && name.value.family
        ? [name.value.given, name.value.family]
        : name.value.full.split(/\s+/).slice(0, 2)
      )
        .map((w) => [...w][0] ?? '')
        .join('')
        .toUpperCase()
    : '·'
export const maybe = (who: Who): boolean => who.outcome !== 'identified' || who.sure?.level !== 'sure'
export const announce = (who: Who): string =>
  t('live.identified', { name: nameOf(who.person?.name), by: who.sure ? t(`by.${who.sure.by}`) : '' })
export const keyType = (kind: string): string => (kind === 'phone' || kind === 'mail' ? kind : 'id')

export const look = ({ answer, tone }: SignalEvent): string =>
  answer.shown !== 'clear' ? '' : answer.value.is === 'unknown' ? 'unknown' : tone
/** What a signal says; of an unknown one, because of whom. `titleOf` names a system as the card does. */
export function saidBy({ answer, text }: SignalEvent, titleOf: (connector: string) => string): string {
  if (answer.shown !== 'clear') return answer.shown === 'masked' ? answer.hint : t('withheld.short')
  if (answer.value.is === 'unknown') {
    const by = answer.value.because.find((b) => b.connector)
    const title = by?.connector && titleOf(by.connector)
    return by ? t('unknown.because', { why: title !== by.connector ? (title ?? '') : by.says }) : t('unknown')
  }
  if (text.shown === 'withheld') return t('withheld.short')
  return (text.shown === 'clear' ? text.value : text.hint) || t(answer.value.is)
}
export function spark(points: readonly number[]): string {
  const low = Math.min(...points),
    high = Math.max(...points)
  return `M${points.map((p, i) => `${(1 + (i * 44) / (points.length - 1)).toFixed(1)} ${(12 - ((p - low) / (high - low || 1)) * 10).toFixed(1)}`).join(' L')}`
}
const answerOf = (s: SignalEvent): string => (s.answer.shown === 'clear' ? s.answer.value.is : '')
/** Signals beside the glance: those worth a look, and those nobody could tell. */
export function beyond(
  who: Who,
  signals: ReadonlyMap<string, SignalEvent>,
): { shown: SignalEvent[]; unknown: SignalEvent[] } {
  const all = [...signals.values()].filter(
    (s) => s.kind !== 'margin' && !who.ficha.glance.some((g) => g.rule === s.rule) && answerOf(s) !== '',
  )
  return {
    shown: all.filter((s) =>
      s.kind === 'promise' ? answerOf(s) !== 'unknown' : answerOf(s) === 'yes' && s.tone !== 'calm',
    ),
    unknown: all.filter((s) => answerOf(s) === 'unknown'),
  }
}
export const tick = (s: SignalEvent): string =>
  s.kind === 'promise' ? (answerOf(s) === 'yes' ? '✓ ' : '✗ ') : ''
export const because = ({ answer }: SignalEvent): string =>
  (answer.shown === 'clear' && answer.value.is === 'unknown'
    ? answer.value.because
        .map((b) => b.says)
        .filter(Boolean)
        .join('; ')
    : '') || t('unknown')
/** A mark in words of its own, where it has some. */
export const markWords = (fact: string, field: Field): string | undefined =>
  fact === 'person.since' && field.shown === 'clear'
    ? t('mark.since', { year: String(field.value).slice(0, 4) })
    : undefined
/**
 * A figure, a date, a yes, or what is hidden says aloud and to the eye what it is; a tier or a shop to the
 * ear only.
 */
export const markLabel = (field: Field): string =>
  field.shown === 'clear' && ['status', 'text'].includes(guessType(field.value)) ? 'quiet' : ''
export const margins = (signals: ReadonlyMap<string, SignalEvent>): SignalEvent[] =>
  [...signals.values()].filter(
    (s) => s.kind === 'margin' && s.answer.shown === 'clear' && s.answer.value.is === 'yes',
  )

export function standing(source: SourceState, now: number): { words: string; mark: string } {
  const { title, asking, fetchedAt } = source
  if (asking.asking === 'late')
    return { words: t('from.late', { title, time: seconds(asking.after) }), mark: 'wait' }
  if (!fetchedAt) {
    if (asking.asking === 'waiting') return { words: t('from.waiting', { title }), mark: 'wait' }
    return asking.asking === 'failed'
      ? { words: t('from.down', { title, why: t(`code.${asking.code}`) }), mark: 'down' }
      : { words: t('from.silent', { title }), mark: 'down' }
  }
  const when = moment(fetchedAt, now)
  if (asking.asking === 'failed')
    return { words: t('from.old', { title, when, why: t(`code.${asking.code}`) }), mark: 'old' }
  if (asking.asking === 'waiting') return { words: t('from.again', { title, when }), mark: 'wait' }
  if (now - Date.parse(fetchedAt) > 3_600_000) return { words: t('from.stale', { title, when }), mark: 'old' }
  const old = age(fetchedAt, now)
  return { words: old ? t('from.age', { title, age: old }) : t('from.now', { title }), mark: '' }
}
export const unconfirmed = (s: SourceState): string =>
  !s.confirmed && s.askedBy ? ` (${t('from.unconfirmed', { key: s.askedBy })})` : ''
export const lacking = (panel: PanelState): string =>
  panel.sources
    .flatMap((s) => {
      if (s.missing === 'truncated') return [t('from.truncated', { title: s.title })]
      if (s.missing === 'filtered') return [t('from.filtered')]
      if (s.missing === 'unreadable') return [t('from.unreadable', { title: s.title })]
      if (s.known !== 'nothing') return []
      return [
        s.asking.asking === 'waiting' || s.asking.asking === 'late'
          ? t('from.waiting', { title: s.title })
          : s.asking.asking === 'failed'
            ? t('from.down', { title: s.title, why: t(`code.${s.asking.code}`) })
            : t('from.silent', { title: s.title }),
      ]
    })
    .join('; ')

export interface Column {
  name: string
  label: string
  type: string
}
export const columns = (view: PanelView, rows: readonly ReleasedRow[]): readonly Column[] =>
  view.fields.length > 0
    ? view.fields
    : [...new Set(rows.flatMap((row) => Object.keys(row.fields)))].map((name) => ({
        name,
        label: name,
        type: 'text',
      }))
export const rowKey = (row: ReleasedRow, cols: readonly Column[], index: number): string => {
  const id = cols.find((c) => c.type === 'id' && row.fields[c.name]?.shown === 'clear')
  const field = id && row.fields[id.name]
  return `${row.from.connector} ${field?.shown === 'clear' ? String(field.value) : index}`
}
const titles = new Set(['subject', 'summary', 'what', 'title'])
const bare = new Set(['text', 'id', 'status', 'address', 'personName', 'phone', 'mail', 'url'])
const isNested = (value: unknown): value is readonly Record<string, unknown>[] =>
  Array.isArray(value) &&
  typeof value[0] === 'object' &&
  value[0] !== null &&
  !('code' in value[0]) &&
  !('amount' in value[0])
export const labelled = (c: Column, question: string): boolean =>
  !bare.has(c.type) && c.name !== datedBy(question as Question)
export const clearValueOf = (row: ReleasedRow, c: Column): unknown => {
  const f = row.fields[c.name]
  return f?.shown === 'clear' ? f.value : undefined
}

/**
 * Which column is the row's title, which its weight, which its state, and what is left for the small line.
 */
export function partsOf(row: ReleasedRow, cols: readonly Column[]) {
  const present = cols.filter((c) => row.fields[c.name] !== undefined)
  const nested = present.filter((c) => isNested(clearValueOf(row, c)))
  const flat = present.filter(
    (c) =>
      !nested.includes(c) &&
      !(row.fields[c.name]?.shown === 'clear' && valueText(c.type, clearValueOf(row, c), 0) === ''),
  )
  const head =
    flat.find((c) => titles.has(c.name)) ??
    flat.find((c) => c.type === 'text' || c.type === 'id' || c.type === 'personName') ??
    flat.find((c) => c.type !== 'status' && c.type !== 'money') ??
    flat[0]
  const rest = flat.filter((c) => c !== head)
  const weight = rest.find((c) => c.type === 'money') ?? rest.find((c) => c.name === 'score')
  const state =
    rest.find((c) => c.type === 'status' && c.name === 'status') ?? rest.find((c) => c.type === 'status')
  return {
    head,
    weight,
    state,
    small: rest.filter((c) => c !== weight && c !== state && !(state && c.name === 'open')),
    nested,
  }
}
export const lineWords = (line: Record<string, unknown>, now: number): string[] =>
  Object.values(line)
    .filter((v) => v !== undefined && v !== null)
    .map((v) => (typeof v === 'number' ? `× ${v}` : valueText(guessType(v), v, now)))
export const copied = new Set(['id', 'phone', 'mail', 'personName', 'address'])

const plain = (value: unknown): string =>
  String(typeof value === 'object' && value !== null && 'code' in value ? value.code : value)
    .trim()
    .toLowerCase()
/**
 * The policies that stand beside a row, or beside all of a panel or an advice; folded, with their title in
 * sight.
 */
export const norms = (of: readonly PolicyView[] | undefined, row?: ReleasedRow): readonly PolicyView[] =>
  (of ?? []).filter(({ where }) => {
    if (!row) return !where
    const field = where && row.fields[where.field]
    return (
      where !== undefined &&
      field?.shown === 'clear' &&
      [field.value].flat().some((value) => where.is.some((is) => plain(is) === plain(value)))
    )
  })
export const normTitle = 'Qué hacer: '

const marks = { answered: '', asking: 'wait', late: 'wait', down: 'down', 'not-asked': 'off' } as const
export function strip(
  s: SystemEvent,
  asking: boolean,
  now: number,
): { mark: string; words: string; again: boolean } {
  const silent = !asking && (s.state === 'asking' || s.state === 'late')
  const words =
    s.state === 'down'
      ? `: ${tOr(`code.${s.code ?? 'unavailable'}`, '')}${s.since ? ` ${t('system.since', { when: moment(s.since, now) })}` : ''}`
      : silent
        ? `: ${t('from.silent', { title: '' }).replace(/^: /, '')}`
        : s.state === 'answered'
          ? ''
          : `: ${t(`system.${s.state}`)}`
  return {
    mark: silent ? 'down' : marks[s.state],
    words,
    again: s.state === 'down' || s.state === 'late' || silent,
  }
}
