import type { Life } from './life.ts'
import type { Owned } from './raw.ts'
import type { SeedContext } from './seed-context.ts'
import { seedDesk } from './seed-desk.ts'
import { seedMail } from './seed-mail.ts'
import { seedShop } from './seed-shop.ts'
import { seedTill } from './seed-till.ts'

/**
 * Writes one life into every system that knows it, each in its own spelling, and says which records are
 * theirs.
 */
export function seedSystems(context: SeedContext, life: Life): Owned {
  const shop = seedShop(context, life)
  const desk = seedDesk(context, life)
  const till = seedTill(context, life)
  seedMail(context, life)
  return {
    shop,
    desk,
    till,
    visitors: (life.visitors ?? []).map((v) => v.id),
    mails: life.mails,
    phones: life.phones,
  }
}
