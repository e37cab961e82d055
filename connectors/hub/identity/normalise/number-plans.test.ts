import metadata from 'libphonenumber-js/metadata.max'
import { expect, test } from 'vitest'
import common from './common-number-plans.json' with { type: 'json' }
import { commonNumberPlans, createNumberPlans, type PlanSet } from './number-plans.ts'

test('the numbers of thirteen countries are read the same with all plans and with those a browser is given', () => {
  const all = createNumberPlans(metadata as unknown as PlanSet)
  expect(Object.keys(common.countries)).toHaveLength(13)
  let read = 0
  for (const [country, [code]] of Object.entries(common.countries))
    for (const digits of drawn(1_500))
      for (const dialled of [digits, `0${digits}`, `+${code}${digits}`, `+${code}0${digits}`]) {
        const got = commonNumberPlans.read(dialled, country)
        const whole = all.read(dialled, country)
        if (!whole) continue
        read++
        if (whole.country === country) expect(got?.value, `${country} ${dialled}`).toBe(whole.value)
      }
  expect(read).toBeGreaterThan(5_000)
})

/** Repeatable digits, seven to eleven of them. */
function* drawn(count: number): Generator<string> {
  let seed = 7
  const digit = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * 10)
  }
  for (let n = 0; n < count; n++) yield Array.from({ length: 7 + (n % 5) }, digit).join('')
}
