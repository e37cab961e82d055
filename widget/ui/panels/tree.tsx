import { money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import type { PanelState } from '../../state/index.ts'
import { Words } from '../values/safe.tsx'
import { type Branch, branches, rollUp } from './branches.ts'
import RollUpOf from './roll-up.tsx'
import { type Column, Row } from './rows.tsx'

/**
 * Household, company, parent company: each with the name and the parent that its system gives. They are never
 * merged.
 */
export default function Tree({ panel, cols }: { panel: PanelState; cols: readonly Column[] }) {
  const kind = panel.view.rollUp
  const all = branches(panel.rows)
  const partial = !panel.complete || (panel.totals?.count ?? 0) > panel.rows.length
  const sum = (under: readonly Branch[]) => {
    const up = kind && rollUp(under, kind)
    return up ? (
      <small class="soft">
        {t(up.partial || partial ? 'relations.least' : 'relations.sum', {
          n: up.rows,
          total: up.sums.map(money).join(' + '),
        })}
      </small>
    ) : null
  }
  const draw = (list: readonly Branch[]) => (
    <ul class="rows tree">
      {list.map((b, i) => (
        <li key={`${b.name} ${i}`}>
          {b.row ? (
            <Row
              row={b.row}
              cols={cols.filter((c) => c.name !== 'parent' || b.row?.fields.parent?.shown !== 'clear')}
              many={panel.sources.length > 1}
              question="relations"
            />
          ) : (
            <>
              <b class="h">
                <Words>{b.name}</Words>
              </b>
              <span class="n">{t('relations.parent')}</span>
            </>
          )}
          {b.under.length > 0 && (
            <>
              {sum(b.under)}
              {draw(b.under)}
            </>
          )}
        </li>
      ))}
    </ul>
  )
  const loose = all.filter((b) => b.row)
  return (
    <>
      {draw(all)}
      {loose.length > 1 && sum(loose.map((b) => ({ ...b, under: [] })))}
      {kind && <RollUpOf kind={kind} />}
    </>
  )
}
