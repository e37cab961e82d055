import { useComputed, useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { list, longDay, time } from '../i18n/format.ts'
import { t, type Key } from '../i18n/index.ts'
import { clearOf, entries, type Entry } from './timeline-entries.ts'
import { Out, Words } from './safe.tsx'
import { titleOf, useView } from './view.ts'

const page = 60
const dayOf = (at: number): string => { const d = new Date(at); return `${d.getFullYear()}-${d.getMonth()}-${d.getDate()}` }

/** Everything dated from every system, opening with what is coming. Draws a page at a time, so its length costs nothing. */
export default function Timeline() {
  const { card, sheet, open, now } = useView()
  const id = useId()
  const kind = useSignal('')
  const text = useSignal('')
  const shown = useSignal(page)
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    close.current?.focus()
    for (const panel of sheet.panels.peek()) if (panel.is === 'closed' && clearOf(panel.view.question)) card.open(panel.view.id)
  }, [])
  const all = useComputed(() => entries(sheet.panels.value, card.clock.now(), (c) => titleOf(sheet, c)))
  const kinds = [...new Set(all.value.map((e) => e.question))]
  const wanted = text.value.trim().toLocaleLowerCase()
  const filtered = all.value.filter((e) => (!kind.value || e.question === kind.value) && (!wanted || e.search.includes(wanted)))
  const coming = filtered.filter((e) => e.coming)
  const past = filtered.filter((e) => !e.coming)
  const partial = sheet.panels.value.flatMap((p) => (clearOf(p.view.question) ? p.sources.filter((s) => s.known === 'nothing').map((s) => s.title) : []))
  const next = sheet.panels.value.flatMap((p) => (clearOf(p.view.question) ? p.sources.filter((s) => s.next).map((s) => ({ panel: p.view.id, connector: s.connector, next: s.next as string })) : []))
  const older = () => {
    if (shown.value < past.length) shown.value += page
    else for (const n of next) card.more(n.panel, n.connector, n.next)
  }
  return <section class="over timeline" aria-labelledby={`${id}h`}><header><h2 id={`${id}h`}>{t('timeline.title')}</h2><button type="button" class="link" ref={close} onClick={() => { open.value = undefined }}>{t('tool.close')}</button></header>
    <div class="bar-in"><label class="quiet" for={`${id}s`}>{t('timeline.search')}</label><input id={`${id}s`} type="search" placeholder={t('timeline.search')} value={text.value} onInput={(e) => { text.value = e.currentTarget.value; shown.value = page }} />
      <select aria-label={t('timeline.filter')} value={kind.value} onChange={(e) => { kind.value = e.currentTarget.value; shown.value = page }}><option value="">{t('timeline.all')}</option>{kinds.map((k) => <option key={k} value={k}>{t(`when.${k}` as Key)}</option>)}</select></div>
    <p class="soft" aria-live="polite">{t('timeline.shown', { n: filtered.length })}{partial.length > 0 && ` ${t('timeline.partial', { who: list([...new Set(partial)]) })}`}</p>
    {filtered.length === 0 && <p>{t('timeline.none')}</p>}
    {coming.length > 0 && <><h3>{t('timeline.coming')}</h3><Days entries={coming.slice(0, page)} now={now.peek()} /></>}
    {past.length > 0 && <><h3>{t('timeline.past')}</h3><Days entries={past.slice(0, shown.value)} now={now.peek()} /></>}
    {(shown.value < past.length || next.length > 0) && <button type="button" onClick={older}>{t('timeline.older')}</button>}
  </section>
}

function Days({ entries: all, now }: { entries: readonly Entry[]; now: number }) {
  const days: { day: string; at: number; entries: Entry[] }[] = []
  for (const entry of all) {
    const day = dayOf(entry.at)
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, at: entry.at, entries: [entry] })
  }
  const name = (at: number): string => (dayOf(at) === dayOf(now) ? t('timeline.today') : dayOf(at) === dayOf(now - 86_400_000) ? t('timeline.yesterday') : dayOf(at) === dayOf(now + 86_400_000) ? t('timeline.tomorrow') : longDay(at))
  return <>{days.map(({ day, at, entries: those }) => <div class="day" key={day}><h4>{name(at)}</h4><ul class="rows" data-rove="">{those.map((e) => <li key={e.key}>
    <b class="h">{t(`${e.coming ? 'come' : 'when'}.${e.question}` as Key)}{e.title && <> · <Words>{e.title}</Words></>}{e.url && <> <Out url={e.url} label={t('open.in', { title: e.system })}><span aria-hidden="true" class="go">↗</span></Out></>}</b>
    <span class="n">{e.weight}</span><small>{[e.timed ? time(e.at) : '', ...e.rest, e.system].filter(Boolean).join(' · ')}</small></li>)}</ul></div>)}</>
}
