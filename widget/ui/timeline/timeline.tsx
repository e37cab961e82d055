import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { TimelineGap } from '../../../connectors/contract/index.ts'
import { date } from '../../i18n/format.ts'
import { list } from '../../i18n/format-more.ts'
import { language, t } from '../../i18n/index.ts'
import { OverlayHead } from '../overlay-head.tsx'
import { loadStylesheet } from '../style.ts'
import { titleOf, useView } from '../view.ts'
import { type About, Days } from './entry.tsx'
import { type Filter, Pages } from './pages.ts'
import stylesheet from './timeline.css?url'
import { Windowed } from './windowed.tsx'

const perBlock = 20
const comingShown = 5
const rowPixels = 44

/**
 * Everything dated from every system, opening with what is coming. Only the rows near the viewport are
 * rendered.
 */
export default function Timeline() {
  const { card, state: cardState, now } = useView()
  const version = useSignal(0)
  const chosen = useSignal<Filter>({ kind: '', text: '' })
  const allComing = useSignal(false)
  const pagesRef = useRef<Pages | undefined>(undefined)
  pagesRef.current ??= new Pages(
    async (request, signal) => {
      const handle = cardState.who.peek()?.card
      if (!card.source.timeline || !handle) throw new Error('nobody to ask')
      return card.source.timeline({ ...request, card: handle, locale: language() }, signal)
    },
    () => {
      version.value += 1
    },
  )
  const pages = pagesRef.current
  const filter = chosen.value
  useEffect(() => {
    void loadStylesheet(stylesheet)
    return () => pages.stop()
  }, [])
  useEffect(() => {
    const timer = setTimeout(
      () => pages.start({ kind: filter.kind, text: filter.text.trim() }),
      filter.text ? 250 : 0,
    )
    return () => clearTimeout(timer)
  }, [filter.kind, filter.text, language()])

  // Subscribes to changes: Pages itself is not reactive.
  void version.value
  const { entries, coming, last, busy, error } = pages
  const today = now.peek()
  const about: About = { kinds: last?.kinds ?? [], now: today, system: (c) => titleOf(cardState, c) }
  // The choice of kinds stays while another page is on its way.
  const lastKinds = useRef<NonNullable<typeof last>['kinds']>([])
  if (last) lastKinds.current = last.kinds
  const shown = allComing.value ? coming : coming.slice(0, comingShown)
  return (
    <section class="over timeline" aria-labelledby="timeline-h" aria-busy={busy}>
      <OverlayHead id="timeline-h" title={t('timeline.title')} />
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
          {lastKinds.current.map((k) => (
            <option key={k.question} value={k.question}>
              {k.label}
            </option>
          ))}
        </select>
      </div>
      <p class="soft" role="status">
        {statusText(pages)}
      </p>
      <Gaps gaps={pages.gaps} retry={() => pages.retry()} />
      {last && last.withheld.length > 0 && (
        <p class="soft">{t('timeline.withheld', { what: list(last.withheld) })}</p>
      )}
      {error !== undefined && (
        <p class="warn" role="alert">
          {t('timeline.failed')} <bdi>{error}</bdi>{' '}
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
            renderBlock={(b) => (
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
            <span class="soft">{t('timeline.searched', { to: date(last.searchedTo, today) })} </span>
          )}
          <button type="button" disabled={busy} onClick={() => pages.older()}>
            {busy ? t('waiting') : t('timeline.search-on')}
          </button>
        </p>
      )}
    </section>
  )
}

/** How many entries are shown, and whether there are more. */
function statusText({ last, busy, entries, coming }: Pages): string {
  if (!last) return busy ? t('waiting') : ''
  return last.more
    ? t('timeline.shown-more', { n: entries.length })
    : t('timeline.shown', { n: entries.length + coming.length })
}

/** Systems whose entries are missing or late, so that "missing" is not read as "none". */
function Gaps({ gaps, retry }: { gaps: readonly TimelineGap[]; retry: () => void }) {
  const titlesOf = (is: TimelineGap['is']) => [
    ...new Set(gaps.filter((gap) => gap.is === is).map((gap) => gap.title)),
  ]
  const waiting = titlesOf('waiting')
  const failed = titlesOf('failed')
  const filtered = titlesOf('filtered')
  const unordered = titlesOf('unordered')
  const unread = titlesOf('unread')
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
      {unread.length > 0 && <p class="warn">{t('timeline.unread', { who: list(unread) })}</p>}
      {unordered.length > 0 && <p class="soft">{t('timeline.unordered', { who: list(unordered) })}</p>}
    </>
  )
}
