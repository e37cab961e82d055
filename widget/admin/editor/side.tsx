import { useSignal } from '@preact/signals'
import { localize, type Rule, type Template } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { stateOf } from './changes.ts'
import type { EditorPlace, EditorStore } from './editor-store.ts'
import { Order } from './order.tsx'
import { kinds } from './rule.tsx'

const slug = (base: string, taken: ReadonlySet<string>): string => {
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`
    if (!taken.has(id)) return id
  }
}

/** The left column: every ficha and rule with its state, and the other pages of the editor. */
export function Side({ store }: { store: EditorStore }) {
  const { set, answer, place, language, faults, proposals } = store
  const lang = language.value
  const filter = useSignal('')
  const is = (one: EditorPlace): boolean =>
    place.value.at === one.at && (!('id' in one) || ('id' in place.value && place.value.id === one.id))
  const bad = (kind: 'templates' | 'rules', id: string): boolean =>
    faults.value.some((f) => f.place === `${kind}.${id}` || f.place.startsWith(`${kind}.${id}.`))
  const tag = (kind: 'templates' | 'rules', id: string) => {
    const state = stateOf(kind, id, set.value, answer.value.published)
    return (
      <span class={`tag ${state === 'published' ? '' : 'warn'}`}>
        {bad(kind, id) ? t('editor.state.bad') : t(`editor.state.${state}`)}
      </span>
    )
  }
  const go = (one: EditorPlace, words: string, more?: preact.ComponentChildren) => (
    <button
      type="button"
      class="nav"
      aria-current={is(one) ? 'page' : undefined}
      onClick={() => {
        place.value = one
      }}
    >
      <span>{words}</span>
      {more}
    </button>
  )
  const newTemplate = (from?: Template): void => {
    const id = slug(from ? `${from.id}-copy` : 'ficha', new Set(set.peek().templates.map((x) => x.id)))
    const made: Template = from
      ? { ...from, id, title: mapText(from.title, (words) => `${words} (2)`) }
      : {
          version: 1,
          id,
          title: { es: t('editor.template.new') },
          for: { roles: [store.material.peek().roles[0] ?? ''] },
          layout: 'compact',
          glance: [],
          marks: [],
          signals: [],
          advice: [],
          panels: [],
          mayAsk: [],
          mayOverride: true,
          timeline: [],
        }
    store.change((now) => ({ ...now, templates: [...now.templates, made] }))
    place.value = { at: 'template', id }
  }
  const newRule = (): void => {
    const id = slug('rule', new Set(set.peek().rules.map((x) => x.id)))
    const made: Rule = {
      version: 1,
      id,
      kind: 'glance',
      title: { es: t('editor.rule.new') },
      when: 'orders.within(norm.days).count() >= norm.than',
      values: {},
      norm: { than: 1, days: 365 },
      text: {},
      tone: {},
    }
    store.change((now) => ({ ...now, rules: [...now.rules, made] }))
    place.value = { at: 'rule', id }
  }
  const shown = set.value.rules.filter((r) =>
    `${localize(r.title, lang)} ${r.id}`.toLowerCase().includes(filter.value.trim().toLowerCase()),
  )
  return (
    <nav class="side" aria-label={t('editor.side')}>
      <h2>{t('editor.fichas')}</h2>
      <ul class="plain">
        {set.value.templates.map((x) => (
          <li key={x.id}>
            {go({ at: 'template', id: x.id }, localize(x.title, lang), tag('templates', x.id))}
          </li>
        ))}
      </ul>
      <p class="side-do">
        <button type="button" class="link" onClick={() => newTemplate()}>
          {t('editor.template.new')}
        </button>
        {place.value.at === 'template' && (
          <>
            <button
              type="button"
              class="link"
              onClick={() => newTemplate(set.peek().templates.find((x) => is({ at: 'template', id: x.id })))}
            >
              {t('editor.copy')}
            </button>
            <Remove store={store} />
          </>
        )}
      </p>
      <details>
        <summary>{t('editor.templates.order')}</summary>
        <p class="soft">{t('editor.templates.order.hint')}</p>
        <Order
          label={t('editor.templates.order')}
          items={set.value.templates}
          keyOf={(x) => x.id}
          name={(x) => localize(x.title, lang)}
          onChange={(templates) => {
            if (templates.length > 0) store.change((now) => ({ ...now, templates }))
          }}
          announce={(says) => {
            store.status.value = { says }
          }}
        />
      </details>
      <h2>{t('editor.rules')}</h2>
      <p class="field">
        <label>
          <span class="quiet">{t('editor.rules.filter')}</span>
          <input
            type="search"
            value={filter.value}
            placeholder={t('editor.rules.filter')}
            autocomplete="off"
            onInput={(e) => {
              filter.value = e.currentTarget.value
            }}
          />
        </label>
      </p>
      {kinds.map((kind) => {
        const mine = shown.filter((r) => r.kind === kind)
        return mine.length === 0 ? null : (
          <div key={kind}>
            <h3>{t(`editor.kind.${kind}`)}</h3>
            <ul class="plain">
              {mine.map((r) => (
                <li key={r.id}>
                  {go({ at: 'rule', id: r.id }, localize(r.title, lang), tag('rules', r.id))}
                </li>
              ))}
            </ul>
          </div>
        )
      })}
      <p class="side-do">
        <button type="button" class="link" onClick={newRule}>
          {t('editor.rule.new')}
        </button>
        {place.value.at === 'rule' && <Remove store={store} />}
      </p>
      <h2>{t('editor.others')}</h2>
      <ul class="plain">
        <li>
          {go(
            { at: 'proposals' },
            t('editor.proposals'),
            proposals.value && proposals.value.items.length > 0 ? (
              <span class="tag">{proposals.value.items.length}</span>
            ) : undefined,
          )}
        </li>
        <li>{go({ at: 'history' }, t('editor.history'))}</li>
        <li>{go({ at: 'files' }, t('editor.files'))}</li>
      </ul>
    </nav>
  )
}
const mapText = (text: Template['title'], f: (words: string) => string): Template['title'] =>
  typeof text === 'string'
    ? f(text)
    : (Object.fromEntries(Object.entries(text).map(([l, words]) => [l, f(words ?? '')])) as { es: string })

/** Removes a piece after a confirmation; what is removed from the draft stays in the history. */
function Remove({ store }: { store: EditorStore }) {
  const sure = useSignal('')
  const { value } = store.place
  if (value.at !== 'template' && value.at !== 'rule') return null
  const { at, id } = value
  const kind = at === 'template' ? ('templates' as const) : ('rules' as const)
  if (kind === 'templates' && store.set.value.templates.length < 2) return null
  const remove = (): void => {
    store.change((now) =>
      kind === 'templates'
        ? { ...now, templates: now.templates.filter((x) => x.id !== id) }
        : {
            ...now,
            rules: now.rules.filter((x) => x.id !== id),
            templates: now.templates.map((x) => ({
              ...x,
              glance: x.glance.filter((r) => r !== id),
              signals: x.signals.filter((r) => r !== id),
              advice: x.advice.filter((r) => r !== id),
            })),
          },
    )
    store.place.value = { at: 'template', id: store.set.peek().templates[0]?.id ?? '' }
    store.status.value = { says: t('editor.order.removed', { name: id }) }
  }
  return sure.value === id ? (
    <button type="button" class="link bad" onClick={remove}>
      {t('editor.remove.sure')}
    </button>
  ) : (
    <button
      type="button"
      class="link"
      onClick={() => {
        sure.value = id
      }}
    >
      {t('editor.remove')}
    </button>
  )
}
