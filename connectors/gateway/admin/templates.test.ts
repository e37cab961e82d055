import { expect, test } from 'vitest'
import { ConfigError } from '../config/config-error.ts'
import { memoryStores } from '../stores/memory.ts'
import { stillClock, trialFichas } from '../testing/test-gateway.ts'
import { configuredFichas, publishedFichas, shippedFichas } from './templates.ts'

test('while nobody has published any, the first set is in force; then the last one published, of one’s own tenant', async () => {
  const { fichas: store } = memoryStores(stillClock)
  const fichas = publishedFichas(store, shippedFichas)
  expect(await fichas.now('demo')).toEqual({ revision: 'first', set: shippedFichas })
  await store.publish('demo', { revision: 'r1', at: 't', note: '' }, trialFichas, undefined)
  expect(await fichas.now('demo')).toEqual({ revision: 'r1', set: trialFichas })
  expect(await fichas.current('demo')).toEqual({
    revision: 'r1',
    templates: trialFichas.templates,
    rules: trialFichas.rules,
    policy: trialFichas.policy,
  })
  expect((await fichas.now('rival')).revision).toBe('first')
  expect(fichas.first).toBe(shippedFichas)
})

test('a set of the configuration is checked like one from a file, and its faults are lines of the configuration', () => {
  expect(configuredFichas(trialFichas)).toEqual(trialFichas)
  const [rule] = shippedFichas.rules
  const refused = () =>
    configuredFichas({ ...shippedFichas, rules: [{ ...rule, when: 'orders.\n  .' }], templates: [] })
  expect(refused).toThrow(ConfigError)
  expect(refused).toThrow(
    new RegExp(
      `^fichas\\.rules\\.${rule?.id}\\.when \\(line \\d+, column \\d+\\): .+\nfichas\\.templates: .+$`,
    ),
  )
})
