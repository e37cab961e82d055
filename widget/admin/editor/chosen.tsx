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
  const questions = material.questions.filter(
    (q) => q.systems.length > 0 && q.question !== 'own' && q.question !== 'cards',
  )
  const isMany = questions.find((q) => q.question === choice.question)?.many !== false
  const measures: readonly Choice['measure'][] = isMany
    ? ['count', 'sum', 'average', 'max', 'min']
    : ['value', 'days']
  const put = (part: Partial<Choice>): void => {
    const next = { ...choice, ...part }
    const many = questions.find((q) => q.question === next.question)?.many !== false
    if (many !== ['count', 'sum', 'average', 'max', 'min'].includes(next.measure))
      next.measure = many ? 'count' : 'value'
    const fields = measurable(material.facts, next.question, next.measure).map((f) =>
      f.path.slice(next.question.length + 1),
    )
    if (next.measure === 'count') next.field = ''
    else if (!fields.includes(next.field)) next.field = fields[0] ?? ''
    if (!many) next.days = undefined
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
          value={choice.than}
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
