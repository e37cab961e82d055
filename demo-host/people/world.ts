import { type Calendar, calendar } from './calendar.ts'
import { crowd, walkIn } from './dirt.ts'
import { named } from './named.ts'
import { random } from './random.ts'
import { emptyRaw, type Owned, type Raw } from './raw.ts'
import { counters } from './seed-context.ts'
import { seedSystems } from './seed-systems.ts'

export interface World {
  raw: Raw
  when: Calendar
  /** Which raw records are whose, for the named people; only tests may look. */
  owned: ReadonlyMap<string, Owned>
  people: number
}

export const PEOPLE = 10_000
const WALK_INS = 900

/**
 * The whole world of the demo: named people first, then the crowd, then walk-ins. Same seed and day, same
 * world.
 */
export function makeWorld(options: { now?: number; seed?: number; people?: number } = {}): World {
  const when = calendar(options.now ?? Date.now())
  const r = random(options.seed ?? 20_190_101)
  const people = options.people ?? PEOPLE
  const raw = emptyRaw()
  const context = { raw, r, when, count: counters() }
  const owned = new Map<string, Owned>()
  for (const life of named(when)) owned.set(life.key, seedSystems(context, life))
  const oldest = -when.daysTo('2019-01-01')
  let made = owned.size
  for (const life of crowd(r, people - owned.size, oldest)) {
    if (made++ >= people) break
    seedSystems(context, life)
  }
  for (let n = 0; n < Math.round((WALK_INS * people) / PEOPLE); n++) seedSystems(context, walkIn(r, n))
  return { raw, when, owned, people }
}
