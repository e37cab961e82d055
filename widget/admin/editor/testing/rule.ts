import type { Rule } from '../../../../connectors/contract/index.ts'

/** The smallest signal that is a rule, with what a test wants of it. */
export const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  version: 1,
  id,
  kind: 'signal',
  title: id,
  when: 'true',
  values: {},
  norm: {},
  text: {},
  tone: {},
  ...more,
})
