import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Row, study, tell } from './few-fields.ts'
import { febrl } from './labelled.ts'

const data = process.env.FICHA_DATA ?? ''
test.skipIf(!existsSync(`${data}/febrl/dataset2.csv`))(
  'FICHA_DATA few fields: against 5,000 people, 3,000 queries of which have nobody there',
  async () => {
    // originals only: one record a person, of three sets whose people are drawn apart
    const people: Row[] = []
    for (const n of [2, 3, 1]) {
      const set = await febrl(data, n)
      set.rows.forEach((r, i) => {
        if (/org$/.test(set.ids[i]!))
          people.push({
            given: '',
            family: '',
            birthdate: '',
            street: '',
            locality: '',
            postcode: '',
            region: '',
            ...r,
            id: `${n}-${set.ids[i]}`,
          })
      })
    }
    const known = people.slice(0, 5_000)
    const real = people.slice(5_000)
    // and as many made of one's first name, another's surname, a third's home and birth date: all of them
    // words known here
    const made = real.map(
      (r, i): Row => ({
        ...(known[(i * 7) % 5_000] as Row),
        id: `made-${i}`,
        given: r.given,
        family: (known[(i * 13 + 5) % 5_000] as Row).family,
      }),
    )
    const strangers = [...real, ...made]
    expect(strangers.length).toBe(3_000)
    for (const fields of [['postcode'], ['locality'], ['birthdate']] as const) {
      const s = study(known, strangers, fields)
      console.log(tell(s))
      expect(s.right / s.findable).toBeGreaterThanOrEqual(0.8)
      expect(s.falseUnknown).toBeLessThanOrEqual(3)
    }
  },
)
