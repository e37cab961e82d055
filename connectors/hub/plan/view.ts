import {
  type ActionView,
  type Asked,
  type Connector,
  type FichaView,
  localize,
  type Panel,
  type PanelView,
  type PolicyView,
  type PolicyWords,
  questions,
  type Rule,
  type Template,
} from '../../contract/index.ts'
import { fieldsOf } from '../fetch/validate.ts'
import { factLabel, questionLabel } from '../messages/labels.ts'
import { forbidden, mayAct, pathOf, see, type Viewer } from '../policy/viewer.ts'
import { answering, type PlanInput, panelFields } from './queries.ts'

export interface ViewInput extends PlanInput {
  template: Template
  rules: readonly Rule[]
  others: readonly Template[] /** systems that have a record of this person; an action needs one */
  actable: ReadonlySet<string>
}

/**
 * The template as this agent's card needs it: order, texts, and what is withheld. All of it is decided before
 * any system is asked.
 */
export function viewFicha(input: ViewInput): FichaView {
  const { template, rules, viewer } = input
  const { locale } = viewer
  const titled = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const rule = rules.find((r) => r.id === id)
      return rule ? [{ rule: id, title: localize(rule.title, locale) }] : []
    })
  return {
    id: template.id,
    title: localize(template.title, locale),
    layout: template.layout,
    glance: titled(template.glance),
    panels: template.panels.map((p) => viewPanel(p, input)),
    mayAsk: mayAsk(template, input).map((question) => ({
      question,
      title: questionLabel(question, locale),
      panel: viewPanel(
        { id: `extra-${question}`, question, ask: 'on-request', fields: readableFields(question, input) },
        input,
      ),
    })),
    timeline: template.timeline.some((q) => readable(q, input)),
    others: input.others.map((t) => ({ id: t.id, title: localize(t.title, locale) })),
    actions: input.connectors.filter((c) => input.actable.has(c.id)).flatMap((c) => viewActions(c, viewer)),
    purpose: viewer.purpose,
  }
}

function viewPanel(
  panel: Pick<Panel, 'id' | 'question' | 'ask' | 'fields' | 'title' | 'from' | 'rollUp'>,
  input: ViewInput,
): PanelView {
  const { viewer } = input
  const { locale } = viewer
  const from = answering(panel.question, input).filter((c) => !panel.from || panel.from.includes(c.id))
  const fields = new Map<string, PanelView['fields'][number]>()
  let seen = false
  for (const c of from) {
    const defs = fieldsOf(c, panel.question)
    for (const name of panelFields(panel, c)) {
      const path = pathOf(panel.question, c.id, name)
      seen ||= see(viewer, path) !== 'withheld'
      const def = panel.question === 'cards' ? undefined : defs[name]
      const label =
        panel.question === 'cards'
          ? localize(c.cards?.keys.find((k) => k.key === name)?.title ?? name, locale)
          : factLabel(path, locale, viewer.connectors)
      if (!fields.has(name))
        fields.set(name, { name, label, type: def?.type ?? 'text', ...(def?.list ? { list: true } : {}) })
    }
  }
  const policies = seen
    ? policiesOf(
        input.template,
        (beside) =>
          'question' in beside &&
          beside.question === panel.question &&
          (!beside.where || fields.has(beside.where.field)),
        locale,
      )
    : []
  const blocks =
    panel.question === 'own'
      ? from.flatMap((c) =>
          c.own?.blocks
            ? [
                {
                  connector: c.id,
                  blocks: c.own.blocks.map((b) =>
                    'title' in b && b.title ? { ...b, title: localize(b.title, locale) } : b,
                  ),
                },
              ]
            : [],
        )
      : []
  return {
    id: panel.id,
    question: panel.question,
    title: panel.title ? localize(panel.title, locale) : questionLabel(panel.question, locale),
    ask: panel.ask,
    // Decided from the template and the role alone. Where no system answers, there is nothing to withhold.
    state: from.length > 0 && !seen ? 'withheld' : 'open',
    fields: seen ? [...fields.values()] : [],
    systems: from.map((c) => ({ connector: c.id, title: localize(c.title, locale) })),
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(panel.rollUp ? { rollUp: panel.rollUp } : {}),
    ...(policies.length > 0 ? { policies } : {}),
  }
}

/** The texts of this template's policies for one case, in the reader's language. */
export const policiesOf = (
  template: Pick<Template, 'policies'>,
  governs: (beside: PolicyWords['beside']) => boolean,
  locale: string,
): PolicyView[] =>
  (template.policies ?? [])
    .filter((p) => governs(p.beside))
    .map(({ id, title, text, beside }) => ({
      id,
      title: localize(title, locale),
      text: localize(text, locale),
      ...('question' in beside && beside.where ? { where: beside.where } : {}),
    }))

/**
 * The fields of this question that a system answers and the role may see. Foreign cards are seen whole or not
 * at all.
 */
function readableFields(question: Asked, input: PlanInput): string[] {
  return [
    ...new Set(
      answering(question, input).flatMap((c) =>
        (question === 'cards' ? ['*'] : Object.keys(fieldsOf(c, question))).filter((f) => {
          const path = pathOf(question, c.id, f)
          return !forbidden(input.viewer, path) && see(input.viewer, path) !== 'withheld'
        }),
      ),
    ),
  ]
}
export const readable = (question: Asked, input: PlanInput): boolean =>
  readableFields(question, input).length > 0

/** What the role may ask for although no panel shows it ("pedir más"). */
export const mayAsk = (template: Template, input: PlanInput): readonly Asked[] =>
  [...questions, 'own' as const, 'cards' as const].filter(
    (q) =>
      template.mayAsk.includes(q) && !template.panels.some((p) => p.question === q) && readable(q, input),
  )

function viewActions(connector: Connector, viewer: Viewer): ActionView[] {
  const { locale } = viewer
  return Object.entries(connector.actions ?? {})
    .filter(([name]) => mayAct(viewer, connector.id, name))
    .map(([name, action]) => ({
      connector: connector.id,
      name,
      title: localize(action.title, locale),
      confirm: localize(action.confirm, locale),
      input: Object.entries(action.input).map(([field, def]) => ({
        name: field,
        label: def.label
          ? localize(def.label, locale)
          : factLabel(`own.${connector.id}.${field}`, locale, viewer.connectors),
        type: def.type,
        required: def.required === true,
        ...(def.maxLength ? { maxLength: def.maxLength } : {}),
        ...(def.options
          ? { options: def.options.map((o) => ({ value: o.value, label: localize(o.label, locale) })) }
          : {}),
      })),
    }))
}
