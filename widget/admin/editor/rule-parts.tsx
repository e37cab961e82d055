import type { Rule } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import type { EditorStore } from './editor-store.ts'
import { Choose, Fold, Line, Texts, Ticks } from './field.tsx'

const ranks = ['repair', 'promise', 'help', 'thanks', 'offer'] as const
const stages = ['considering', 'evaluating', 'buying', 'after', 'renewing', 'lapsed'] as const
const channels = ['phone', 'chat', 'mail', 'store', 'web', 'social'] as const
interface Props {
  store: EditorStore
  rule: Rule
  edit(part: Partial<Rule>): void
}
const without = <T extends object>(value: T): T =>
  Object.fromEntries(
    Object.entries(value).filter(
      ([, v]) => v !== undefined && v !== '' && !(Array.isArray(v) && v.length === 0),
    ),
  ) as T

/** When a piece of advice is given, and what it opens. */
export function AdvicePart({ store, rule, edit }: Props) {
  const now = rule.advice ?? { rank: 'help' as const, restDays: 30 }
  const put = (part: Partial<NonNullable<Rule['advice']>>): void =>
    edit({ advice: without({ ...now, ...part }) })
  return (
    <Fold title={t('editor.advice.part')} open>
      <div class="grid">
        <Choose
          label={t('editor.advice.rank')}
          value={now.rank}
          options={ranks.map((r) => [r, t(`editor.rank.${r}`)])}
          onChange={(rank) => put({ rank })}
        />
        <Line
          label={t('editor.advice.rest')}
          type="number"
          min={0}
          value={now.restDays}
          hint={t('editor.advice.rest.hint')}
          onChange={(text) => put({ restDays: Math.max(0, Math.round(Number(text) || 0)) })}
        />
        <Choose
          label={t('editor.advice.action')}
          value={now.action ?? ''}
          options={[
            ['', t('editor.none')],
            ...store.material.value.actions.map((a) => [a.action, a.title] as const),
          ]}
          onChange={(action) => put({ action } as never)}
        />
        <Line
          label={t('editor.advice.link')}
          value={now.link}
          placeholder="https://"
          onChange={(link) => put({ link } as never)}
        />
        <Line
          label={t('editor.advice.consent')}
          value={now.consent}
          placeholder="marketing"
          hint={t('editor.advice.consent.hint')}
          onChange={(consent) => put({ consent } as never)}
        />
      </div>
      <Ticks
        label={t('editor.advice.stages')}
        hint={t('editor.any')}
        all={stages.map((s) => [s, t(`editor.stage.${s}`)])}
        on={now.stages ?? []}
        onChange={(list) => put({ stages: list })}
      />
      <Ticks
        label={t('editor.template.channels')}
        hint={t('editor.any')}
        all={channels.map((c) => [c, t(`editor.channel.${c}`)])}
        on={now.channels ?? []}
        onChange={(list) => put({ channels: list })}
      />
    </Fold>
  )
}

/** The question to ask the customer when the fact this rule needs is missing. */
export function AskPart({ store, rule, edit }: Props) {
  const { ask } = rule
  const put = (part: Partial<NonNullable<Rule['ask']>>): void =>
    edit({ ask: without({ fact: '', words: '', ...ask, ...part }) as Rule['ask'] })
  const facts = store.material.value.facts.filter((f) => !f.path.startsWith('own.'))
  if (!ask)
    return (
      <Fold title={t('editor.ask.part')}>
        <p class="soft">{t('editor.ask.part.hint')}</p>
        <p>
          <button
            type="button"
            onClick={() =>
              edit({
                ask: {
                  fact:
                    store.preview.value?.cost?.rules.find((r) => r.rule === rule.id)?.reads[0] ??
                    facts[0]?.path ??
                    '',
                  words: { es: '' },
                },
              })
            }
          >
            {t('editor.ask.part.new')}
          </button>
        </p>
      </Fold>
    )
  return (
    <Fold title={t('editor.ask.part')} note={ask.fact}>
      <div class="grid">
        <Choose
          label={t('editor.ask.part.fact')}
          value={ask.fact}
          options={facts.map((f) => [f.path, `${f.path.split('.')[0]} · ${f.label}`])}
          onChange={(fact) => put({ fact })}
        />
        <Choose
          label={t('editor.advice.action')}
          value={ask.action ?? ''}
          options={[
            ['', t('editor.none')],
            ...store.material.value.actions.map((a) => [a.action, a.title] as const),
          ]}
          onChange={(action) => put({ action } as never)}
        />
        <Line
          label={t('editor.advice.consent')}
          value={ask.consent}
          placeholder="surveys"
          onChange={(consent) => put({ consent } as never)}
        />
      </div>
      <Texts
        label={t('editor.ask.part.words')}
        value={ask.words}
        onChange={(words) => put({ words: words ?? { es: '' } })}
      />
      {(ask.options ?? []).map((option, i) => (
        <div class="named-line" key={i}>
          <Line
            label={t('editor.ask.part.value')}
            value={option.value}
            onChange={(value) =>
              put({ options: (ask.options ?? []).map((o, j) => (j === i ? { ...o, value } : o)) })
            }
          />
          <Texts
            label={t('editor.ask.part.answer', { n: i + 1 })}
            value={option.label}
            onChange={(label) =>
              put({
                options: (ask.options ?? []).map((o, j) => (j === i ? { ...o, label: label ?? '' } : o)),
              })
            }
          />
          <button
            type="button"
            aria-label={t('editor.order.remove', { name: option.value })}
            onClick={() => put({ options: (ask.options ?? []).filter((_, j) => j !== i) })}
          >
            ✕
          </button>
        </div>
      ))}
      <p>
        <button
          type="button"
          onClick={() =>
            put({
              options: [
                ...(ask.options ?? []),
                { value: String((ask.options ?? []).length + 1), label: { es: '' } },
              ],
            })
          }
        >
          {t('editor.ask.part.option')}
        </button>{' '}
        <button type="button" class="link" onClick={() => edit({ ask: undefined } as Partial<Rule>)}>
          {t('editor.ask.part.none')}
        </button>
      </p>
    </Fold>
  )
}
