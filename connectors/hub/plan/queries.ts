import {
  type Asked,
  type Connector,
  type FactPath,
  type Panel,
  type Rule,
  type Template,
  question as vocabularyOf,
} from '../../contract/index.ts'
import type { Patience } from '../fetch/deadline.ts'
import { answererOf } from '../fetch/inquiry.ts'
import { fieldsOf } from '../fetch/validate.ts'
import { filterFields } from '../policy/rows.ts'
import { forbidden, pathOf, see, type Viewer } from '../policy/viewer.ts'
import type { HubSettings } from '../ports.ts'

/**
 * One question to one system: what is fetched, and which part of it the template shows. `shown` is empty
 * where only rules and headline facts read it.
 */
export interface PlannedQuery {
  question: Asked
  connector: Connector
  fields: readonly string[]
  shown: readonly string[]
  limit: number
  shownLimit: number
  patience: Patience
  freshFor?: number | undefined
  priority: number
}

/**
 * Rules count over a long history, panels show only its newest rows. What only rules need is fetched at this
 * length and never sent.
 */
export const ruleRows = 200
/** The core facts that no template can remove, besides what identification brings. */
const nucleus = ['preferences.formOfAddress'] as const

interface Need {
  fields: Set<string>
  shown: Set<string>
  limit: number
  shownLimit: number
  patience?: Patience | undefined
  freshFor?: number | undefined
  priority: number
}

export interface PlanInput {
  viewer: Viewer
  connectors: readonly Connector[]
  settings: Pick<HubSettings, 'owners' | 'patience'>
}

/**
 * The facts to fetch: those of the panels asked at once, the headline facts and what this template's rules
 * read, without what the purpose forbids.
 */
export function planCard(
  template: Template,
  rules: readonly Rule[],
  stages: { readsOf(rule: Rule): readonly FactPath[] },
  input: PlanInput,
): readonly PlannedQuery[] {
  const needs = new Needs(input)
  for (const panel of template.panels) if (panel.ask === 'at-once') needs.panel(panel)
  for (const path of [...nucleus, ...template.marks])
    needs.fact(path, (p) => see(input.viewer, p) !== 'withheld', 1)
  for (const rule of rules)
    for (const path of stages.readsOf(rule)) needs.fact(path, (p) => !forbidden(input.viewer, p), ruleRows)
  return needs.queries()
}

/** For panels that are asked when opened, or a question that no panel of the template shows. */
export function planPanels(panels: readonly Panel[], input: PlanInput): readonly PlannedQuery[] {
  const needs = new Needs(input)
  for (const panel of panels) needs.panel(panel)
  return needs.queries()
}

/**
 * The connectors to ask: those that answer the question. A balance or a status is asked of its owners only,
 * where owners are named.
 */
export function answering(
  asked: Asked,
  { connectors, settings }: Pick<PlanInput, 'connectors' | 'settings'>,
): readonly Connector[] {
  const able = connectors.filter((c) => answererOf(c, asked) !== undefined)
  if (asked === 'own' || asked === 'cards' || !vocabularyOf(asked).ownerOnly) return able
  const owners = settings.owners[asked]
  const owning = owners ? able.filter((c) => owners.includes(c.id)) : []
  return owning.length > 0 ? owning : able
}

class Needs {
  private readonly byQuery = new Map<string, { question: Asked; connector: Connector; need: Need }>()
  constructor(private readonly input: PlanInput) {}

  private need(question: Asked, connector: Connector): Need {
    const key = `${question}\n${connector.id}`
    let entry = this.byQuery.get(key)
    if (!entry)
      this.byQuery.set(
        key,
        (entry = {
          question,
          connector,
          need: { fields: new Set(), shown: new Set(), limit: 1, shownLimit: 0, priority: -1_000 },
        }),
      )
    return entry.need
  }

  panel(panel: Panel): void {
    for (const connector of answering(panel.question, this.input)) {
      if (panel.from && !panel.from.includes(connector.id)) continue
      const names = panelFields(panel, connector)
      const visible = names.filter(
        (f) => see(this.input.viewer, pathOf(panel.question, connector.id, f)) !== 'withheld',
      )
      if (visible.length === 0) continue
      const need = this.need(panel.question, connector)
      for (const f of names) need.shown.add(f)
      for (const f of visible) need.fields.add(f)
      need.limit = Math.max(need.limit, panel.limit)
      need.shownLimit = Math.max(need.shownLimit, panel.limit)
      if (panel.patience)
        need.patience = {
          soft: Math.max(need.patience?.soft ?? 0, panel.patience.soft),
          hard: Math.max(need.patience?.hard ?? 0, panel.patience.hard),
        }
      if (panel.freshFor !== undefined) need.freshFor = Math.min(need.freshFor ?? Infinity, panel.freshFor)
      need.priority = Math.max(need.priority, panel.priority)
    }
  }

  fact(path: string, allowed: (path: string) => boolean, limit: number): void {
    const [head = '', second = '', third = ''] = path.split('.')
    const asked = head as Asked
    for (const connector of answering(asked, this.input)) {
      if ((asked === 'own' || asked === 'cards') && second !== connector.id) continue
      const field = asked === 'own' ? third : asked === 'cards' ? '*' : second
      const names =
        field === '*' && asked !== 'cards'
          ? Object.keys(fieldsOf(connector, asked))
          : asked === 'cards'
            ? cardKeys(connector)
            : Object.hasOwn(fieldsOf(connector, asked), field)
              ? [field]
              : []
      const wanted = names.filter((f) => allowed(pathOf(asked, connector.id, f)))
      // A rule may count rows without reading a field of them. A fact that nobody may ask for is never
      // fetched.
      if (wanted.length === 0 && (names.length > 0 || !allowed(path))) continue
      const need = this.need(asked, connector)
      for (const f of wanted) need.fields.add(f)
      need.limit = Math.max(need.limit, isMany(asked) ? limit : 1)
    }
  }

  queries(): readonly PlannedQuery[] {
    const { viewer, settings } = this.input
    const queries = [...this.byQuery.values()].map(({ question, connector, need }): PlannedQuery => {
      const forFilters = filterFields(viewer, question, connector)
      return {
        question,
        connector,
        fields: [...new Set([...need.fields, ...forFilters])],
        shown: [...need.shown],
        limit: need.limit,
        shownLimit: need.shownLimit,
        patience: need.patience ?? settings.patience,
        freshFor: need.freshFor,
        priority: need.priority,
      }
    })
    return queries.sort((a, b) => b.priority - a.priority)
  }
}

export const isMany = (asked: Asked): boolean =>
  asked === 'cards' || (asked !== 'own' && vocabularyOf(asked).rows === 'many')
const cardKeys = (connector: Connector): string[] => (connector.cards?.keys ?? []).map((k) => k.key)

/** A panel's fields as this connector has them: `*` is all of them; `shop.colour` names one of `own`. */
export function panelFields(
  panel: Pick<Panel, 'question' | 'fields'>,
  connector: Connector,
): readonly string[] {
  if (panel.question === 'cards')
    return panel.fields.includes('*')
      ? cardKeys(connector)
      : cardKeys(connector).filter((k) => panel.fields.includes(k))
  const defs = fieldsOf(connector, panel.question)
  if (panel.fields.includes('*')) return Object.keys(defs)
  return panel.fields
    .map((f) =>
      panel.question === 'own' && f.startsWith(`${connector.id}.`) ? f.slice(connector.id.length + 1) : f,
    )
    .filter((f) => Object.hasOwn(defs, f))
}
