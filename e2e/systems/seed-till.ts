import pg from 'pg'
import type { World } from '../../demo-host/people/world.ts'
import { tillRows } from '../../demo-host/systems/till-rows.ts'
import { indexes, schema } from '../../demo-host/systems/till-schema.ts'

/** The till's own tables and rows, the same as the sample's, in PostgreSQL. */
export async function seedTill(url: string, world: World): Promise<number> {
  const db = new pg.Client({ connectionString: url })
  await db.connect()
  let count = 0
  try {
    await db.query(schema)
    for (const [table, rows] of tillRows(world.raw)) {
      const width = rows[0]?.length ?? 0
      for (let start = 0; start < rows.length; start += 500) {
        const batch = rows.slice(start, start + 500)
        const places = batch
          .map((_, i) => `(${Array.from({ length: width }, (_, j) => `$${i * width + j + 1}`).join(',')})`)
          .join(',')
        await db.query(`INSERT INTO ${table} VALUES ${places}`, batch.flat())
        count += batch.length
      }
    }
    await db.query(indexes)
  } finally {
    await db.end()
  }
  return count
}
