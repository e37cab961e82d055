import {
  type Connector,
  type Policy,
  question,
  questions,
  type RolePolicy,
  type Rule,
} from '../../../contract/index.ts'
import {
  leastPermissive,
  mostPermissive,
  seeAs,
  sensitivityOf,
  type Visibility,
} from '../../../hub/policy/viewer.ts'

/**
 * The eyes of `role`, but never more than the editor's own: whoever writes fichas learns nothing about a real
 * customer that their own role would not have shown them. Written out fact by fact, so that no wider line can
 * let anything through.
 */
export function withOwnEyes(
  policy: Policy,
  role: string,
  editor: readonly string[],
  connectors: readonly Connector[],
  rules: readonly Rule[],
): Policy {
  const theirs = policy.roles[role]
  const mine = editor.flatMap((name) =>
    Object.hasOwn(policy.roles, name) ? [policy.roles[name] as RolePolicy] : [],
  )
  if (!theirs || mine.length === 0) return { ...policy, roles: {} }
  const known = new Map(connectors.map((c) => [c.id, c]))
  const both = (path: string): Visibility => {
    const s = sensitivityOf(path, known)
    return leastPermissive([seeAs(theirs, path, s), mostPermissive(mine.map((m) => seeAs(m, path, s)))])
  }
  const paths = [
    ...questions.flatMap((q) => Object.keys(question(q).fields).map((f) => `${q}.${f}`)),
    ...connectors.flatMap((c) => [
      ...Object.keys(c.own?.fields ?? {}).map((f) => `own.${c.id}.${f}`),
      ...(c.cards ? [`cards.${c.id}`] : []),
    ]),
  ]
  const levels = ['none', 'pseudonymous', 'personal', 'financial', 'special'] as const
  const level = (p: RolePolicy, of: string): Visibility =>
    Object.hasOwn(p.see, of) ? (p.see[of] ?? 'withheld') : 'withheld'
  const see: Record<string, Visibility> = Object.fromEntries([
    ...levels.map(
      (l) => [l, leastPermissive([level(theirs, l), mostPermissive(mine.map((m) => level(m, l)))])] as const,
    ),
    ...paths.map((p) => [p, both(p)] as const),
  ])
  for (const { id } of rules) {
    const line = `rule.${id}`
    const has = (p: RolePolicy) => Object.hasOwn(p.see, line)
    const leave = [theirs, ...mine].filter(has).map((p) => p.see[line] as Visibility)
    // A line that opens a conclusion counts only where both have one; a line that closes it counts always.
    if (has(theirs) && mine.some(has)) see[line] = leastPermissive(leave)
    else if (leave.some((l) => l !== 'clear')) see[line] = leastPermissive(leave)
  }
  const purposes = theirs.purposes.filter((p) => mine.some((m) => m.purposes.includes(p)))
  const roles = {
    [role]: {
      ...theirs,
      purposes,
      see,
      mayReveal: [],
      mayAct: [],
      mayEdit: false,
      maySearch: false,
      mayLink: false,
      rows: [...theirs.rows, ...mine.flatMap((m) => m.rows)],
    },
  }
  return { ...policy, roles: purposes.length > 0 ? roles : {} }
}
