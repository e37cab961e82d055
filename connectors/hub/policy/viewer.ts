import {
  type Asked,
  type Connector,
  highestSensitivity,
  isQuestion,
  type Policy,
  type RolePolicy,
  type Sensitivity,
  question as vocabularyOf,
} from '../../contract/index.ts'

/**
 * What one agent may see now: the policy of those of their roles that have this purpose. Pure data, and the
 * only input of release besides the rows.
 */
export interface Viewer {
  roles: readonly { name: string; policy: RolePolicy }[]
  purpose: string
  forbids: readonly string[]
  claims: Readonly<Record<string, string>>
  connectors: ReadonlyMap<string, Connector>
  locale: string
}
export type Visibility = 'clear' | 'masked' | 'withheld'
const rank: Record<Visibility, number> = { withheld: 0, masked: 1, clear: 2 }
export const mostPermissive = (all: readonly Visibility[]): Visibility =>
  all.reduce<Visibility>((a, b) => (rank[b] > rank[a] ? b : a), 'withheld')
export const leastPermissive = (all: readonly Visibility[]): Visibility =>
  all.reduce<Visibility>((a, b) => (rank[b] < rank[a] ? b : a), 'clear')

/** `orders.total`, `own.shop.colour`, `cards.subs`: how a fact is named in policies, rules and templates. */
export const pathOf = (asked: Asked, connector: string, field: string): string =>
  asked === 'own'
    ? `own.${connector}.${field}`
    : asked === 'cards'
      ? `cards.${connector}`
      : `${asked}.${field}`

export function sensitivityOf(path: string, connectors: ReadonlyMap<string, Connector>): Sensitivity {
  const [head = '', second = '', third = ''] = path.split('.')
  if (isQuestion(head)) {
    const field = vocabularyOf(head).fields[second]
    // The price of a line. An amount is financial wherever it stands; otherwise the lines would add up to a
    // total that is withheld.
    return field?.of?.[third]?.type === 'money'
      ? highestSensitivity([field.sensitivity, 'financial'])
      : (field?.sensitivity ?? 'special')
  }
  const connector = connectors.get(second)
  if (head === 'own') return connector?.own?.fields[third]?.sensitivity ?? 'special'
  if (head === 'cards') return connector?.cards?.sensitivity ?? 'special'
  return 'special'
}

/**
 * The most specific policy line wins: `orders.total`, then `orders.*`, then the sensitivity's name. Without a
 * line nothing is seen. Foreign cards need a line of their own: `cards.subs`, or `cards.*` for those of every
 * connector, which shows none beyond what the role sees of its sensitivity.
 */
export function seeAs(role: RolePolicy, path: string, sensitivity: Sensitivity): Visibility {
  const line = (name: string): Visibility | undefined =>
    Object.hasOwn(role.see, name) ? role.see[name] : undefined
  const exact = line(path)
  if (exact) return exact
  const parts = path.split('.')
  const bySensitivity = line(sensitivity) ?? 'withheld'
  if (parts[0] === 'cards') return leastPermissive([line('cards.*') ?? 'withheld', bySensitivity])
  for (let n = parts.length - 1; n > 0; n--) {
    const wide = line(`${parts.slice(0, n).join('.')}.*`)
    if (wide) return wide
  }
  return bySensitivity
}

/**
 * The union of the roles (or of those named): the most permissive line for each fact. What the purpose
 * forbids is withheld from all.
 */
export function see(
  viewer: Viewer,
  path: string,
  roles: readonly string[] = viewer.roles.map((r) => r.name),
): Visibility {
  const sensitivity = sensitivityOf(path, viewer.connectors)
  if (forbidden(viewer, path)) return 'withheld'
  return mostPermissive(
    viewer.roles.filter((r) => roles.includes(r.name)).map((r) => seeAs(r.policy, path, sensitivity)),
  )
}

/** A purpose forbids by path, by question or by sensitivity. */
export function forbidden(viewer: Pick<Viewer, 'forbids' | 'connectors'>, path: string): boolean {
  if (viewer.forbids.length === 0) return false
  const parts = path.split('.')
  const names = [
    path,
    sensitivityOf(path, viewer.connectors),
    ...parts.map((_, n) => parts.slice(0, n + 1).join('.')),
    ...parts.map((_, n) => `${parts.slice(0, n + 1).join('.')}.*`),
  ]
  return viewer.forbids.some((f) => names.includes(f))
}

/** Whether this agent may see the masked value of this fact in clear for a minute. */
export const mayReveal = (
  viewer: Viewer,
  path: string,
  roles: readonly string[] = viewer.roles.map((r) => r.name),
): boolean =>
  !forbidden(viewer, path) &&
  viewer.roles.some(
    (r) =>
      roles.includes(r.name) &&
      listed(r.policy.mayReveal, path) &&
      seeAs(r.policy, path, sensitivityOf(path, viewer.connectors)) !== 'withheld',
  )

/** `desk.handOff`, `desk.*` or `*`. */
export const mayAct = (viewer: Viewer, connector: string, action: string): boolean =>
  viewer.roles.some(
    (r) => listed(r.policy.mayAct, `${connector}.${action}`) || r.policy.mayAct.includes(action),
  )

const listed = (lines: readonly string[], path: string): boolean => {
  const parts = path.split('.')
  return (
    lines.includes(path) ||
    lines.includes('*') ||
    parts.some((_, n) => lines.includes(`${parts.slice(0, n + 1).join('.')}.*`))
  )
}

export const viewerOf = (
  policy: Policy,
  roles: readonly string[],
  purpose: string,
  claims: Readonly<Record<string, string>>,
  connectors: ReadonlyMap<string, Connector>,
  locale: string,
): Viewer => ({
  roles: roles.flatMap((name) =>
    Object.hasOwn(policy.roles, name) ? [{ name, policy: policy.roles[name] as RolePolicy }] : [],
  ),
  purpose,
  forbids: policy.purposes[purpose]?.forbids ?? [],
  claims,
  connectors,
  locale,
})
