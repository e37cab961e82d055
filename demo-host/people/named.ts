import type { Calendar } from './calendar.ts'
import type { Life } from './life.ts'
import { doubt } from './named/doubt.ts'
import { edge } from './named/edge.ts'
import { glad } from './named/glad.ts'
import { lucia } from './named/lucia.ts'
import { trouble } from './named/trouble.ts'

export { type PersonToTry, peopleToTry } from './people-to-try.ts'
/**
 * The people with names: made by hand, the same every day but for their dates. Their glance is recounted by
 * `recount.ts`.
 */
export const named = (when: Calendar): Life[] => [
  lucia,
  ...glad(when.day(0)),
  ...trouble,
  ...doubt,
  ...edge(),
]
