import type { Asked, Connector, Want } from '../../contract/index.ts'
import type { Cache } from '../ports.ts'
import type { Hasher } from './hash.ts'
import type { Checked } from './validate.ts'

/**
 * A checked answer as the cache holds it, before release. It is fresh for `freshFor` seconds from
 * `fetchedAt`.
 */
export interface CachedAnswer extends Checked {
  fetchedAt: string
  freshFor: number
}

/** How long an answer that is no longer fresh may replace that of a system that is down. */
const staleForMs = 600_000

export interface KeyParts {
  tenant: string
  connector: Connector
  target?: string | undefined
  question?: Asked | 'find'
  purpose?: string
  want?: Want
}

/**
 * The cache key: tenant · connector with its options and credential name · record · question · fields ·
 * purpose. With fewer parts it is a prefix, so the key of a record covers all that is cached about it. Values
 * are hashed: a key names no customer.
 */
export async function cacheKey(
  hash: Hasher,
  { tenant, connector, target, question, purpose, want }: KeyParts,
): Promise<string> {
  const options = await hash(JSON.stringify([connector.origins, connector.access]))
  const parts = [encodeURIComponent(tenant), connector.id, options]
  if (target !== undefined) parts.push(await hash(target))
  if (question && want)
    parts.push(
      question,
      await hash(
        JSON.stringify([purpose, [...want.fields].sort(), want.limit, want.cursor ?? '', want.locale]),
      ),
    )
  return `${parts.join('/')}${question ? '' : '/'}`
}

export async function recall(cache: Cache, key: string): Promise<CachedAnswer | undefined> {
  const kept = (await cache.get(key).catch(() => undefined)) as CachedAnswer | undefined
  return kept && typeof kept.fetchedAt === 'string' && Array.isArray(kept.rows) ? kept : undefined
}
export const keep = (cache: Cache, key: string, kept: CachedAnswer): Promise<void> =>
  cache.set(key, kept, kept.freshFor * 1_000 + staleForMs).catch(() => undefined)
