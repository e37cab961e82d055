import type { TimelineAnswer, TimelineEntry } from '../../../connectors/contract/index.ts'
import { time } from '../../i18n/format.ts'
import { longDay } from '../../i18n/format-more.ts'
import { t, tOr } from '../../i18n/index.ts'
import { Out, Words } from '../values/safe.tsx'
import { valueText } from '../values/value-text.ts'

/** The label of a channel for which its system gave none. */
const plainWord = (words: string): string =>
  words === 'phone' || words === 'mail' || words === 'call' || words === 'store'
    ? t(`timeline.channel.${words}`)
    : words

export interface About {
  kinds: TimelineAnswer['kinds']
  now: number
  system(connector: string): string
}

const startOf = (at: number): number => {
  const d = new Date(at)
  return new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime()
}
/** A date is the same day everywhere; a moment belongs to its day in the local time zone. */
export const dayOf = (entry: TimelineEntry): number =>
  entry.at.length === 10 ? startOf(Date.parse(`${entry.at}T00:00:00`)) : startOf(Date.parse(entry.at))
const dayName = (day: number, now: number): string => {
  const off = Math.round((day - startOf(now)) / 86_400_000)
  return off === 0
    ? t('timeline.today')
    : off === -1
      ? t('timeline.yesterday')
      : off === 1
        ? t('timeline.tomorrow')
        : longDay(day)
}

/**
 * Entries by day. A day that continues from the block before is not shown twice, but a screen reader still
 * gets its name.
 */
export function Days({
  entries,
  before,
  about,
}: {
  entries: readonly TimelineEntry[]
  before?: TimelineEntry | undefined
  about: About
}) {
  const days: { day: number; entries: TimelineEntry[] }[] = []
  for (const entry of entries) {
    const day = dayOf(entry)
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return (
    <>
      {days.map(({ day, entries: those }, i) => {
        const name = dayName(day, about.now)
        return (
          <div key={day}>
            {!(i === 0 && before && dayOf(before) === day) && <h4>{name}</h4>}
            <ul class="rows" aria-label={name} data-rove="">
              {those.map((e) => (
                <One key={e.key} entry={e} about={about} />
              ))}
            </ul>
          </div>
        )
      })}
    </>
  )
}

function One({ entry, about }: { entry: TimelineEntry; about: About }) {
  const types = about.kinds.find((k) => k.question === entry.question)?.types ?? {}
  const words = (name: string | undefined): string => {
    const field = name === undefined ? undefined : entry.fields[name]
    if (!name || !field || field.shown === 'withheld') return ''
    return field.shown === 'masked'
      ? field.hint
      : plainWord(valueText(types[name] ?? 'text', field.value, about.now))
  }
  const [title, status, system] = [
    words(entry.title),
    words(entry.status),
    about.system(entry.from.connector),
  ]
  const small = [
    entry.at.length > 10 ? time(Date.parse(entry.at)) : '',
    status,
    system,
    entry.from.confirmed ? '' : t('timeline.unconfirmed'),
  ]
    .filter(Boolean)
    .join(' · ')
  return (
    <li>
      <b class="h one">
        {tOr(`${entry.coming ? 'come' : 'when'}.${entry.question}`, tOr(`when.${entry.question}`, ''))}
        {title && (
          <>
            {' '}
            · <Words>{title}</Words>
          </>
        )}
        {entry.from.url && (
          <>
            {' '}
            <Out url={entry.from.url} label={t('open.in', { title: system })}>
              <span aria-hidden="true" class="go">
                ↗
              </span>
            </Out>
          </>
        )}
      </b>
      <span class="n">{words(entry.amount)}</span>
      <small>
        <bdi>{small}</bdi>
      </small>
    </li>
  )
}
