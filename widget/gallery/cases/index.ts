import type { Language } from '../../../connectors/contract/index.ts'
import type { Case, Cases } from '../case.ts'
import { sayIn } from '../people.ts'
import { adviceCases } from './advice.ts'
import { connectionCases } from './connection.ts'
import { factCases } from './facts.ts'
import { overlayCases } from './overlays.ts'
import { whoCases } from './who.ts'

/** Every state of the card, under the heading where the gallery shows it. */
export const sections: Readonly<Record<string, Cases>> = {
  'Who it is': whoCases,
  'What is known': factCases,
  'What to do': adviceCases,
  'What opens': overlayCases,
  'The line to the gateway': connectionCases,
}
const all = { ...whoCases, ...factCases, ...adviceCases, ...overlayCases, ...connectionCases }
export type CaseName = keyof typeof all
export const cases: Readonly<Record<CaseName, Cases[string]>> = all
export const caseNames = Object.keys(all) as CaseName[]
export const isCaseName = (name: string): name is CaseName => Object.hasOwn(all, name)
/** What the source of a case says, in a language. */
export const scripted = (name: CaseName, language: Language, layout: 'compact' | 'touch'): Case =>
  cases[name][1](sayIn(language), layout)
