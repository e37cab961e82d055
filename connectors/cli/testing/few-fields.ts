import { profileOf } from '../../hub/identity/compare/profile.ts'
import { foundRecordOf, type LoadedRecord, settingsOf } from '../files/records.ts'
import type { Answer } from '../linkage/answerer.ts'
import { createAnswerer } from '../linkage/answerer.ts'
import { wilson } from '../linkage/score.ts'
import { seeded } from '../linkage/train.ts'

/** One customer of the study's world, in the columns of a file. */
export interface Row {
  id: string
  given: string
  family: string
  birthdate: string
  street: string
  locality: string
  postcode: string
  region: string
}
const settings = settingsOf('AU')
export const loaded = (system: string, id: string, values: Partial<Row>): LoadedRecord => {
  const found = { ...foundRecordOf(system, id, values, settings), key: `0\n${id}` }
  return { id, file: 0, found, profile: profileOf(found, settings.country) }
}

export interface Study {
  fields: string
  known: number
  findable: number
  right: number
  wrong: number
  falseUnknown: number
  unknown: number
  outcomes: Record<Answer['outcome'], number>
}

/**
 * Asks for every known person and for as many who are not there, with two fields. Findable: nobody else there
 * has the very same two fields. A known one is asked with a slip in the name one time in ten.
 */
export function study(
  people: readonly Row[],
  strangers: readonly Row[],
  fields: readonly (keyof Row)[],
): Study {
  const answer = createAnswerer(
    people.map((p) => loaded('records', p.id, p)),
    'AU',
    'en',
  )
  const random = seeded(9)
  const pick = (p: Row): Partial<Row> =>
    Object.fromEntries(['given', 'family', ...fields].map((f) => [f, p[f as keyof Row]]))
  const text = (p: Partial<Row>) => Object.values(p).join('|')
  const times = new Map<string, number>()
  for (const p of people) times.set(text(pick(p)), (times.get(text(pick(p))) ?? 0) + 1)
  const out: Study = {
    fields: `name + ${fields.join(' + ')}`,
    known: people.length,
    findable: 0,
    right: 0,
    wrong: 0,
    falseUnknown: 0,
    unknown: strangers.length,
    outcomes: { identified: 0, possible: 0, several: 0, nobody: 0 },
  }
  for (const p of people) {
    const asked = pick(p)
    const findable =
      times.get(text(asked)) === 1 && p.given !== '' && p.family !== '' && fields.every((f) => p[f] !== '')
    if (findable) out.findable++
    if (random() < 0.1 && asked.family && asked.family.length > 4)
      asked.family = asked.family.slice(0, 2) + asked.family.slice(3)
    const said = answer(loaded('queries', 'q', asked))
    out.outcomes[said.outcome]++
    if (said.id === p.id && findable) out.right++
    if (said.id !== null && said.id !== p.id) out.wrong++
  }
  for (const s of strangers) if (answer(loaded('queries', 'q', pick(s))).id !== null) out.falseUnknown++
  return out
}

export function tell(s: Study): string {
  const share = (k: number, n: number) => {
    const [low, high] = wilson(k, n)
    return `${k}/${n} (${(100 * low).toFixed(2)}–${(100 * high).toFixed(2)} %)`
  }
  return `${s.fields}: right ${share(s.right, s.findable)} of those that can be found; another person ${share(s.wrong, s.known)}; a stranger taken for a customer ${share(s.falseUnknown, s.unknown)}; known: ${Object.entries(
    s.outcomes,
  )
    .map(([k, v]) => `${k} ${v}`)
    .join(', ')}`
}
