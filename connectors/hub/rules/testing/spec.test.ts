import { tests } from '@bufbuild/cel-spec/testdata/conformance.js'
import { expect, test } from 'vitest'
import { casesOf, inSubset, runCase, type Suite } from './cases.ts'
import exclusions from './exclusions.json' with { type: 'json' }

/**
 * The CEL specification's own cases, through the analysis and the budget a saved rule meets. Documented
 * exclusions: whole suites (protobuf messages, extensions), what rules refuse on purpose (by code), and
 * `exclusions.json`, by reason.
 */
test('the CEL conformance cases of our subset pass, and what does not is written down with its reason', () => {
  const counts: Record<string, number> = {}
  const refused: Record<string, number> = {}
  const failed: string[] = []
  const add = (into: Record<string, number>, key: string) => {
    into[key] = (into[key] ?? 0) + 1
  }
  for (const { suite, path, test: each } of casesOf(tests as Suite)) {
    if (!inSubset(suite)) {
      add(counts, 'other suites')
      continue
    }
    const outcome = runCase(each)
    add(counts, outcome.is)
    if (outcome.is === 'refused') add(refused, outcome.code)
    if (outcome.is === 'failed') failed.push(path)
  }
  console.log(
    'CEL conformance',
    counts,
    'refused on purpose',
    refused,
    'excluded',
    Object.fromEntries(Object.entries(exclusions).map(([why, paths]) => [why, paths.length])),
  )
  expect(failed.sort()).toEqual(Object.values(exclusions).flat().sort())
  expect(Object.keys(refused).sort()).toEqual(['index_not_literal', 'nested_loop', 'refused_call'])
  expect(counts.passed).toBeGreaterThan(590)
})
test('planted: a case that answers otherwise is seen', () => {
  expect(runCase({ expr: '1 + 1', value: { int64Value: '3' } })).toEqual({ is: 'failed', got: '2i, not 3i' })
})
