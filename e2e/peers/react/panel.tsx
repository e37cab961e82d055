/** @jsxImportSource react */
import { memo, useId, useSyncExternalStore } from 'react'
import type { PolicyView, ReleasedRow } from '../../../connectors/contract/index.ts'
import { t } from '../../../widget/i18n/index.ts'
import type { PanelState, SourceState } from '../../../widget/state/panel.ts'
import {
  type Column,
  columns,
  labelled,
  lacking,
  lineWords,
  norms,
  normTitle,
  partsOf,
  rowKey,
  standing,
  unconfirmed,
} from '../shown.ts'
import { useCard, useRuled } from './card.ts'
import { now, read, ticking, Value } from './value.tsx'

export function Panels() {
  const panels = useCard((s) => s.panels)
  return (
    <>
      {panels.map((panel) => (
        <Panel key={panel.view.id} panel={panel} />
      ))}
    </>
  )
}

const Panel = memo(function Panel({ panel }: { panel: PanelState }) {
  const id = useId()
  const { view, is } = panel
  return (
    <section
      aria-labelledby={`${id}h`}
      aria-describedby={`${id}f`}
      className={`panel is-${is}`}
      data-panel={view.id}
    >
      <header>
        <h2 id={`${id}h`} tabIndex={-1}>
          {view.title}
        </h2>
        {is === 'closed' ? (
          <button
            type="button"
            className="link"
            aria-label={`${t(view.ask === 'on-request' ? 'panel.ask' : 'panel.open')}: ${view.title}`}
            id={`${id}f`}
          >
            {t(view.ask === 'on-request' ? 'panel.ask' : 'panel.open')}
          </button>
        ) : is === 'withheld' ? (
          <span id={`${id}f`} className="quiet">
            {t('withheld')}
          </span>
        ) : (
          <span className="froms" id={`${id}f`}>
            {panel.sources.map((source) => (
              <From key={source.connector} source={source} />
            ))}
          </span>
        )}
      </header>
      <Body panel={panel} />
    </section>
  )
})

/** Ages tick once a second, here alone. */
function From({ source }: { source: SourceState }) {
  const { words, mark } = standing(source, useSyncExternalStore(ticking, read))
  return (
    <span className={`from ${mark}`}>
      <i aria-hidden="true" />
      {words + unconfirmed(source)}
    </span>
  )
}

function Body({ panel }: { panel: PanelState }) {
  const { view, is } = panel
  const what = t(`${view.question}.what`)
  switch (is) {
    case 'closed':
      return null
    case 'withheld':
      return <p className="hatch">{t('withheld')}</p>
    case 'waiting':
      return (
        <>
          <div className="bar" />
          <div className="bar s" />
        </>
      )
    case 'late':
      return <div className="bar slow" />
    case 'none':
      return <p>{t('none', { what })}</p>
    case 'unknown':
      return (
        <p className="unknown">
          {t('none.unsure', { what })}{' '}
          <button type="button" className="link">
            {t('retry')}
          </button>
        </p>
      )
    case 'rows':
      return <Filled panel={panel} />
  }
}

function Filled({ panel }: { panel: PanelState }) {
  const { view, rows, sources } = panel
  const cols = columns(view, rows)
  const why = panel.complete ? '' : lacking(panel)
  const next = sources.filter((s) => s.next !== undefined)
  const count = panel.totals?.count ?? 0
  return (
    <div>
      <ul className="rows">
        {rows.map((row, i) => (
          <Row
            key={rowKey(row, cols, i)}
            row={row}
            cols={view.fields.length > 0 ? view.fields : cols}
            many={sources.length > 1}
            question={view.question}
            policies={view.policies}
          />
        ))}
      </ul>
      <Beside of={view.policies} />
      {count > rows.length && <p className="soft">{t('panel.total', { n: count })}</p>}
      {why && <p className="partial">{t('from.incomplete', { why })}</p>}
      {next.map((s) => (
        <button
          type="button"
          className="link"
          key={s.connector}
        >{`${t('panel.more')}${next.length > 1 ? ` · ${s.title}` : ''}`}</button>
      ))}
    </div>
  )
}

/** Memoised: a row of another system's answer is the same object and is not painted again. */
const Row = memo(function Row({
  row,
  cols,
  many,
  question,
  policies,
}: {
  row: ReleasedRow
  cols: readonly Column[]
  many: boolean
  question: string
  policies: readonly PolicyView[] | undefined
}) {
  const title = useCard((s) => s.systems.get(row.from.connector)?.title ?? row.from.connector)
  const { head, weight, state, small, nested } = partsOf(row, cols)
  const cell = (c: Column) => {
    const field = row.fields[c.name]
    return field ? <Value field={field} type={c.type} /> : null
  }
  const open = t('open.in', { title })
  return (
    <li>
      <b className="h">
        {head && cell(head)}
        {row.from.url && (
          <>
            {' '}
            <a href={row.from.url} target="_blank" rel="noopener noreferrer" aria-label={open} title={open}>
              <span aria-hidden="true" className="go">
                ↗
              </span>
            </a>
          </>
        )}
      </b>
      <span className="n">{weight ? cell(weight) : state && cell(state)}</span>
      {(small.length > 0 || (weight && state)) && (
        <small>
          {small.map((c, i) => (
            <span key={c.name}>
              {i > 0 && ' · '}
              {labelled(c, question) && <span className="lab">{`${c.label} `}</span>}
              {cell(c)}
            </span>
          ))}
          {many && (
            <span>
              {small.length > 0 && ' · '}
              <bdi>{title}</bdi>
            </span>
          )}
        </small>
      )}
      {weight && state && <span className="n">{cell(state)}</span>}
      {nested.map((c) => {
        const field = row.fields[c.name]
        const lines = field?.shown === 'clear' ? (field.value as Record<string, unknown>[]) : []
        return (
          <details className="lines" key={c.name}>
            <summary>{`${c.label} (${lines.length})`}</summary>
            <ul>
              {lines.map((line, i) => (
                <li key={i}>
                  {lineWords(line, now).map((w, j) => (
                    <span key={j}>
                      {j > 0 && ' · '}
                      <bdi>{w}</bdi>
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </details>
        )
      })}
      <Beside of={policies} row={row} />
    </li>
  )
})

export function Beside({ of, row }: { of: readonly PolicyView[] | undefined; row?: ReleasedRow }) {
  return useRuled()
    ? norms(of, row).map((p) => (
        <details key={p.id} className="lines norm">
          <summary>
            {normTitle}
            <bdi>{p.title}</bdi>
          </summary>
          <p>
            <bdi>{p.text}</bdi>
          </p>
        </details>
      ))
    : null
}
