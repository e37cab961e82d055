import {
  type Connector,
  type Context,
  localize,
  type Policy,
  type Rule,
  type Template,
} from '../../contract/index.ts'
import { message } from '../messages/index.ts'
import { type Viewer, viewerOf } from '../policy/viewer.ts'
import { type Agent, Refusal } from '../ports.ts'

export interface Published {
  revision: string
  templates: readonly Template[]
  rules: readonly Rule[]
  policy: Policy
}
/** The template chosen, and what the agent may see in it. `others`: what the agent may switch to. */
export interface Choice {
  template: Template
  viewer: Viewer
  rules: readonly Rule[]
  others: readonly Template[]
  afterConfirmation: boolean
}
export interface TemplateRequest {
  template?: string | undefined
  purpose?: string | undefined
  context: Context
  locale: string
  confirmed: boolean
}

/**
 * The roles of this agent that have the purpose. Refuses an agent who has none, and names a purpose that
 * would do.
 */
export function viewerFor(
  published: Published,
  agent: Agent,
  wish: Pick<TemplateRequest, 'purpose' | 'locale' | 'confirmed'>,
  connectors: readonly Connector[],
): { viewer: Viewer; afterConfirmation: boolean } {
  const { policy } = published
  const knownRoles = agent.roles.filter((r) => Object.hasOwn(policy.roles, r))
  if (knownRoles.length === 0)
    throw new Refusal(
      'forbidden',
      message('refused.no-policy', wish.locale, { roles: agent.roles.join(', ') || '—' }),
    )
  const purpose = wish.purpose ?? knownRoles.flatMap((r) => policy.roles[r]?.purposes ?? [])[0]
  const withPurpose = knownRoles.filter(
    (r) => purpose !== undefined && policy.roles[r]?.purposes.includes(purpose),
  )
  if (purpose === undefined || withPurpose.length === 0 || !Object.hasOwn(policy.purposes, purpose)) {
    const allowedPurposes = [...new Set(knownRoles.flatMap((r) => policy.roles[r]?.purposes ?? []))].filter(
      (p) => Object.hasOwn(policy.purposes, p),
    )
    throw new Refusal(
      'forbidden',
      message('refused.purpose', wish.locale, {
        purpose: purpose ?? '',
        roles: knownRoles.join(', '),
        instead:
          allowedPurposes.map((p) => `«${p}»`).join(', ') || message('refused.another-role', wish.locale),
      }),
    )
  }
  const open = withPurpose.filter((r) => wish.confirmed || policy.roles[r]?.afterConfirmation !== true)
  const all = viewerOf(
    policy,
    withPurpose,
    purpose,
    agent.claims,
    new Map(connectors.map((c) => [c.id, c])),
    wish.locale,
  )
  // A role that waits for a confirmed question counts only afterwards. If all roles wait, they still see the
  // core facts.
  return open.length === 0
    ? { viewer: all, afterConfirmation: true }
    : { viewer: { ...all, roles: all.roles.filter((r) => open.includes(r.name)) }, afterConfirmation: false }
}

/** What decides a template's `for.when`: the rules' stage, handed in, since planning stands below it. */
export interface ConditionStage {
  /** An expression that cannot be decided is false. */
  condition(
    expression: string,
    about: { context: Context; roles: readonly string[]; host?: string | undefined },
  ): boolean
}

/** The template for role × host × channel × condition: the most specific one that applies, else the first. */
export function chooseTemplate(
  published: Published,
  agent: Agent,
  wish: TemplateRequest,
  connectors: readonly Connector[],
  stages: ConditionStage,
): Choice {
  const { viewer, afterConfirmation } = viewerFor(published, agent, wish, connectors)
  const roles = viewer.roles.map((r) => r.name)
  const ofRole = published.templates.filter((t) => t.for.roles.some((r) => roles.includes(r)))
  const host = agent.host ?? wish.context.host
  const fitting = ofRole.filter(
    (t) =>
      fits(t.for.hosts, host) &&
      fits(t.for.channels, wish.context.channel) &&
      (!t.for.when || stages.condition(t.for.when, { context: wish.context, roles, host })),
  )
  const specificity = (t: Template) => (t.for.when ? 4 : 0) + (t.for.channels ? 2 : 0) + (t.for.hosts ? 1 : 0)
  const chosen =
    fitting.reduce<Template | undefined>(
      (best, t) => (!best || specificity(t) > specificity(best) ? t : best),
      undefined,
    ) ?? ofRole.find((t) => !t.for.hosts && !t.for.channels && !t.for.when)
  const wished = wish.template === undefined ? undefined : ofRole.find((t) => t.id === wish.template)
  if (wish.template !== undefined && wish.template !== chosen?.id) {
    if (!wished)
      throw new Refusal(
        'forbidden',
        message('refused.card', wish.locale, {
          card: wish.template,
          roles: roles.join(', '),
          instead:
            ofRole.map((t) => `«${t.id}»`).join(', ') || message('refused.none-published', wish.locale),
        }),
      )
    if (chosen && !chosen.mayOverride)
      throw new Refusal(
        'forbidden',
        message('refused.no-override', wish.locale, { card: localize(chosen.title, wish.locale) }),
      )
  }
  const template = wished ?? chosen
  if (!template)
    throw new Refusal(
      'not-found',
      message('refused.no-card', wish.locale, {
        roles: roles.join(', '),
        where: wish.context.channel ? ` (${wish.context.channel})` : '',
      }),
    )
  const used = new Set([...template.glance, ...template.signals, ...template.advice])
  const others = chosen && !chosen.mayOverride ? [] : ofRole.filter((t) => t.id !== template.id)
  return { template, viewer, rules: published.rules.filter((r) => used.has(r.id)), others, afterConfirmation }
}

const fits = (allowed: readonly string[] | undefined, is: string | undefined): boolean =>
  !allowed || (is !== undefined && allowed.includes(is))
