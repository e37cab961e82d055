import {
  type Asked,
  type Connector,
  type FichaSet,
  type Panel,
  type Policy,
  questions,
  type RolePolicy,
  type Rule,
  type Template,
} from '../../contract/index.ts'
import { answererOf } from '../../hub/fetch/inquiry.ts'
import { defaultSettings } from '../../hub/memory/index.ts'
import { type PlanInput, planCard, planPanels } from '../../hub/plan/queries.ts'
import { mayAct, type Viewer, viewerOf } from '../../hub/policy/viewer.ts'
import { readsOf } from '../../hub/rules/index.ts'
import { type GatewayConfig, hostOrigins } from '../config/config.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

/** What is connected or configured and no card ever uses, or is named and does not exist. A closed set. */
export type UnreachedCode =
  | 'question-unasked'
  | 'question-withheld'
  | 'finds-nobody'
  | 'action-forbidden'
  | 'action-unknown'
  | 'connector-unknown'
  | 'role-unknown'
  | 'role-without-card'
  | 'host-unknown'
  | 'norm-unset'
  | 'answer-unstored'

/** One line of the log: who, what, the figure, and what to do. */
export interface Unreached {
  code: UnreachedCode
  /** The connector, role, host or rule that it is about. */
  about: string
  says: string
  do: string
}

type Configured = Pick<GatewayConfig, 'connectors' | 'issuers' | 'hosts' | 'settings'>

/**
 * What no card will ever show, though nothing is wrong with it by itself: questions, foreign cards and actions
 * of connectors that no template asks or no role may see or do; roles of issuers without a policy or a card;
 * names of connectors, actions and hosts that there are not; rules that wait for the company to say something. Said when a gateway starts, and when fichas are
 * published.
 *
 * @param config The configuration, already checked.
 * @param set The templates, rules and policy in force.
 */
export function findUnreached(config: Configured, set: FichaSet): Unreached[] {
  return [
    ...unasked(config, set),
    ...findingNobody(config),
    ...forbiddenActions(config, set),
    ...unknownNames(config, set),
    ...strangeRoles(config, set),
    ...unknownHosts(config, set),
    ...waitingRules(set),
  ]
}

const listed = (all: readonly string[], most = 6): string =>
  all.length > most ? `${all.slice(0, most).join(', ')} and ${all.length - most} more` : all.join(', ')
const oneOf = (all: readonly string[]): string => listed(all, 12) || 'none'

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

// Whom each template asks

const everySensitivity = ['none', 'pseudonymous', 'personal', 'financial', 'special'] as const
/** A role that sees all: what it is not shown either, no template asks. */
const seesAll: RolePolicy = {
  purposes: ['any'],
  see: { ...Object.fromEntries(everySensitivity.map((one) => [one, 'clear' as const])), 'cards.*': 'clear' },
  mayReveal: [],
  mayAct: [],
  rows: [],
  afterConfirmation: false,
  maySearch: true,
  mayLink: true,
  mayEdit: false,
}

function unasked(config: Configured, set: FichaSet): Unreached[] {
  const asked = new Set<string>()
  const seen = new Set<string>()
  const connectors = new Map(config.connectors.map((one) => [one.id, one]))
  for (const template of set.templates) {
    const whole = viewerOf(
      { version: 1, roles: { any: seesAll }, purposes: {} },
      ['any'],
      'any',
      {},
      connectors,
      'en',
    )
    for (const key of askedBy(template, set, whole, config)) asked.add(key)
    for (const viewer of viewersOf(template, set.policy, connectors))
      for (const key of askedBy(template, set, viewer, config)) seen.add(key)
  }
  return config.connectors.flatMap((connector) => {
    const all = answered(connector)
    const never = all.filter((question) => !asked.has(keyOf(connector, question)))
    const withheld = all.filter(
      (question) => asked.has(keyOf(connector, question)) && !seen.has(keyOf(connector, question)),
    )
    return [
      ...(never.length
        ? [
            {
              code: 'question-unasked' as const,
              about: connector.id,
              says: `connector ${connector.id}: no template asks ${never.length} of its ${counted(all.length, 'question')} (${listed(never)})`,
              do: `add a panel for each to a template, or take them out of the connector`,
            },
          ]
        : []),
      ...(withheld.length
        ? [
            {
              code: 'question-withheld' as const,
              about: connector.id,
              says: `connector ${connector.id}: no role may see ${withheld.length} of its ${counted(all.length, 'question')} (${listed(withheld)})`,
              do: `add ${listed(withheld.map((question) => `"${lineFor(connector, question)}": "clear"`))} to see of a role in the policy`,
            },
          ]
        : []),
    ]
  })
}

