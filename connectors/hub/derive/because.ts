import { type Asked, type Because, say, type Text } from '../../contract/index.ts'
import { factLabel, questionLabel } from '../plan/labels.ts'
import type { Run } from './cel/run.ts'
import { type Compiled, questionOf } from './compile.ts'
import type { FactBase } from './types.ts'

const words = {
  notAsked: { es: 'no se ha preguntado ({what})', en: 'not asked ({what})', pt: 'não se perguntou ({what})' },
  incomplete: {
    es: 'la lista está incompleta ({what})',
    en: 'the list is incomplete ({what})',
    pt: 'a lista está incompleta ({what})',
  },
  nobody: {
    es: 'ningún sistema lo dice ({what})',
    en: 'no system tells it ({what})',
    pt: 'nenhum sistema o diz ({what})',
  },
  situation: {
    es: 'quien abre la ficha no dice la situación',
    en: 'whoever opened the card does not tell the situation',
    pt: 'quem abre a ficha não diz a situação',
  },
  foreign: {
    es: 'hay importes en {what} que no se pueden sumar',
    en: 'there are amounts in {what} that cannot be added',
    pt: 'há valores em {what} que não se podem somar',
  },
  time: {
    es: 'la regla se detuvo: pasó su límite de tiempo',
    en: 'the rule was stopped: it went past its time',
    pt: 'a regra foi detida: passou o seu limite de tempo',
  },
  steps: {
    es: 'la regla se detuvo: pasó su límite de pasos',
    en: 'the rule was stopped: it went past its steps',
    pt: 'a regra foi detida: passou o seu limite de passos',
  },
  failed: { es: 'la regla falló: {what}', en: 'the rule failed: {what}', pt: 'a regra falhou: {what}' },
} satisfies Record<string, Text>
export const speak = (which: keyof typeof words, locale: string, what = ''): string =>
  say(words[which], locale).replace('{what}', what)

/** A label within a sentence. */
const inside = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label

/** The facts nobody told. Where the row itself is missing, what it would have been stands for all its facts. */
function untold(absent: ReadonlySet<string>, locale: string): string {
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
    .map(inside)
    .join(', ')
}

/** Why what is known does not decide it: the systems that are missing first, then the facts nobody told. */
export function becauseOf(compiled: Compiled, facts: FactBase, run: Run, locale: string): Because[] {
  const all: Because[] = []
  for (const q of compiled.deciding) {
    const known = facts.questions[q]
    if (!known) {
      all.push({ code: 'not-asked', says: speak('notAsked', locale, inside(questionLabel(q, locale))) })
      continue
    }
    if (known.complete) continue
    if (known.because.length === 0)
      all.push({ code: 'incomplete', says: speak('incomplete', locale, inside(questionLabel(q, locale))) })
    all.push(...known.because)
  }
  if (run.foreign.size > 0)
    all.push({ code: 'incomplete', says: speak('foreign', locale, [...run.foreign].sort().join(', ')) })
  if (all.length === 0 && run.absent.size > 0)
    all.push({ code: 'no-system', says: speak('nobody', locale, untold(run.absent, locale)) })
  if (all.length === 0) all.push({ code: 'no-system', says: speak('situation', locale) })
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
