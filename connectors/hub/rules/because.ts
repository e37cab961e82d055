import type { Asked, Because } from '../../contract/index.ts'
import { message } from '../messages/index.ts'
import { factLabel, questionLabel } from '../messages/labels.ts'
import type { Run } from './cel/run.ts'
import { type Compiled, questionOf } from './compile.ts'
import type { FactBase } from './types.ts'

/** A label within a sentence. */
const lowerFirst = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label

/**
 * The facts that no system gave. Where more than two facts of a question are missing, the question's name
 * stands for all of them.
 */
function missingFacts(absent: ReadonlySet<string>, locale: string): string {
  const facts = new Map<string, string[]>()
  for (const path of absent) {
    const q = questionOf(path)
    facts.set(q, [...(facts.get(q) ?? []), path])
  }
  return [...facts]
    .flatMap(([q, paths]) =>
      paths.length > 2
        ? [questionLabel(q as Asked, locale)]
        : paths.map((path) => factLabel(path, locale, new Map())),
    )
    .map(lowerFirst)
    .join(', ')
}

/** Whether some system gave a value of this fact that could not be read. */
export function isUnread(path: string, { questions }: FactBase): boolean {
  const [head = '', second = '', third = ''] = path.split('.')
  const isOwn = head === 'own'
  return (
    questions[questionOf(path)]?.rows.some(
      ({ unknown, connector }) =>
        unknown?.unread.includes(isOwn ? third : second) && (!isOwn || connector === second),
    ) === true
  )
}

/** Why the known facts do not decide the rule: the missing systems first, then the missing facts. */
export function becauseOf(compiled: Compiled, facts: FactBase, run: Run, locale: string): Because[] {
  const all: Because[] = []
  for (const q of compiled.decidingQuestions) {
    const known = facts.questions[q]
    if (!known) {
      all.push({
        code: 'not-asked',
        says: message('because.question-not-asked', locale, { what: lowerFirst(questionLabel(q, locale)) }),
      })
      continue
    }
    if (known.complete) continue
    if (known.because.length === 0)
      all.push({
        code: 'incomplete',
        says: message('because.list-incomplete', locale, { what: lowerFirst(questionLabel(q, locale)) }),
      })
    all.push(...known.because)
  }
  if (run.foreign.size > 0)
    all.push({
      code: 'incomplete',
      says: message('because.foreign-currency', locale, { what: [...run.foreign].sort().join(', ') }),
    })
  if (all.length === 0) {
    const unread = new Set([...run.absent].filter((path) => isUnread(path, facts)))
    const told = new Set([...run.absent].filter((path) => !unread.has(path)))
    if (unread.size > 0)
      all.push({
        code: 'incomplete',
        says: message('because.unread', locale, { what: missingFacts(unread, locale) }),
      })
    if (told.size > 0)
      all.push({
        code: 'no-system',
        says: message('because.nobody-tells', locale, { what: missingFacts(told, locale) }),
      })
  }
  if (all.length === 0) all.push({ code: 'no-system', says: message('because.no-situation', locale) })
  const seen = new Set<string>()
  return all
    .filter((b) => {
      const key = `${b.connector} ${b.code} ${b.says}`
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
    .slice(0, 6)
}
