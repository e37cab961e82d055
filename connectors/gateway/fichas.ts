import type { FichaSet } from '../contract/index.ts'
import type { Fichas } from '../hub/ports.ts'
import type { FichaStore } from './stores/ports.ts'

export const firstRevision = 'first'

/** What is published now: the last revision of the store, else what the configuration (or Ficha) came with. */
export interface PublishedFichas extends Fichas { first: FichaSet; now(tenant: string): Promise<{ revision: string; set: FichaSet }> }
export function publishedFichas(store: FichaStore, first: FichaSet): PublishedFichas {
  const now = async (tenant: string) => (await store.published(tenant)) ?? { revision: firstRevision, set: first }
  return {
    first,
    now,
    async current(tenant) {
      const { revision, set } = await now(tenant)
      return { revision, templates: set.templates, rules: set.rules, policy: set.policy }
    },
  }
}
