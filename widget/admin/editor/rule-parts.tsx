import type { Rule } from '../../../connectors/contract/index.ts'
import type { EditorStore } from './editor-store.ts'
import { Choose, Fold, Line, Texts, Ticks } from './field.tsx'
import { t } from './words.ts'

const ranks = ['repair', 'promise', 'help', 'thanks', 'offer'] as const
const stages = ['considering', 'evaluating', 'buying', 'after', 'renewing', 'lapsed'] as const
const channels = ['phone', 'chat', 'mail', 'store', 'web', 'social'] as const
interface Props {
  desk: EditorStore
  rule: Rule
  edit(part: Partial<Rule>): void
}
const without = <T extends object>(value: T): T =>
  Object.fromEntries(
    Object.entries(value).filter(
      ([, v]) => v !== undefined && v !== '' && !(Array.isArray(v) && v.length === 0),
    ),
  ) as T

/** When an advice is worth giving, and what it opens. */
export function AdvicePart({ desk: store, rule, edit }: Props) {
  const now = rule.advice ?? { rank: 'help' as const, restDays: 30 }
  const put = (part: Partial<NonNullable<Rule['advice']>>): void =>
    edit({ advice: without({ ...now, ...part }) })
  return (
    <Fold title={t('advice.part')} open>
      <div class="grid">
        <Choose
          label={t('advice.rank')}
          value={now.rank}
          options={ranks.map((r) => [r, t(`rank.${r}`)])}
          onChange={(rank) => put({ rank })}
        />
        <Line
          label={t('advice.rest')}
          type="number"
          min={0}
          value={now.restDays}
          hint={t('advice.rest.hint')}
          onChange={(text) => put({ restDays: Math.max(0, Math.round(Number(text) || 0)) })}
        />
        <Choose
          label={t('advice.action')}
          value={now.action ?? ''}
          options={[
            ['', t('none')],
            ...store.material.value.actions.map((a) => [a.action, a.title] as const),
          ]}
          onChange={(action) => put({ action } as never)}
        />
        <Line
          label={t('advice.link')}
          value={now.link}
          placeholder="https://"
          onChange={(link) => put({ link } as never)}
        />
        <Line
          label={t('advice.consent')}
          value={now.consent}
          placeholder="marketing"
          hint={t('advice.consent.hint')}
          onChange={(consent) => put({ consent } as never)}
        />
      </div>
      <Ticks
        label={t('advice.stages')}
        hint={t('any')}
        all={stages.map((s) => [s, t(`stage.${s}`)])}
        on={now.stages ?? []}
        onChange={(list) => put({ stages: list })}
      />
      <Ticks
        label={t('template.channels')}
        hint={t('any')}
        all={channels.map((c) => [c, t(`channel.${c}`)])}
        on={now.channels ?? []}
        onChange={(list) => put({ channels: list })}
      />
    </Fold>
  )
}

/** The question to the customer whose answer this rule lacks. */
export function AskPart({ desk: store, rule, edit }: Props) {
  const { ask } = rule
  const put = (part: Partial<NonNullable<Rule['ask']>>): void =>
    edit({ ask: without({ fact: '', words: '', ...ask, ...part }) as Rule['ask'] })
  const facts = store.material.value.facts.filter((f) => !f.path.startsWith('own.'))
  if (!ask)
    return (
      <Fold title={t('ask.part')}>
        <p class="soft">{t('ask.part.hint')}</p>
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
            {t('ask.part.new')}
          </button>
        </p>
      </Fold>
    )
  return (
    <Fold title={t('ask.part')} note={ask.fact}>
      <div class="grid">
        <Choose
          label={t('ask.part.fact')}
          value={ask.fact}
          options={facts.map((f) => [f.path, `${f.path.split('.')[0]} · ${f.label}`])}
          onChange={(fact) => put({ fact })}
        />
        <Choose
          label={t('advice.action')}
          value={ask.action ?? ''}
          options={[
            ['', t('none')],
            ...store.material.value.actions.map((a) => [a.action, a.title] as const),
          ]}
          onChange={(action) => put({ action } as never)}
        />
        <Line
          label={t('advice.consent')}
          value={ask.consent}
          placeholder="surveys"
          onChange={(consent) => put({ consent } as never)}
        />
      </div>
      <Texts
        label={t('ask.part.words')}
        value={ask.words}
        onChange={(words) => put({ words: words ?? { es: '' } })}
      />
      {(ask.options ?? []).map((option, i) => (
        <div class="named-line" key={i}>
          <Line
            label={t('ask.part.value')}
            value={option.value}
            onChange={(value) =>
              put({ options: (ask.options ?? []).map((o, j) => (j === i ? { ...o, value } : o)) })
            }
          />
          <Texts
            label={t('ask.part.answer', { n: i + 1 })}
            value={option.label}
            onChange={(label) =>
              put({
                options: (ask.options ?? []).map((o, j) => (j === i ? { ...o, label: label ?? '' } : o)),
              })
            }
          />
          <button
            type="button"
            aria-label={t('order.remove', { name: option.value })}
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
          {t('ask.part.option')}
        </button>{' '}
        <button type="button" class="link" onClick={() => edit({ ask: undefined } as Partial<Rule>)}>
          {t('ask.part.none')}
        </button>
      </p>
    </Fold>
  )
}