/** What is asked about a record of a system that looks for nobody is asked about no one. */
const findingNobody = ({ connectors }: Configured): Unreached[] =>
  connectors.flatMap((connector) => {
    const all = answered(connector).filter(
      (question) => question !== 'policies' && answererOf(connector, question)?.from === 'record',
    )
    return connector.find || all.length === 0
      ? []
      : [
          {
            code: 'finds-nobody' as const,
            about: connector.id,
            says: `connector ${connector.id}: it has no \`find\`, so ${counted(all.length, 'question')} about its records (${listed(all)}) ${all.length === 1 ? 'is' : 'are'} never asked`,
            do: "write find: by which identifiers it finds a customer; or ask by an identifier, from: ['mail']",
          },
        ]
  })

const keyOf = (connector: Connector, question: Asked): string => `${connector.id}\n${question}`
const answered = (connector: Connector): Asked[] =>
  ([...questions, 'own', 'cards'] as const).filter((question) => answererOf(connector, question))
/** The line of a policy by which a role sees it. */
const lineFor = (connector: Connector, question: Asked): string =>
  question === 'cards'
    ? `cards.${connector.id}`
    : question === 'own'
      ? `own.${connector.id}.*`
      : `${question}.*`

/** Every role of the template, for each of its purposes. */
function viewersOf(template: Template, policy: Policy, connectors: ReadonlyMap<string, Connector>): Viewer[] {
  return template.for.roles
    .filter((role) => Object.hasOwn(policy.roles, role))
    .flatMap((role) =>
      (policy.roles[role]?.purposes ?? []).map((purpose) =>
        viewerOf(policy, [role], purpose, {}, connectors, 'en'),
      ),
    )
}

/** What this template ever asks for this viewer, by the plan that the hub itself makes. */
function askedBy(template: Template, set: FichaSet, viewer: Viewer, config: Configured): string[] {
  const used = new Set([...template.glance, ...template.signals, ...template.advice])
  const rules = set.rules.filter((rule) => used.has(rule.id))
  // Whose value wins is no reason that a system is never asked: owners leave others out on purpose.
  const input: PlanInput = {
    viewer,
    connectors: config.connectors,
    settings: { ...defaultSettings, owners: {} },
  }
  const more = [...template.mayAsk, ...template.timeline].map(
    (question): Panel => ({ id: 'more', question, ask: 'on-request', fields: ['*'], limit: 20, priority: 0 }),
  )
  return [
    ...planCard(template, rules, { readsOf }, input),
    ...planPanels([...template.panels, ...more], input),
  ].map((query) => keyOf(query.connector, query.question))
}

// Actions

function forbiddenActions({ connectors }: Configured, { policy }: FichaSet): Unreached[] {
  const known = new Map(connectors.map((one) => [one.id, one]))
  const everybody = viewerOf(policy, Object.keys(policy.roles), '', {}, known, 'en')
  return connectors.flatMap((connector) =>
    Object.keys(connector.actions ?? {})
      .filter((name) => !mayAct(everybody, connector.id, name))
      .map((name) => ({
        code: 'action-forbidden' as const,
        about: connector.id,
        says: `connector ${connector.id}: action ${name}: none of ${counted(everybody.roles.length, 'role')} may do it`,
        do: `add "${connector.id}.${name}" to mayAct of a role in the policy`,
      })),
  )
}

