import { useSignal } from '@preact/signals'
import type { MaterialAnswer, Rule } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { type Choice, compose, measurable, operators, recognise } from './compose.ts'
import { Choose, Line } from './field.tsx'

/** Builds a condition from choices: what, how much, in how many days. It writes the expression below. */
export function Chosen({
  rule,
  material,
  onChange,
}: {
  rule: Rule
  material: MaterialAnswer
  onChange(part: Pick<Rule, 'when' | 'norm'>): void
}) {
  const known = recognise(rule)
  const held = useSignal<Choice>(
    known ?? { question: 'orders', measure: 'count', field: '', operator: '>=', than: 1, days: 365 },
  )
  const choice = known ?? held.value
  const manyOf = (question: string) => material.questions.find((q) => q.question === question)?.many !== false
  /** Only what its facts allow: a list without figures can be counted and not summed. */
  const measuresOf = (question: string): readonly Choice['measure'][] =>
    (manyOf(question)
      ? (['count', 'sum', 'average', 'max', 'min'] as const)
      : (['value', 'days'] as const)
    ).filter((m) => m === 'count' || measurable(material.facts, question, m).length > 0)
  const questions = material.questions.filter(
    (q) =>
      q.systems.length > 0 &&
      q.question !== 'own' &&
      q.question !== 'cards' &&
      measuresOf(q.question).length > 0,
  )
  const isMany = manyOf(choice.question)
  const measures = measuresOf(choice.question)
  const put = (part: Partial<Choice>): void => {
    const next = { ...choice, ...part }
    const can = measuresOf(next.question)
    if (!can.includes(next.measure)) next.measure = can[0] ?? next.measure
    const fields = measurable(material.facts, next.question, next.measure).map((f) =>
      f.path.slice(next.question.length + 1),
    )
    if (next.measure === 'count') next.field = ''
    else if (!fields.includes(next.field)) next.field = fields[0] ?? ''
    if (!manyOf(next.question)) next.days = undefined
    held.value = next
    if (next.measure === 'count' || next.field) {
      const made = compose(next)
      onChange({ when: made.when, norm: { ...rule.norm, ...made.norm } })
    }
  }
  const fields = measurable(material.facts, choice.question, choice.measure)
  return (
    <fieldset class="chosen">
      <legend>{t('editor.rule.choose')}</legend>
      {!known && <p class="soft">{t('editor.rule.choose.new')}</p>}
      <div class="grid">
        <Choose
          label={t('editor.choose.what')}
          value={choice.question}
          options={questions.map((q) => [q.question, q.label])}
          onChange={(question) => put({ question })}
        />
        <Choose
          label={t('editor.choose.measure')}
          value={choice.measure}
          options={measures.map((m) => [m, t(`editor.measure.${m}`)])}
          onChange={(measure) => put({ measure })}
        />
        {choice.measure !== 'count' && (
          <Choose
            label={t('editor.choose.field')}
            value={choice.field}
            options={fields.map((f) => [f.path.slice(choice.question.length + 1), f.label])}
            onChange={(field) => put({ field })}
          />
        )}
        <Choose
          label={t('editor.choose.is')}
          value={choice.operator}
          options={operators.map((o) => [o, t(`editor.operator.${o}`)])}
          onChange={(operator) => put({ operator })}
        />
        <Line
          label={t('editor.choose.than')}
          type="number"
          step="any"
          value={choice.than ?? undefined}
          placeholder={choice.than === null ? t('editor.named.unset') : undefined}
          onChange={(text) => {
            if (text.trim() !== '' && Number.isFinite(Number(text))) put({ than: Number(text) })
          }}
        />
        {isMany && (
          <Line
            label={t('editor.choose.days')}
            type="number"
            min={1}
            value={choice.days}
            hint={t('editor.choose.days.hint')}
            onChange={(text) => put({ days: Number(text) > 0 ? Math.round(Number(text)) : undefined })}
          />
        )}
      </div>
    </fieldset>
  )
}
