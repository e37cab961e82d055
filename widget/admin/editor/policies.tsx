import { useSignal } from '@preact/signals'
import { type Asked, localize, type PolicyWords, type Template } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import type { EditorStore } from './editor-store.ts'
import { Choose, Line, Texts } from './field.tsx'
import { Order } from './order.tsx'

/**
 * The texts of this ficha's policies, each with what it governs: a panel, some of its rows, or the result of
 * a rule.
 */
export function Policies({
  store,
  template,
  edit,
  at,
}: {
  store: EditorStore
  template: Template
  edit(part: Partial<Template>): void
  at(place: string): string | undefined
}) {
  const { material, set, language, status } = store
  const lang = language.value
  const all = template.policies ?? []
  const put = (policies: readonly PolicyWords[]): void =>
    edit({ policies: policies.length > 0 ? [...policies] : undefined } as Partial<Template>)
  const change = (id: string, part: Partial<PolicyWords>): void =>
    put(all.map((p) => (p.id === id ? { ...p, ...part } : p)))
  const question = new Map(material.value.questions.map((q) => [q.question as string, q.label]))
  const rules = new Map(set.value.rules.map((r) => [r.id, localize(r.title, lang)]))
  const places = [
    ...[...new Set(template.panels.map((p) => p.question))].map(
      (q) => [`question ${q}`, question.get(q) ?? q] as const,
    ),
    ...[...new Set([...template.advice, ...template.glance])].map(
      (id) => [`rule ${id}`, `${t('editor.rule')}: ${rules.get(id) ?? id}`] as const,
    ),
  ]
  const placeOf = ({ beside }: PolicyWords): string =>
    'question' in beside ? `question ${beside.question}` : `rule ${beside.rule}`
  const besideOf = (place: string): PolicyWords['beside'] => {
    const [kind, id = ''] = place.split(' ')
    return kind === 'rule' ? { rule: id } : { question: id as Asked }
  }
  const fresh = (): string => {
    for (let n = 1; ; n++) if (!all.some((p) => p.id === `words-${n}`)) return `words-${n}`
  }
  const add = (): void =>
    put([
      ...all,
      {
        id: fresh(),
        title: { es: t('editor.policies.new') },
        text: { es: '' },
        beside: besideOf(places[0]?.[0] ?? ''),
      },
    ])

  return (
    <>
      <p class="soft">{t('editor.policies.hint')}</p>
      <Order
        label={t('editor.policies')}
        items={all}
        keyOf={(p) => p.id}
        name={(p) => localize(p.title, lang)}
        note={(p) => places.find(([place]) => place === placeOf(p))?.[1] ?? placeOf(p)}
        onChange={put}
        announce={(says) => {
          status.value = { says }
        }}
        bad={(_, i) => at(`policies.${i}`)}
        body={(p) => (
          <details class="panel-form">
            <summary>
              {t('editor.panel.details')}
              <span class="quiet">: {localize(p.title, lang)}</span>
            </summary>
            <div class="grid">
              <Texts
                label={t('editor.title')}
                value={p.title}
                onChange={(title) => change(p.id, { title: title ?? '' })}
              />
              <Texts
                label={t('editor.policies.text')}
                value={p.text}
                onChange={(text) => change(p.id, { text: text ?? '' })}
              />
              <Choose
                label={t('editor.policies.beside')}
                value={placeOf(p)}
                options={[
                  ...places,
                  ...(places.some(([place]) => place === placeOf(p))
                    ? []
                    : [[placeOf(p), placeOf(p)] as const]),
                ]}
                onChange={(place) => change(p.id, { beside: besideOf(place) })}
              />
              {'question' in p.beside && (
                <Rows
                  store={store}
                  template={template}
                  beside={p.beside}
                  put={(beside) => change(p.id, { beside })}
                />
              )}
            </div>
          </details>
        )}
      />
      {places.length > 0 && (
        <p>
          <button type="button" onClick={add}>
            {t('editor.policies.add')}
          </button>
        </p>
      )}
    </>
  )
}

type OfQuestion = Extract<PolicyWords['beside'], { question: Asked }>
/** Shows a policy at the whole panel, or only at rows in which a field has one of some values. */
function Rows({
  store,
  template,
  beside,
  put,
}: {
  store: EditorStore
  template: Template
  beside: OfQuestion
  put(beside: OfQuestion): void
}) {
  const shown = new Set(
    template.panels.filter((p) => p.question === beside.question).flatMap((p) => p.fields),
  )
  const facts = store.material.value.facts
    .filter((f) => f.path.startsWith(`${beside.question}.`))
    .map((f) => [f.path.slice(beside.question.length + 1), f.label] as const)
    .filter(([f]) => shown.has('*') || shown.has(f) || f === beside.where?.field)
  const { where, question } = beside
  // Kept as typed: a trailing comma is not a value yet.
  const typed = useSignal(where?.is.join(', ') ?? '')
  return (
    <>
      <Choose
        label={t('editor.policies.where')}
        value={where?.field ?? ''}
        options={[['', t('editor.policies.all')], ...facts]}
        onChange={(field) => put(field ? { question, where: { field, is: where?.is ?? [] } } : { question })}
      />
      {where && (
        <Line
          label={t('editor.policies.is')}
          hint={t('editor.policies.is.hint')}
          value={typed.value}
          onChange={(text) => {
            typed.value = text
            put({
              question,
              where: {
                field: where.field,
                is: text
                  .split(',')
                  .map((w) => w.trim())
                  .filter(Boolean),
              },
            })
          }}
        />
      )}
    </>
  )
}
