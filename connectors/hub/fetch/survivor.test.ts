import { expect, test } from 'vitest'
import fc from '../../../e2e/support/properties.ts'
import { type Claim, survivor } from './survivor.ts'

const claim = (connector: string, value: string, more: Partial<Claim<string>> = {}): Claim<string> => ({
  value,
  connector,
  verified: false,
  from: { connector, record: connector, fetchedAt: '', confirmed: true },
  ...more,
})
const won = (claims: Claim<string>[], owners?: string[]) => survivor(claims, owners)?.winner.value

test('the owner wins over verified, verified over newest, newest over most frequent', () => {
  const a = claim('a', 'A', { observedAt: '2026-01-01T00:00:00Z' })
  const b = claim('b', 'B', { observedAt: '2026-02-01T00:00:00Z' })
  const c = claim('c', 'C', { verified: true })
  expect(won([a, b, c], ['a'])).toBe('A')
  expect(won([a, b, c])).toBe('C')
  expect(won([a, b])).toBe('B')
  expect(won([claim('a', 'A'), claim('b', 'B'), claim('c', 'B')])).toBe('B')
})

test('the order of arrival changes nothing, and losers are kept, each value once', () => {
  const any = fc.array(
    fc
      .record({
        connector: fc.constantFrom('a', 'b', 'c', 'd'),
        value: fc.constantFrom('x', 'y', 'z'),
        verified: fc.boolean(),
        observedAt: fc.option(fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'), {
          nil: undefined,
        }),
      })
      .map((c) => claim(c.connector, c.value, c)),
    { minLength: 1, maxLength: 8 },
  )
  fc.assert(
    fc.property(
      any.chain((cs) => fc.tuple(fc.constant(cs), fc.shuffledSubarray(cs, { minLength: cs.length }))),
      ([cs, shuffled]) => {
        const one = survivor(cs)
        expect(survivor(shuffled)?.winner.value).toBe(one?.winner.value)
        expect(new Set([one?.winner.value, ...(one?.losers ?? []).map((l) => l.value)])).toEqual(
          new Set(cs.map((c) => c.value)),
        )
        expect(one?.losers.map((l) => l.value)).not.toContain(one?.winner.value)
      },
    ),
  )
})
