import type { FichaSet, Rule, Template } from '../../../connectors/contract/index.ts'

type Kind = 'templates' | 'rules'
interface Named {
  readonly id: string
}
/** Pieces are never changed, only replaced, so each is serialised once and not at every keystroke. */
const written = new WeakMap<object, string>()
const textOf = (one: object): string => {
  let text = written.get(one)
  if (text === undefined) written.set(one, (text = JSON.stringify(one)))
  return text
}
const same = (a: unknown, b: unknown): boolean =>
  a === b ||
  (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && textOf(a) === textOf(b))
/** Whether two sets have the same content. */
export const sameSet = (a: FichaSet, b: FichaSet): boolean =>
  a === b ||
  (same(a.policy, b.policy) &&
    (['templates', 'rules'] as const).every(
      (kind) => a[kind].length === b[kind].length && a[kind].every((one, i) => same(one, b[kind][i])),
    ))
const find = (set: FichaSet, kind: Kind, id: string): Named | undefined =>
  (set[kind] as readonly Named[]).find((one) => one.id === id)

export type State = 'published' | 'changed' | 'new'
/** How one piece of the draft differs from the published one. */
export function stateOf(kind: Kind, id: string, draft: FichaSet, published: FichaSet): State {
  const before = find(published, kind, id)
  return !before ? 'new' : same(before, find(draft, kind, id)) ? 'published' : 'changed'
}

export interface Change {
  kind: Kind
  id: string
  is: 'new' | 'changed' | 'removed' | 'order'
}
export function changesOf(draft: FichaSet, published: FichaSet): Change[] {
  const out: Change[] = []
  for (const kind of ['templates', 'rules'] as const) {
    for (const { id } of draft[kind]) {
      const is = stateOf(kind, id, draft, published)
      if (is !== 'published') out.push({ kind, id, is })
    }
    for (const { id } of published[kind]) if (!find(draft, kind, id)) out.push({ kind, id, is: 'removed' })
    const shared = (set: FichaSet, other: FichaSet) =>
      (set[kind] as readonly Named[]).filter(({ id }) => find(other, kind, id)).map(({ id }) => id)
    if (!same(shared(draft, published), shared(published, draft))) out.push({ kind, id: '', is: 'order' })
  }
  return out
}
/** Rules that the draft declares less sensitive than before; each must be confirmed by name. */
export const loweredIn = (draft: FichaSet, published: FichaSet): readonly Rule[] =>
  draft.rules.filter(
    (rule) =>
      rule.sensitivity !== undefined &&
      published.rules.find((r) => r.id === rule.id)?.sensitivity !== rule.sensitivity,
  )
/** Only what differs from the published set is sent at every keystroke. */
export const rulesToSend = (draft: FichaSet, published: FichaSet): readonly Rule[] =>
  draft.rules.filter((rule) => stateOf('rules', rule.id, draft, published) !== 'published')

/**
 * Applies my changes, piece by piece, to a set that somebody else published meanwhile. Where both changed one
 * piece, mine is kept and listed in `both`.
 */
export function rebase(
  before: FichaSet,
  mine: FichaSet,
  theirs: FichaSet,
): { set: FichaSet; both: readonly string[] } {
  const both: string[] = []
  const merge = <T extends Named>(kind: Kind): T[] => {
    const [old, my, their] = [before, mine, theirs].map((set) => set[kind] as unknown as readonly T[]) as [
      readonly T[],
      readonly T[],
      readonly T[],
    ]
    const at = (list: readonly T[], id: string) => list.find((one) => one.id === id)
    const touched = (id: string) => !same(at(old, id), at(my, id))
    for (const { id } of [...my, ...old])
      if (
        touched(id) &&
        !same(at(old, id), at(their, id)) &&
        !same(at(my, id), at(their, id)) &&
        !both.includes(id)
      )
        both.push(id)
    const kept = their.flatMap((one) => {
      const own = at(my, one.id)
      return touched(one.id) ? (own ? [own] : []) : [one]
    })
    return [...kept, ...my.filter(({ id }) => touched(id) && !at(their, id))]
  }
  return { set: { ...theirs, templates: merge<Template>('templates'), rules: merge<Rule>('rules') }, both }
}
export const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const next = [...list]
  const [one] = next.splice(from, 1)
  next.splice(Math.max(0, Math.min(list.length - 1, to)), 0, one as T)
  return next
}
