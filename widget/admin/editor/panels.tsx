import { type Asked, localize, type Panel, type Template } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import type { EditorStore } from './editor-store.ts'
import { Choose, Line, Texts, Ticks } from './field.tsx'
import { Add, Order } from './order.tsx'

const asks = ['at-once', 'on-opening', 'on-request'] as const

/** The panels of a ficha, in order: when each is asked and which fields it shows. */
export function Panels({
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
  const { questions } = store.material.value
  const lang = store.language.value
  const label = new Map(questions.map((q) => [q.question, q.label]))
  const name = (panel: Panel): string =>
    panel.title ? localize(panel.title, lang) : (label.get(panel.question) ?? panel.question)
  const add = (question: string, ask: Panel['ask'] = 'on-opening', after?: number): void => {
    const ids = new Set(template.panels.map((p) => p.id))
    let id = question
    for (let n = 2; ids.has(id); n++) id = `${question}-${n}`
    const facts = store.material.value.facts
      .filter((f) => f.path.startsWith(`${question}.`))
      .map((f) => f.path.slice(question.length + 1))
    const panel: Panel = {
      id,
      question: question as Asked,
      ask,
      fields: question === 'own' || question === 'cards' ? ['*'] : facts.slice(0, 6),
      limit: 5,
      priority: 0,
    }
    const panels = [...template.panels]
    panels.splice(after === undefined ? panels.length : after + 1, 0, panel)
    edit({ panels })
    store.status.value = { says: t('editor.panel.added', { name: name(panel) }) }
  }
  const cases = template.panels.findIndex((p) => p.question === 'requests')
  return (
    <>
      <Order
        label={t('editor.template.panels')}
        items={template.panels}
        keyOf={(p) => p.id}
        name={name}
        note={(p) => t(`editor.ask.${p.ask}`)}
        onChange={(panels) => edit({ panels })}
        announce={(says) => {
          store.status.value = { says }
        }}
        bad={(_, i) => at(`panels.${i}`)}
        body={(panel) => (
          <details class="panel-form">
            <summary>
              {t('editor.panel.details')}
              <span class="quiet">: {name(panel)}</span>
            </summary>
            <PanelForm
              store={store}
              panel={panel}
              change={(part) =>
                edit({
                  panels: template.panels.map((p) => (p.id === panel.id ? tidy({ ...p, ...part }) : p)),
                })
              }
            />
          </details>
        )}
      />
      <Add
        label={t('editor.add.panel')}
        options={questions.filter((q) => q.systems.length > 0).map((q) => [q.question, q.label])}
        onAdd={(q) => add(q)}
      />
      {cases >= 0 && !template.panels.some((p) => p.question === 'policies') && (
        <p>
          <button type="button" onClick={() => add('policies', 'at-once', cases)}>
            {t('editor.panel.policies')}
          </button>
        </p>
      )}
    </>
  )
}

function PanelForm({
  store,
  panel,
  change,
}: {
  store: EditorStore
  panel: Panel
  change(part: Partial<Panel>): void
}) {
  const { facts, systems, questions } = store.material.value
  const from = questions.find((q) => q.question === panel.question)?.systems ?? []
  const own = facts
    .filter((f) => f.path.startsWith(`${panel.question}.`))
    .map(
      (f) =>
        [
          panel.question === 'own' ? f.path.slice(4) : f.path.slice(panel.question.length + 1),
          f.label,
        ] as const,
    )
  const whole = panel.fields.includes('*')
  const number = (text: string): number | undefined =>
    text.trim() === '' || !Number.isFinite(Number(text)) ? undefined : Number(text)
  const patience = (part: Partial<NonNullable<Panel['patience']>>): void => {
    const next = { soft: panel.patience?.soft ?? 1_500, hard: panel.patience?.hard ?? 8_000, ...part }
    change({ patience: next })
  }
  return (
    <div class="grid">
      <Texts
        label={t('editor.title')}
        hint={t('editor.panel.title.hint')}
        value={panel.title}
        onChange={(title) => change({ title } as Partial<Panel>)}
      />
      <Choose
        label={t('editor.panel.ask')}
        value={panel.ask}
        options={asks.map((a) => [a, t(`editor.ask.${a}`)])}
        onChange={(ask) => change({ ask })}
      />
      <Line
        label={t('editor.panel.limit')}
        type="number"
        min={1}
        value={panel.limit}
        onChange={(text) => change({ limit: number(text) ?? 5 })}
      />
      {own.length > 0 && (
        <div class="wide">
          <h4>{t('editor.panel.fields')}</h4>
          {whole ? (
            <p>
              {t('editor.panel.all')}{' '}
              <button type="button" class="link" onClick={() => change({ fields: own.map(([f]) => f) })}>
                {t('editor.panel.choose')}
              </button>
            </p>
          ) : (
            <>
              <Order
                label={t('editor.panel.fields')}
                items={panel.fields}
                keyOf={(f) => f}
                name={(f) => own.find(([id]) => id === f)?.[1] ?? f}
                onChange={(fields) => change({ fields: fields.length > 0 ? fields : panel.fields })}
                announce={(says) => {
                  store.status.value = { says }
                }}
              />
              <Add
                label={t('editor.add.fact')}
                options={own.filter(([f]) => !panel.fields.includes(f))}
                onAdd={(f) => change({ fields: [...panel.fields, f] })}
              />
            </>
          )}
        </div>
      )}
      {from.length > 1 || panel.from ? (
        <Ticks
          label={t('editor.panel.from')}
          hint={t('editor.any.system')}
          all={systems.filter((s) => from.includes(s.connector)).map((s) => [s.connector, s.title])}
          on={panel.from ?? []}
          onChange={(list) => change({ from: list.length > 0 ? list : undefined } as Partial<Panel>)}
        />
      ) : null}
      <Line
        label={t('editor.panel.soft')}
        type="number"
        min={50}
        value={panel.patience?.soft}
        placeholder="1500"
        hint={t('editor.panel.soft.hint')}
        onChange={(text) => {
          const n = number(text)
          if (n === undefined) change({ patience: undefined } as Partial<Panel>)
          else patience({ soft: n })
        }}
      />
      <Line
        label={t('editor.panel.hard')}
        type="number"
        min={100}
        value={panel.patience?.hard}
        placeholder="8000"
        onChange={(text) => {
          const n = number(text)
          if (n === undefined) change({ patience: undefined } as Partial<Panel>)
          else patience({ hard: n })
        }}
      />
      <Line
        label={t('editor.panel.fresh')}
        type="number"
        min={0}
        value={panel.freshFor}
        hint={t('editor.panel.fresh.hint')}
        onChange={(text) => change({ freshFor: number(text) } as Partial<Panel>)}
      />
      <Line
        label={t('editor.panel.priority')}
        type="number"
        value={panel.priority}
        hint={t('editor.panel.priority.hint')}
        onChange={(text) => change({ priority: Math.round(number(text) ?? 0) })}
      />
      <Choose
        label={t('editor.panel.rollUp')}
        value={panel.rollUp ?? ''}
        options={[
          ['', t('editor.none')],
          ['household', t('editor.roll.household')],
          ['company', t('editor.roll.company')],
        ]}
        onChange={(rollUp) => change({ rollUp: rollUp || undefined } as Partial<Panel>)}
      />
    </div>
  )
}
/** Leaves out properties without a value. */
const tidy = (panel: Panel): Panel =>
  Object.fromEntries(Object.entries(panel).filter(([, value]) => value !== undefined)) as unknown as Panel