// Names of what there is not

/** The rules that some template uses. */
function usedRules({ templates, rules }: FichaSet): readonly Rule[] {
  const used = new Set(templates.flatMap((one) => [...one.glance, ...one.signals, ...one.advice]))
  return rules.filter((rule) => used.has(rule.id))
}

/** Everything that names a connector, with its place: `role adviser, mayAct`. */
function namedIn(set: FichaSet, config: Configured): { connector: string; action?: string; place: string }[] {
  return [
    ...set.templates.flatMap((template) =>
      template.panels.flatMap((panel) =>
        (panel.from ?? []).map((connector) => ({
          connector,
          place: `template ${template.id}, panel ${panel.id}`,
        })),
      ),
    ),
    ...Object.entries(set.policy.roles).flatMap(([role, lines]) => [
      ...Object.keys(lines.see).flatMap((path) => ofPath(path, `role ${role}, see`)),
      ...lines.mayReveal.flatMap((path) => ofPath(path, `role ${role}, mayReveal`)),
      ...lines.mayAct.flatMap((line) => ofAction(line, `role ${role}, mayAct`)),
    ]),
    ...Object.entries(set.policy.purposes).flatMap(([purpose, { forbids }]) =>
      forbids.flatMap((path) => ofPath(path, `purpose ${purpose}, forbids`)),
    ),
    ...usedRules(set).flatMap(namedByRule),
    ...Object.entries(config.settings?.owners ?? {}).flatMap(([path, owners]) =>
      owners.map((connector) => ({ connector, place: `settings.owners.${path}` })),
    ),
  ]
}

const namedByRule = (rule: Rule) => [
  ...readsOf(rule).flatMap((path) => ofPath(path, `rule ${rule.id}`)),
  ...[rule.advice?.action, rule.ask?.action].flatMap((line) =>
    line === undefined ? [] : ofAction(line, `rule ${rule.id}`),
  ),
]
/** `own.shop.colour`, `cards.subs` name a connector; `orders.total` and `cards.*` name none. */
function ofPath(path: string, place: string): { connector: string; place: string }[] {
  const [head, connector] = path.split('.')
  return (head === 'own' || head === 'cards') && connector && connector !== '*' ? [{ connector, place }] : []
}
/** `desk.handoff`, `desk.*`; an action alone is of any connector. */
function ofAction(line: string, place: string): { connector: string; action?: string; place: string }[] {
  const [connector, action] = line.split('.')
  if (!connector || connector === '*' || action === undefined) return []
  return [{ connector, place, ...(action === '*' ? {} : { action }) }]
}

function unknownNames(config: Configured, set: FichaSet): Unreached[] {
  const named = namedIn(set, config)
  const known = new Map(config.connectors.map((one) => [one.id, one]))
  const strangers = [...new Set(named.map((one) => one.connector))].filter((id) => !known.has(id))
  const actions = new Map<string, { connector: string; action: string; places: string[] }>()
  for (const { connector, action, place } of named) {
    const its = known.get(connector)
    if (!its || action === undefined || Object.hasOwn(its.actions ?? {}, action)) continue
    const key = `${connector}.${action}`
    const entry = actions.get(key) ?? { connector, action, places: [] }
    entry.places.push(place)
    actions.set(key, entry)
  }
  return [
    ...strangers.map((id) => {
      const places = [...new Set(named.filter((one) => one.connector === id).map((one) => one.place))]
      return {
        code: 'connector-unknown' as const,
        about: id,
        says: `no connector is called ${id}, which is named in ${counted(places.length, 'place')} (${listed(places, 4)})`,
        do: `write the id of one of the connectors (${oneOf([...known.keys()])}), or take the name out`,
      }
    }),
    ...[...actions.values()].map(({ connector, action, places }) => ({
      code: 'action-unknown' as const,
      about: connector,
      says: `connector ${connector} has no action ${action}, which is named in ${counted(places.length, 'place')} (${listed(places, 4)})`,
      do: `write one of its actions (${oneOf(Object.keys(known.get(connector)?.actions ?? {}))}), or take the name out`,
    })),
  ]
}

