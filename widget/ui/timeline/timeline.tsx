import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { TimelineGap } from '../../../connectors/contract/index.ts'
import { date } from '../../i18n/format.ts'
import { list } from '../../i18n/format-more.ts'
import { language, t } from '../../i18n/index.ts'
import { sheetOf } from '../style.ts'
import { titleOf, useView } from '../view.ts'
import { type About, Days } from './entry.tsx'
import { type Filter, Pages } from './pages.ts'
import looks from './timeline.css?url'
import { Windowed } from './windowed.tsx'

const perBlock = 20
const soonest = 5
const rowPixels = 44

/**
 * Everything dated from every system, opening with what is coming. Its length costs nothing: only what is
 * near the view is in the page.
 */
export default function Timeline() {
  const { card, state: cardState, open, now } = useView()
  const turned = useSignal(0)
  const chosen = useSignal<Filter>({ kind: '', text: '' })
  const allComing = useSignal(false)
  const close = useRef<HTMLButtonElement>(null)
  const kept = useRef<Pages | undefined>(undefined)
  kept.current ??= new Pages(
    async (request, signal) => {
      const handle = cardState.who.peek()?.card
      if (!card.source.timeline || !handle) throw new Error('nobody to ask')
      return card.source.timeline({ ...request, card: handle, locale: language() }, signal)
    },
    () => {
      turned.value += 1
    },
  )
  const pages = kept.current
  const filter = chosen.value
  useEffect(() => {
    void sheetOf(looks)
    close.current?.focus()
    return () => pages.stop()
  }, [])
  useEffect(() => {
    const timer = setTimeout(
      () => pages.start({ kind: filter.kind, text: filter.text.trim() }),
      filter.text ? 250 : 0,
    )
    return () => clearTimeout(timer)
  }, [filter.kind, filter.text, language()])

  // What the pages hold is read again after each turn.
  void turned.value
  const { entries, coming, last, busy, trouble } = pages
  const at = now.peek()
  const about: About = { kinds: last?.kinds ?? [], now: at, system: (c) => titleOf(cardState, c) }
  const known = useRef<NonNullable<typeof last>['kinds']>([])
  if (last) known.current = last.kinds
  const shown = allComing.value ? coming : coming.slice(0, soonest)
  return (
    <section class="over timeline" aria-labelledby="timeline-h" aria-busy={busy}>
      <header>
        <h2 id="timeline-h">{t('timeline.title')}</h2>
        <button
          type="button"
          class="link"
          ref={close}
          onClick={() => {
            open.value = undefined
          }}
        >
          {t('tool.close')}
        </button>
      </header>
      <div class="bar-in">
        <label class="quiet" for="timeline-s">
          {t('timeline.search')}
        </label>
        <input
          id="timeline-s"
          type="search"
          maxLength={100}
          placeholder={t('tool.search')}
          value={filter.text}
          onInput={(e) => {
            chosen.value = { ...filter, text: e.currentTarget.value }
          }}
        />
        <select
          aria-label={t('timeline.filter')}
          value={filter.kind}
          onChange={(e) => {
            chosen.value = { ...filter, kind: e.currentTarget.value }
          }}
        >
          <option value="">{t('timeline.all')}</option>
          {known.current.map((k) => (
            <option key={k.question} value={k.question}>
              {k.label}
            </option>
          ))}
        </select>
      </div>
      <p class="soft" role="status">
        {last
          ? last.more
            ? t('timeline.shown-more', { n: entries.length })
            : t('timeline.shown', { n: entries.length + coming.length })
          : busy
            ? t('waiting')
            : ''}
      </p>
      <Gaps gaps={pages.gaps} retry={() => pages.retry()} />
      {last && last.withheld.length > 0 && (
        <p class="soft">{t('timeline.withheld', { what: list(last.withheld) })}</p>
      )}
      {trouble !== undefined && (
        <p class="warn" role="alert">
          {t('timeline.failed')} <bdi>{trouble}</bdi>{' '}
          <button type="button" class="link" onClick={() => pages.retry()}>
            {t('retry')}
          </button>
        </p>
      )}
      {coming.length > 0 && (
        <section aria-labelledby="timeline-c">
          <h3 id="timeline-c">{t('timeline.coming')}</h3>
          <Days entries={shown} about={about} />
          {coming.length > shown.length && (
            <button
              type="button"
              class="link"
              onClick={() => {
                allComing.value = true
              }}
            >
              {t('timeline.coming-more', { n: coming.length - shown.length })}
            </button>
          )}
        </section>
      )}
      {last && last.comingPartial.length > 0 && (
        <p class="soft">{t('timeline.coming-partial', { who: list(last.comingPartial) })}</p>
      )}
      {last &&
        entries.length + coming.length === 0 &&
        !busy &&
        !last.searchedTo &&
        pages.gaps.every((g) => g.is === 'filtered') && <p>{t('timeline.none')}</p>}
      {entries.length > 0 && (
        <>
          <h3>{t('timeline.past')}</h3>
          <Windowed
            key={`${filter.kind} ${filter.text}`}
            blocks={Math.ceil(entries.length / perBlock)}
            estimate={(b) => Math.min(perBlock, entries.length - b * perBlock) * rowPixels}
            label={t('timeline.past')}
            paint={(b) => (
              <Days
                entries={entries.slice(b * perBlock, (b + 1) * perBlock)}
                before={entries[b * perBlock - 1]}
                about={about}
              />
            )}
            onEnd={() => {
              if (!filter.text) pages.older()
            }}
          />
        </>
      )}
      {last?.more && (filter.text || entries.length === 0) && (
        <p>
          {last.searchedTo && (
            <span class="soft">{t('timeline.searched', { to: date(last.searchedTo, at) })} </span>
          )}
          <button type="button" disabled={busy} onClick={() => pages.older()}>
            {busy ? t('waiting') : t('timeline.search-on')}
          </button>
        </p>
      )}
    </section>
  )
}

/** Whose entries are not here, or came late: an entry missing and no entry must not look alike. */
function Gaps({ gaps, retry }: { gaps: readonly TimelineGap[]; retry: () => void }) {
  const who = (is: TimelineGap['is']) => [...new Set(gaps.filter((g) => g.is === is).map((g) => g.title))]
  const [waiting, failed, filtered, unordered] = [
    who('waiting'),
    who('failed'),
    who('filtered'),
    who('unordered'),
  ]
  return (
    <>
      {failed.length > 0 && (
        <p class="warn" role="status">
          {t('timeline.partial', { who: list(failed) })}{' '}
          <button type="button" class="link" onClick={retry}>
            {t('retry')}
          </button>
        </p>
      )}
      {waiting.length > 0 && (
        <p class="soft" role="status">
          {t('timeline.awaited', { who: list(waiting) })}
        </p>
      )}
      {filtered.length > 0 && <p class="soft">{t('timeline.filtered', { who: list(filtered) })}</p>}
      {unordered.length > 0 && <p class="soft">{t('timeline.unordered', { who: list(unordered) })}</p>}
    </>
  )
}
