/** @jsxImportSource react */

import { QueryClientProvider } from '@tanstack/react-query'
import { memo, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { t } from '../../../widget/i18n/index.ts'
import '../../../widget/ui/card.css'
import '../../../widget/ui/overlay.css'
import type { Who } from '../shown.ts'
import { strip } from '../shown.ts'
import { client, host, type Subject, SubjectProvider, source, useCard } from './card.ts'
import { Advice, Chips, Glance } from './glance.tsx'
import { Panels } from './panel.tsx'
import { Live, Tools, Top } from './top.tsx'
import { now } from './value.tsx'

/**
 * The same card in React 19 with TanStack Query: streamed query, one selector a part, memoised rows. What it
 * fills is the same, element by element.
 */
function App() {
  const [subject, setSubject] = useState<Subject | undefined>()
  useEffect(() => {
    let epoch = 0
    // Synchronous, as in the card: the former customer leaves the page in the task that changes the subject.
    const take = (hints: Subject['hints'] | undefined) => {
      void client.cancelQueries()
      epoch += 1
      const next = hints && { epoch, hints }
      flushSync(() => setSubject(next))
    }
    return host.onSubject((said) => queueFirst(() => take(said?.hints)))
  }, [])
  if (!subject)
    return (
      <>
        <p role="status" className="quiet" />
        <main className="card compact" tabIndex={-1} />
      </>
    )
  return (
    <SubjectProvider value={subject}>
      <Live key={`live ${subject.epoch}`} />
      <main key={subject.epoch} className="card compact" tabIndex={-1}>
        <Top />
        <Rest />
      </main>
      <Watch key={`watch ${subject.epoch}`} />
    </SubjectProvider>
  )
}
/** React refuses flushSync inside an effect; the first subject is already known when the effect runs. */
let first = true
const queueFirst = (run: () => void) => {
  if (first) {
    first = false
    queueMicrotask(run)
  } else run()
}

function Rest() {
  const who = useCard((s) => s.who)
  return who ? (
    <>
      <Tools />
      <Glance ficha={who.ficha} />
      <Filling who={who} />
    </>
  ) : null
}
const Filling = memo(function Filling({ who }: { who: Who }) {
  return (
    <>
      <Advice ficha={who.ficha} />
      <Chips who={who} />
      <Panels />
      <Further who={who} />
      <Systems />
      <p className="toast" aria-live="polite" />
    </>
  )
})

function Further({ who: { ficha } }: { who: Who }) {
  const settled = useCard((s) => s.settled)
  if (!settled) return null
  return (
    <div className="further">
      {ficha.actions.map((a) => (
        <button type="button" key={`${a.connector} ${a.name}`}>
          {a.title}
        </button>
      ))}
      {ficha.timeline && (
        <>
          <button type="button">{t('tool.timeline')}</button>
          <button type="button">{t('tool.journey')}</button>
        </>
      )}
      {ficha.mayAsk.length > 0 && <button type="button">{t('tool.more')}</button>}
    </div>
  )
}

function Systems() {
  const systems = useCard((s) => s.systems)
  const settled = useCard((s) => s.settled)
  return (
    <ul className="systems" aria-label={t('systems')}>
      {[...systems.values()].map((s) => {
        const { mark, words, again } = strip(s, !settled, now)
        return (
          <li key={s.connector} className={`from ${mark}`}>
            <i aria-hidden="true" />
            <span>
              {s.state === 'not-asked' ? `${t('system.not-asked')}: ${s.title}` : s.title + words}
              {s.state === 'answered' && <span className="quiet">{` ${t('system.answered')}`}</span>}
            </span>
            {again && (
              <>
                {' '}
                ·{' '}
                <button type="button" className="link" aria-label={t('retry.of', { title: s.title })}>
                  {t('retry.one')}
                </button>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/**
 * After it has settled a card waits for changes, and says that somebody was recognised: the same talk on the
 * same wire.
 */
function Watch() {
  const card = useCard((s) => s.who?.card)
  const changes = useCard((s) => s.changes)
  useEffect(() => {
    if (!card || !changes) return
    const stop = new AbortController()
    source.outcome({ kind: 'identified', at: new Date().toISOString() })
    source.changes({ card, changes }, stop.signal).catch(() => {})
    return () => stop.abort()
  }, [card, changes])
  return null
}

document.documentElement.lang = 'es'
createRoot(document.getElementById('ficha') as HTMLElement).render(
  <QueryClientProvider client={client}>
    <App />
  </QueryClientProvider>,
)
