import { type Asked, localize, type Rule, type Template } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { type EditorStore, faultsOf } from './editor-store.ts'
import { Expression } from './expression.tsx'
import { Choose, Faults, Fold, Line, Texts, Tick, Ticks } from './field.tsx'
import { Add, Order } from './order.tsx'
import { Panels } from './panels.tsx'
import { Policies } from './policies.tsx'

const channels = ['phone', 'chat', 'mail', 'store', 'web', 'social'] as const
const glanceKinds: readonly Rule['kind'][] = ['glance', 'signal', 'stage', 'promise']

/** One ficha tipo (card template) as a form: for whom, its glance, its panels, what may be asked. */
export function TemplateForm({ store, template }: { store: EditorStore; template: Template }) {
  const { material, set, language, preview, faults, status } = store
  const all = material.value
  const lang = language.value
  const edit = (part: Partial<Template>): void =>
    store.template(template.id, (now) => clean({ ...now, ...part }))
  const wrong = faultsOf(faults.value, 'templates', template.id)
  const at = (place: string) => wrong.find((f) => f.place === place || f.place.startsWith(`${place}.`))?.says
  const rules = new Map(set.value.rules.map((rule) => [rule.id, rule]))
  const ruleName = (id: string) => {
    const rule = rules.get(id)
    return rule ? localize(rule.title, lang) : id
  }
  const factName = new Map(all.facts.map((f) => [f.path, f.label]))
  const questionName = new Map(all.questions.map((q) => [q.question as string, q.label]))
  const fact = (path: string) =>
    `${questionName.get(path.split('.')[0] as string) ?? ''} · ${factName.get(path) ?? path}`
  const asked = all.questions.filter((q) => q.systems.length > 0).map((q) => [q.question, q.label] as const)
  const announce = (says: string): void => {
    status.value = { says }
  }
  const rulesFor = (list: 'glance' | 'signals' | 'advice', kinds: readonly Rule['kind'][]) => (
    <>
      <Order
        label={t(`editor.template.${list}`)}
        items={template[list]}
        keyOf={(id) => id}
        name={ruleName}
        onChange={(ids) => edit({ [list]: ids })}
        announce={announce}
        bad={(_, i) => at(`${list}.${i}`)}
        body={(id) =>
          rules.has(id) ? (
            <button
              type="button"
              class="link go"
              aria-label={`${t('editor.edit')}: ${ruleName(id)}`}
              onClick={() => {
                store.place.value = { at: 'rule', id }
              }}
            >
              {t('editor.edit')}
            </button>
          ) : null
        }
      />
      {(list !== 'glance' || template.glance.length < 8) && (
        <Add
          label={t('editor.add.rule')}
          options={set.value.rules
            .filter((r) => kinds.includes(r.kind) && !template[list].includes(r.id))
            .map((r) => [r.id, localize(r.title, lang)])}
          onAdd={(id) => edit({ [list]: [...template[list], id] })}
        />
      )}
    </>
  )
  const sight = preview.value
  const many = sight !== undefined && sight.firstSight > sight.mostAtFirstSight
  return (
    <form
      class="editing-form"
      onSubmit={(e) => e.preventDefault()}
      aria-label={localize(template.title, lang)}
    >
      <Faults
        faults={wrong.filter(
          (f) => f.place === '' || /^(id|version|because|layout|title|for$)/.test(f.place),
        )}
      />
      <Fold title={t('editor.template.who')} open>
        <Texts
          label={t('editor.title')}
          value={template.title}
          onChange={(title) => edit({ title: title ?? '' })}
        />
        <Ticks
          label={t('editor.template.roles')}
          all={all.roles.map((r) => [r, r])}
          on={template.for.roles}
          onChange={(roles) => edit({ for: { ...template.for, roles } })}
        />
        {at('for.roles') && (
          <p class="bad" role="alert">
            {at('for.roles')}
          </p>
        )}
        <Ticks
          label={t('editor.template.channels')}
          hint={t('editor.any')}
          all={channels.map((c) => [c, t(`editor.channel.${c}`)])}
          on={template.for.channels ?? []}
          onChange={(list) => edit({ for: some(template.for, 'channels', list) })}
        />
        {all.hosts.length > 0 && (
          <Ticks
            label={t('editor.template.hosts')}
            hint={t('editor.any')}
            all={all.hosts.map((h) => [h, h])}
            on={template.for.hosts ?? []}
            onChange={(list) => edit({ for: some(template.for, 'hosts', list) })}
          />
        )}
        <Expression
          label={t('editor.template.when')}
          hint={t('editor.template.when.hint')}
          value={template.for.when ?? ''}
          faults={wrong.filter((f) => f.place === 'for.when')}
          rows={2}
          onChange={(when) => {
            const { when: _, ...rest } = template.for
            edit({ for: when.trim() ? { ...rest, when } : rest })
          }}
        />
        <Choose
          label={t('editor.template.layout')}
          value={template.layout}
          options={[
            ['compact', t('editor.layout.compact')],
            ['touch', t('editor.layout.touch')],
          ]}
          onChange={(layout) => edit({ layout })}
        />
        <Tick
          label={t('editor.template.override')}
          on={template.mayOverride}
          onChange={(mayOverride) => edit({ mayOverride })}
        />
      </Fold>
      <Fold
        title={t('editor.template.sight')}
        open
        note={sight && t('editor.template.count', { n: sight.firstSight, most: sight.mostAtFirstSight })}
      >
        {(many || template.because !== undefined || at('because')) && (
          <Line
            wide
            label={t('editor.template.because')}
            value={template.because}
            hint={t('editor.template.because.hint')}
            bad={at('because')}
            onChange={(because) => edit({ because: because || undefined } as Partial<Template>)}
          />
        )}
        <h4>{t('editor.template.marks')}</h4>
        <Order
          label={t('editor.template.marks')}
          items={template.marks}
          keyOf={(p) => p}
          name={fact}
          onChange={(marks) => edit({ marks })}
          announce={announce}
          bad={(_, i) => at(`marks.${i}`)}
        />
        <Add
          label={t('editor.add.fact')}
          options={all.facts
            .filter(
              (f) =>
                !f.path.startsWith('own.') &&
                !template.marks.includes(f.path) &&
                !questionIsMany(all.questions, f.path),
            )
            .map((f) => [f.path, fact(f.path)])}
          onAdd={(path) => edit({ marks: [...template.marks, path] })}
        />
        <h4>{t('editor.template.glance')}</h4>
        {rulesFor('glance', glanceKinds)}
      </Fold>
      <Fold title={t('editor.template.panels')} open>
        <Panels store={store} template={template} edit={edit} at={at} />
      </Fold>
      <Fold title={t('editor.policies')} note={String(template.policies?.length ?? 0)}>
        <Policies store={store} template={template} edit={edit} at={at} />
      </Fold>
      <Fold title={t('editor.template.advice')}>{rulesFor('advice', ['advice'])}</Fold>
      <Fold title={t('editor.template.signals')}>
        {rulesFor('signals', ['signal', 'margin', 'promise', 'stage', 'glance'])}
      </Fold>
      <Fold title={t('editor.template.more')}>
        <Ticks
          label={t('editor.template.mayAsk')}
          hint={t('editor.template.mayAsk.hint')}
          all={asked}
          on={template.mayAsk}
          onChange={(list) => edit({ mayAsk: list as Asked[] })}
        />
        <Ticks
          label={t('editor.template.timeline')}
          all={asked.filter(([q]) => all.questions.find((x) => x.question === q)?.dated)}
          on={template.timeline}
          onChange={(list) => edit({ timeline: list as Asked[] })}
        />
      </Fold>
    </form>
  )
}
/** An empty list of hosts or channels means "any" and is left out of the file. */
const some = <F extends Template['for']>(
  now: F,
  key: 'hosts' | 'channels',
  list: string[],
): Template['for'] => {
  const { [key]: _, ...rest } = now
  return list.length > 0 ? { ...rest, [key]: list } : rest
}
const clean = ({ because, policies, ...rest }: Template): Template => ({
  ...rest,
  ...(policies === undefined ? {} : { policies }),
  ...(because === undefined ? {} : { because }),
})
const questionIsMany = (questions: readonly { question: string; many: boolean }[], path: string): boolean =>
  questions.find((q) => q.question === path.split('.')[0])?.many === true
