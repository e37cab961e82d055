import type { ComponentChildren } from 'preact'
import {
  type Language,
  type Measure,
  type ProposalsAnswer,
  type QualityAnswer,
  type QualityTable,
  qualityPeriods,
} from '../../../connectors/contract/index.ts'
import { t, tOr } from '../../i18n/index.ts'
import { Bar, Trend } from './chart.tsx'
import { type CsvTable, download } from './csv.ts'
import { cellWords, day, difference, figureWords } from './figures.ts'

export interface Shown {
  answer: QualityAnswer
  proposals: ProposalsAnswer | undefined
  lang: Language
  choose(days: number): void /** What stands below the numbers: a customer's journey, one's own card. */
  lead?: ComponentChildren
}

/**
 * The customer's side first, then ours. Each chart stands beside its table, and each table can be taken away.
 */
export function Screen(props: Shown) {
  const { answer, lang, choose } = props
  const last = new Date(Date.parse(`${answer.to}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  return (
    <main class="card quality" tabIndex={-1}>
      <header class="q-head">
        <div>
          <h1 tabIndex={-1}>{t('quality.title')}</h1>
          <p class="soft">
            {t('quality.range', { from: day(answer.from, lang), to: day(last, lang) })}{' '}
            {t('quality.least', { n: answer.minGroupSize })}
          </p>
        </div>
        <fieldset class="periods">
          <legend>{t('quality.period')}</legend>
          {qualityPeriods.map((n) => (
            <label key={n}>
              <input
                type="radio"
                name="days"
                value={n}
                checked={n === answer.days}
                onChange={() => choose(n)}
              />
              {n === 7 ? t('quality.week') : t('quality.weeks', { n: n / 7 })}
            </label>
          ))}
        </fieldset>
      </header>
      {answer.sample && (
        <p class="q-sample" role="note">
          {t('quality.sample')}
        </p>
      )}
      <section aria-labelledby="q-customer">
        <h2 id="q-customer">{t('quality.customer')}</h2>
        <div class="measures">
          {answer.customer.map((m) => (
            <One key={m.id} measure={m} {...props} />
          ))}
        </div>
      </section>
      <section aria-labelledby="q-ours">
        <h2 id="q-ours">{t('quality.ours')}</h2>
        <div class="tables">
          {answer.ours.map((t) => (
            <Table key={t.id} table={t} {...props} />
          ))}
        </div>
      </section>
      <Proposals {...props} />
      {props.lead}
    </main>
  )
}

function One({ measure, answer, lang }: Shown & { measure: Measure }) {
  const { id, now, before, better, trend } = measure
  const change = difference(now, before, better)
  const words = (f: Measure['now']) => figureWords(f, lang)
  const csv: CsvTable = {
    head: [t('quality.since'), t('quality.value'), t('quality.size')],
    rows: [
      ...trend.map((t) => [
        t.from,
        t.figure.is === 'value' ? Math.round(t.figure.value * 1_000) / 1_000 : null,
        t.figure.is === 'value' ? t.figure.n : null,
      ]),
      [
        `${answer.before.from} (${t('quality.before')})`,
        before.is === 'value' ? Math.round(before.value * 1_000) / 1_000 : null,
        before.is === 'value' ? before.n : null,
      ],
    ],
  }
  return (
    <article class="measure" aria-labelledby={`m-${id}`} data-measure={id}>
      <h3 id={`m-${id}`}>{t(`quality.${id}`)}</h3>
      <p class="figure">
        <strong data-figure="now" class={now.is === 'value' ? '' : 'no'}>
          {words(now)}
        </strong>{' '}
        {now.is === 'value' && <span class="soft">{t('quality.of', { n: now.n })}</span>}
      </p>
      <p class="soft" data-figure="before">
        {t('quality.before')}: {words(before)}
        {before.is === 'value' && ` ${t('quality.of', { n: before.n })}`}
        {change && (
          <>
            {' '}
            ·{' '}
            <b class={change.is === 'better' ? 'good' : change.is === 'worse' ? 'bad' : ''}>
              {change.is === 'same'
                ? t('quality.same')
                : `${change.points > 0 ? '+' : '−'}${t('quality.points', { n: Math.abs(change.points) })}, ${t(`quality.${change.is}`)}`}
            </b>
          </>
        )}
      </p>
      <Trend
        values={trend.map((t) => (t.figure.is === 'value' ? t.figure.value : undefined))}
        label={t('quality.chart', {
          title: t(`quality.${id}`),
          values: trend.map((t) => `${day(t.from, lang)} ${words(t.figure)}`).join('; '),
        })}
      />
      <details>
        <summary>{t('quality.how')}</summary>
        <p>{t(`quality.${id}.how`)}</p>
      </details>
      <details>
        <summary>{t('quality.table')}</summary>
        <div class="q-scroll" tabIndex={0} role="region" aria-label={t(`quality.${id}`)}>
          <table>
            <thead>
              <tr>
                {csv.head.map((h) => (
                  <th key={h} scope="col">
                    {h}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {trend.map((t) => (
                <tr key={t.from}>
                  <th scope="row">{day(t.from, lang, 'short')}</th>
                  <td>{words(t.figure)}</td>
                  <td>{t.figure.is === 'value' ? t.figure.n : '·'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <button type="button" onClick={() => download(`${id}-${answer.from}`, csv)}>
          {t('quality.csv')}
          <span class="quiet"> {t(`quality.${id}`)}</span>
        </button>
      </details>
    </article>
  )
}

function Table({ table, answer, lang }: Shown & { table: QualityTable }) {
  const title = t(`quality.table.${table.id}`)
  const name = (row: QualityTable['rows'][number]) => tOr(`quality.row.${row.key}`, row.label ?? row.key)
  const columns = table.columns.map((c) => ({
    ...c,
    title: tOr(`quality.column.${c.id}`, c.id),
  }))
  const shown = table.rows.filter((row) => row.cells.some((cell) => cell !== 0))
  const long = table.id === 'facts' && shown.length > 12
  const sizes =
    table.id === 'systems' || table.id === 'facts'
      ? table.rows.map((row) => row.cells[1] ?? null)
      : table.rows.map((row) => row.cells[0] ?? null)
  const whole =
    table.id === 'systems'
      ? 1
      : table.id === 'facts'
        ? Math.max(1, ...table.rows.map((row) => row.cells[0] ?? 0))
        : Math.max(1, ...sizes.map((n) => n ?? 0))
  const body = (
    <>
      <div class="q-scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span class="quiet">{title}</span>
              </th>
              <td class="bar-cell" />
              {columns.map((c) => (
                <th key={c.id} scope="col">
                  {c.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, r) => (
              <tr key={row.key} data-row={row.key}>
                <th scope="row">
                  <bdi>{name(row)}</bdi>
                  {row.remove && <span class="tag warn">{t('quality.remove')}</span>}
                </th>
                <td class="bar-cell">
                  <Bar share={sizes[r] == null ? null : (sizes[r] ?? 0) / whole} />
                </td>
                {row.cells.map((cell, i) => (
                  <td key={columns[i]?.id} data-cell={columns[i]?.id} class={cell === null ? 'soft' : ''}>
                    {cellWords(cell, columns[i]?.type ?? 'count', lang)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button
        type="button"
        onClick={() =>
          download(`${table.id}-${answer.from}`, {
            head: [title, ...columns.map((c) => c.title)],
            rows: table.rows.map((row) => [name(row), ...row.cells]),
          })
        }
      >
        {t('quality.csv')}
        <span class="quiet"> {title}</span>
      </button>
    </>
  )
  return (
    <article class={`q-table q-${table.id}`} aria-labelledby={`t-${table.id}`} data-table={table.id}>
      <h3 id={`t-${table.id}`}>{title}</h3>
      {shown.length === 0 ? (
        <p class="soft">{t('quality.empty')}</p>
      ) : long ? (
        <>
          <ul class="plain">
            {table.rows
              .filter((row) => row.remove)
              .map((row) => (
                <li key={row.key}>
                  <bdi>{name(row)}</bdi> <span class="tag warn">{t('quality.remove')}</span>
                </li>
              ))}
          </ul>
          <details>
            <summary>{t('quality.table')}</summary>
            {body}
          </details>
        </>
      ) : (
        body
      )}
    </article>
  )
}

function Proposals({ proposals }: Shown) {
  if (!proposals) return null
  return (
    <section aria-labelledby="q-proposals">
      <h2 id="q-proposals">{t('quality.proposals')}</h2>
      {proposals.items.length === 0 ? (
        <p class="soft">{t('quality.no-proposals')}</p>
      ) : (
        <ul class="plain">
          {proposals.items.map((item) => (
            <li key={`${item.kind} ${item.template} ${item.kind === 'missed' ? item.says : item.question}`}>
              <b>
                <bdi>{item.kind === 'missed' ? item.says : item.label}</bdi>
              </b>{' '}
              <span class="soft">
                {item.kind === 'missed'
                  ? t('quality.missed', { template: item.title ?? item.template })
                  : t('quality.asked', { n: item.times, template: item.title ?? item.template })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
