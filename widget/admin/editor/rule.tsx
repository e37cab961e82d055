import { useSignal } from '@preact/signals'
import {
  localize,
  type Rule,
  type Sensitivity,
  sensitivities,
  type Tone,
  tones,
} from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { Chosen } from './chosen.tsx'
import { recognise } from './compose.ts'
import { type EditorStore, faultsOf } from './editor-store.ts'
import { Expression } from './expression.tsx'
import { Choose, Faults, Fold, Texts } from './field.tsx'
import { Named } from './named.tsx'
import { AdvicePart, AskPart } from './rule-parts.tsx'

export const kinds = ['glance', 'signal', 'stage', 'advice', 'margin', 'promise'] as const

/**
 * One rule as a form: first its norm, each figure in one line; then its texts and its expression, chosen or
 * written by hand.
 */
export function RuleForm({ store, rule }: { store: EditorStore; rule: Rule }) {
  const lang = store.language.value
  const byHand = useSignal(recognise(rule) === undefined)
  const edit = (part: Partial<Rule>): void => store.rule(rule.id, (now) => tidy({ ...now, ...part }))
  const wrong = faultsOf(store.faults.value, 'rules', rule.id)
  const of = (place: string) => wrong.filter((f) => f.place === place)
  const cost = store.preview.value?.cost?.rules.find((r) => r.rule === rule.id)
  const label = new Map(store.material.value.facts.map((f) => [f.path, f.label]))
  const used = store.set.value.templates.filter((x) =>
    [...x.glance, ...x.signals, ...x.advice].includes(rule.id),
  )
  const text = (which: 'yes' | 'no') => (
    <Texts
      label={t(`editor.rule.text.${which}`)}
      hint={
        Object.keys(rule.values).length > 0
          ? t('editor.rule.holes', {
              names: Object.keys(rule.values)
                .map((n) => `{${n}}`)
                .join(' '),
            })
          : t('editor.rule.text.hint')
      }
      value={rule.text[which]}
      bad={of(`text.${which}`)[0]?.says}
      onChange={(words) => {
        const { [which]: _, ...rest } = rule.text
        edit({ text: words === undefined ? rest : { ...rest, [which]: words } })
      }}
    />
  )
  const tone = (which: 'yes' | 'no') => (
    <Choose<Tone>
      label={t(`editor.rule.tone.${which}`)}
      value={rule.tone[which] ?? ''}
      options={[['', t('editor.tone.none')], ...tones.map((x) => [x, t(`editor.tone.${x}`)] as const)]}
      onChange={(x) => {
        const { [which]: _, ...rest } = rule.tone
        edit({ tone: x ? { ...rest, [which]: x } : rest })
      }}
    />
  )
  return (
    <form class="editing-form" onSubmit={(e) => e.preventDefault()} aria-label={localize(rule.title, lang)}>
      <Faults faults={wrong.filter((f) => !/^(when|values\.|text\.)/.test(f.place))} />
      <p class="soft">
        {used.length > 0
          ? t('editor.rule.used', { names: used.map((x) => localize(x.title, lang)).join(', ') })
          : t('editor.rule.unused')}
      </p>
      <Fold title={t('editor.rule.norm')} open>
        <p class="soft">{t('editor.rule.norm.hint')}</p>
        <Named
          label={t('editor.rule.norm')}
          values={rule.norm}
          number
          onChange={(norm) => edit({ norm: norm as Rule['norm'] })}
        />
      </Fold>
      <Fold title={t('editor.rule.when')} open>
        <p class="switch" role="group" aria-label={t('editor.rule.how')}>
          <button
            type="button"
            aria-pressed={!byHand.value}
            onClick={() => {
              byHand.value = false
            }}
          >
            {t('editor.rule.choose')}
          </button>
          <button
            type="button"
            aria-pressed={byHand.value}
            onClick={() => {
              byHand.value = true
            }}
          >
            {t('editor.rule.hand')}
          </button>
        </p>
        {!byHand.value && <Chosen rule={rule} material={store.material.value} onChange={edit} />}
        <Expression
          label={t('editor.rule.expression')}
          hint={t('editor.rule.expression.hint')}
          value={rule.when}
          faults={of('when')}
          onChange={(when) => edit({ when })}
        />
        {cost && (
          <p class="soft reads">
            {t('editor.rule.reads', { facts: cost.reads.map((p) => label.get(p) ?? p).join(', ') || '—' })}
          </p>
        )}
      </Fold>
      <Fold title={t('editor.rule.words')} open>
        <Texts
          label={t('editor.title')}
          value={rule.title}
          onChange={(title) => edit({ title: title ?? '' })}
        />
        <Choose
          label={t('editor.rule.kind')}
          value={rule.kind}
          options={kinds.map((k) => [k, t(`editor.kind.${k}`)])}
          onChange={(kind) => edit({ kind })}
        />
        {text('yes')}
        {rule.kind !== 'advice' && text('no')}
        <div class="grid">
          {tone('yes')}
          {rule.kind !== 'advice' && tone('no')}
        </div>
      </Fold>
      {rule.kind === 'advice' && <AdvicePart store={store} rule={rule} edit={edit} />}
      <Fold title={t('editor.rule.values')} note={String(Object.keys(rule.values).length)}>
        <p class="soft">
          {rule.kind === 'stage'
            ? t('editor.rule.values.stage')
            : t('editor.rule.values.hint', { hole: '{n}' })}
        </p>
        <Named
          label={t('editor.rule.values')}
          values={rule.values}
          faults={wrong}
          onChange={(values) => edit({ values: values as Rule['values'] })}
        />
      </Fold>
      <AskPart store={store} rule={rule} edit={edit} />
      <Fold
        title={t('editor.rule.sensitivity')}
        note={rule.sensitivity && t(`editor.sensitivity.${rule.sensitivity}`)}
      >
        <Choose<Sensitivity>
          label={t('editor.rule.sensitivity')}
          value={rule.sensitivity ?? ''}
          options={[
            ['', t('editor.sensitivity.inherit')],
            ...sensitivities.map((s) => [s, t(`editor.sensitivity.${s}`)] as const),
          ]}
          onChange={(s) => edit({ sensitivity: s || undefined } as Partial<Rule>)}
        />
        <p class="soft">{t('editor.rule.sensitivity.hint')}</p>
      </Fold>
    </form>
  )
}
const tidy = (rule: Rule): Rule =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as unknown as Rule
