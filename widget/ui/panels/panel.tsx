import { signal } from '@preact/signals'
import type { ComponentChild } from 'preact'
import { useId } from 'preact/hooks'
import type { ReleasedRow } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import type { PanelState } from '../../state/index.ts'
import { lazily } from '../lazily.tsx'
import { useView } from '../view.ts'
import { FromLine, lacking } from './from.tsx'
import { columns, Row, rowKey } from './rows.tsx'

const LaidOut = lazily(() => import('./laid-out.tsx'))
/**
 * The texts of policies, once the chunk that is loaded after settling is here; nothing is shown before.
 */
export const policyNotes = signal<
  ((of: PanelState['view']['policies'], row?: ReleasedRow) => ComponentChild) | undefined
>(undefined)
/** Questions whose answers are not a list of rows. */
const notLists = new Set(['cards', 'own', 'relations', 'person', 'preferences', 'loyalty'])

/**
 * One question as a section. Waiting, late, none, value, incomplete, old, down and withheld all look
 * different.
 */
export function Panel({ panel }: { panel: PanelState }) {
  const { card } = useView()
  const id = useId()
  const { view, is } = panel
  return (
    <section
      aria-labelledby={`${id}h`}
      aria-describedby={`${id}f`}
      class={`panel is-${is}`}
      data-panel={view.id}
    >
      <header>
        <h2 id={`${id}h`} tabIndex={-1}>
          {view.title}
        </h2>
        {is === 'closed' ? (
          <button
            type="button"
            class="link"
            aria-label={`${t(view.ask === 'on-request' ? 'panel.ask' : 'panel.open')}: ${view.title}`}
            id={`${id}f`}
            onClick={() => card.open(view.id)}
          >
            {t(view.ask === 'on-request' ? 'panel.ask' : 'panel.open')}
          </button>
        ) : is === 'withheld' ? (
          <span id={`${id}f`} class="quiet">
            {t('withheld')}
          </span>
        ) : (
          <FromLine panel={panel} id={`${id}f`} />
        )}
      </header>
      {is !== 'closed' && <Body panel={panel} />}
    </section>
  )
}

function Body({ panel }: { panel: PanelState }) {
  const { card, state: cardState } = useView()
  const { view, is } = panel
  const what = t(`${view.question}.what`)
  switch (is) {
    case 'closed':
      return null
    case 'withheld':
      return <p class="hatch">{t('withheld')}</p>
    case 'waiting':
      return (
        <>
          <div class="bar" />
          <div class="bar s" />
        </>
      )
    case 'late':
      return <div class="bar slow" />
    case 'none':
      return <p>{view.question === 'policies' ? t('none.policies') : t('none', { what })}</p>
    case 'unknown':
      return (
        <p class="unknown">
          {t('none.unsure', { what })}{' '}
          {panel.request?.is === 'failed' && <>{panel.request.says || t('panel.failed')} </>}
          {(panel.request?.is === 'failed' ||
            panel.sources.some((s) => cardState.systems.value.get(s.connector)?.state !== 'not-asked')) && (
            <button type="button" class="link" onClick={() => card.retry({ panel: view.id })}>
              {t('retry')}
            </button>
          )}
        </p>
      )
    case 'rows':
      return <Filled panel={panel} />
  }
}

function Filled({ panel }: { panel: PanelState }) {
  const { card } = useView()
  const { view, rows, sources } = panel
  const cols = columns(view, rows)
  const why = panel.complete ? '' : lacking(panel)
  const next = sources.filter((s) => s.next !== undefined)
  const shown = panel.totals?.count !== undefined && panel.totals.count > rows.length
  return (
    <div data-rove="">
      {notLists.has(view.question) ? (
        <LaidOut panel={panel} cols={cols} />
      ) : (
        <ul class="rows">
          {rows.map((row, i) => (
            <li key={rowKey(row, cols, i)}>
              <Row row={row} cols={cols} many={sources.length > 1} question={view.question} />
              {policyNotes.value?.(view.policies, row)}
            </li>
          ))}
        </ul>
      )}
      {policyNotes.value?.(view.policies)}
      {shown && <p class="soft">{t('panel.total', { n: panel.totals?.count ?? 0 })}</p>}
      {why && <p class="partial">{t('from.incomplete', { why })}</p>}
      {panel.request?.is === 'failed' && <p class="partial">{panel.request.says || t('panel.failed')}</p>}
      {next.map((s) => (
        <button
          type="button"
          class="link"
          key={s.connector}
          onClick={() => card.more(view.id, s.connector, s.next ?? '')}
        >
          {t('panel.more')}
          {next.length > 1 ? ` · ${s.title}` : ''}
        </button>
      ))}
    </div>
  )
}
