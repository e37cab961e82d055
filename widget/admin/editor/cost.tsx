import { localize } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import type { EditorStore } from './editor-store.ts'

/** The requests that opening this ficha causes: to which systems, how personal, how slow, for which rule. */
export function Cost({ store }: { store: EditorStore }) {
  const cost = store.preview.value?.cost
  if (!cost) return null
  const lang = store.language.value
  const label = new Map(store.material.value.facts.map((f) => [f.path, f.label]))
  const question = new Map(store.material.value.questions.map((q) => [q.question, q.label]))
  const seconds = (n: number) =>
    `${new Intl.NumberFormat(lang, { maximumFractionDigits: n < 1 ? 2 : 1 }).format(n)} s`
  const slowest = cost.systems.find((s) => s.connector === cost.slowest)
  const rules = new Map(store.set.value.rules.map((r) => [r.id, localize(r.title, lang)]))
  const alone = cost.rules.filter((r) => r.alone.length > 0)
  return (
    <section class="cost" aria-labelledby="cost-h">
      <h3 id="cost-h">{t('editor.cost')}</h3>
      <dl class="figures">
        <div>
          <dt>{t('editor.cost.systems')}</dt>
          <dd>{cost.systems.length}</dd>
        </div>
        <div>
          <dt>{t('editor.cost.facts')}</dt>
          <dd>{cost.atOnce}</dd>
        </div>
        <div>
          <dt>{t('editor.cost.personal')}</dt>
          <dd class={cost.personal.length > 12 ? 'warn' : undefined}>{cost.personal.length}</dd>
        </div>
        <div>
          <dt>{t('editor.cost.slowest')}</dt>
          <dd>
            {slowest?.seconds !== undefined ? (
              <>
                {slowest.title} · {seconds(slowest.seconds)}
              </>
            ) : (
              t('editor.cost.unmeasured')
            )}
          </dd>
        </div>
      </dl>
      <details>
        <summary>{t('editor.cost.more')}</summary>
        <table>
          <caption class="quiet">{t('editor.cost.systems')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('editor.cost.system')}</th>
              <th scope="col">{t('editor.cost.asked')}</th>
              <th scope="col" class="n">
                {t('editor.cost.time')}
              </th>
            </tr>
          </thead>
          <tbody>
            {cost.systems.map((s) => (
              <tr key={s.connector}>
                <th scope="row">{s.title}</th>
                <td>{s.questions.map((q) => question.get(q) ?? q).join(', ')}</td>
                <td class="n">
                  {s.seconds === undefined
                    ? '—'
                    : t('editor.cost.measured', { time: seconds(s.seconds), n: s.measured ?? 0 })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <h4>{t('editor.cost.personal')}</h4>
        <p>
          {cost.personal
            .map((p) => `${question.get(p.split('.')[0] as never) ?? ''} · ${label.get(p) ?? p}`)
            .join(', ') || '—'}
        </p>
        {alone.length > 0 && (
          <>
            <h4>{t('editor.cost.alone')}</h4>
            <ul class="plain">
              {alone.map((r) => (
                <li key={r.rule}>
                  <b>{rules.get(r.rule) ?? r.rule}</b>: {r.alone.map((p) => label.get(p) ?? p).join(', ')}
                </li>
              ))}
            </ul>
          </>
        )}
      </details>
    </section>
  )
}
