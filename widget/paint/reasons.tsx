import type { FactUsed, Sureness } from '../../connectors/contract/index.ts'
import { moment, number } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { Out, Words } from './safe.tsx'
import { Value } from './value.tsx'
import { titleOf, useView } from './view.ts'

/** Why these records are one person: each reason with its weight, the strongest first. */
export default function Reasons({ sure }: { sure: Sureness }) {
  const { sheet } = useView()
  const title = (connector: string) => titleOf(sheet, connector)
  return <div class="reasons"><p><Words>{sure.says}</Words></p>
    {sure.reasons.length === 0 ? <p class="soft">{t('reasons.none')}</p> : <ul aria-label={t('reasons')}>{[...sure.reasons].sort((a, b) => b.bits - a.bits).map((r, i) =>
      <li key={i}><span><Words>{r.says}</Words>{r.systems.length > 0 && <small> {t('reasons.systems', { systems: r.systems.map(title).join(', ') })}</small>}</span><span class={`n ${r.bits < 0 ? 'bad' : ''}`}>{t('reasons.bits', { n: `${r.bits > 0 ? '+' : ''}${number(r.bits, 1)}` })}</span></li>)}</ul>}
  </div>
}

/** The facts a rule read. One this role may not see says only that there is one. */
export function FactList({ reasons }: { reasons: readonly FactUsed[] }) {
  const { sheet, now } = useView()
  if (reasons.length === 0) return <p class="soft">{t('reasons.no-facts')}</p>
  return <ul class="reasons" aria-label={t('reasons.facts')} data-rove="">{reasons.map((r, i) =>
    <li key={i}>{r.field.shown === 'withheld' ? <span class="hatch">{t('reasons.hidden')}</span> : <><span>{r.label}: <Value field={r.field} name={r.fact} label={r.label} /></span>
      {r.from && <small><Out url={r.from.url}>{t('from.stale', { title: titleOf(sheet, r.from.connector), when: moment(r.from.fetchedAt, now.peek()) })}</Out></small>}</>}</li>)}</ul>
}