// Roles and hosts

function strangeRoles({ issuers }: Configured, { policy, templates }: FichaSet): Unreached[] {
  const claimed = new Map<string, string>()
  for (const [i, { roles }] of issuers.entries())
    for (const role of roles ?? []) if (!claimed.has(role)) claimed.set(role, `issuers[${i}].roles`)
  for (const template of templates)
    for (const role of template.for.roles)
      if (!claimed.has(role) && !Object.hasOwn(policy.roles, role))
        claimed.set(role, `template ${template.id}, for.roles`)
  return [...claimed].flatMap(([role, place]): Unreached[] => {
    if (!Object.hasOwn(policy.roles, role))
      return [
        {
          code: 'role-unknown',
          about: role,
          says: `${place}: the policy has no role ${role}, so whoever has no other sees nothing`,
          do: `write one of its roles (${oneOf(Object.keys(policy.roles))}), or add ${role} to the policy`,
        },
      ]
    const seeing = templates.some((template) => template.for.roles.includes(role))
    return seeing
      ? []
      : [
          {
            code: 'role-without-card',
            about: role,
            says: `${place}: none of ${counted(templates.length, 'template')} is for the role ${role}, so whoever has no other is shown no card`,
            do: `add ${role} to for.roles of a template (${oneOf(templates.map((template) => template.id))})`,
          },
        ]
  })
}

function unknownHosts({ hosts }: Configured, { templates }: FichaSet): Unreached[] {
  const names = [
    ...hosts.flatMap((host) => (typeof host === 'string' || !host.name ? [] : [host.name])),
    ...hostOrigins({ hosts }),
  ]
  return templates.flatMap((template) =>
    (template.for.hosts ?? [])
      .filter((host) => !names.includes(host))
      .map((host) => ({
        code: 'host-unknown' as const,
        about: host,
        says: `template ${template.id}: for.hosts: no host is called ${host}`,
        do: `write the name of one of the hosts (${oneOf(names)}), or give one this name in the configuration`,
      })),
  )
}

// Rules that wait for the company

function waitingRules(set: FichaSet): Unreached[] {
  const rules = usedRules(set)
  const unset = rules.flatMap(({ id, norm }) => {
    const names = Object.keys(norm).filter((name) => norm[name] === null)
    return names.length > 0 ? [{ id, names: names.map((name) => `norm.${name}`) }] : []
  })
  const unstored = rules.filter(({ ask }) => ask && ask.action === undefined).map(({ id }) => id)
  return [
    ...unset.map(({ id, names }) => ({
      code: 'norm-unset' as const,
      about: id,
      says: `rule ${id}: ${listed(names)} is not set, so its answer is unknown`,
      do: `write the figure in the rule, in the editor or in ${id}.rule.json of the folder fichas (\`ficha fichas\` writes one)`,
    })),
    ...(unstored.length > 0
      ? [
          {
            code: 'answer-unstored' as const,
            about: unstored[0] as string,
            says: `${counted(unstored.length, 'rule')} would ask the customer and name no action that stores the answer, so nobody is asked (${listed(unstored)})`,
            do: 'write ask.action in each ("connector.action"), or take ask out',
          },
        ]
      : []),
  ]
}

/** One line of the log for each. */
export function logUnreached(telemetry: Pick<Telemetry, 'log'>, config: Configured, set: FichaSet): void {
  for (const { code, about, says, do: remedy } of findUnreached(config, set))
    telemetry.log({ log: 'unreached', code, about, says, do: remedy })
}
