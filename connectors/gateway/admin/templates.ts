import type { FichaSet } from '../../contract/index.ts'
import type { Fichas } from '../../hub/ports.ts'
import { defaultPolicy, defaultRules, defaultTemplates } from '../../hub/templates/index.ts'
import { ConfigError } from '../config/config-error.ts'
import type { FichaStore } from '../stores/ports.ts'
import { checkSet } from './check-set.ts'

export const shippedFichas: FichaSet = {
  version: 1,
  templates: defaultTemplates,
  rules: defaultRules,
  policy: defaultPolicy,
}

/** The set of a configuration, checked like one from a file: it is one. */
export function configuredFichas(input: unknown): FichaSet {
  const read = checkSet(input, 'en')
  if (!read.set)
    throw new ConfigError(
      read.faults.map(
        (f) => `fichas.${f.place}${f.at ? ` (line ${f.at.line}, column ${f.at.column})` : ''}: ${f.says}`,
      ),
    )
  return read.set
}

/** The set in force until somebody publishes: the configuration's, else the one given, else Ficha's own. */
export const firstFichas = (configured: unknown, given: FichaSet | undefined): FichaSet =>
  configured === undefined ? (given ?? shippedFichas) : configuredFichas(configured)

export const firstRevision = 'first'

/**
 * What is published now: the last revision of the store, else what the configuration (or Ficha) came with.
 */
export interface PublishedFichas extends Fichas {
  first: FichaSet
  now(tenant: string): Promise<{ revision: string; set: FichaSet }>
}
export function publishedFichas(store: FichaStore, first: FichaSet): PublishedFichas {
  const now = async (tenant: string) =>
    (await store.published(tenant)) ?? { revision: firstRevision, set: first }
  return {
    first,
    now,
    async current(tenant) {
      const { revision, set } = await now(tenant)
      return { revision, templates: set.templates, rules: set.rules, policy: set.policy }
    },
  }
}
