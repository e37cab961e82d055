import { rmSync } from 'node:fs'
import { createClient } from '@libsql/client'
import type { Raw } from '../people/raw.ts'
import { hrana, type PipelineBody } from './hrana.ts'
import { bearer, json, type System } from './reply.ts'
import { tillRows } from './till-rows.ts'
import { indexes, schema } from './till-schema.ts'

/** Values of one INSERT; SQLite takes 32,766 parameters a statement. */
const PARAMETERS = 20_000

/** Writes the till's database anew. A few seconds' work is a fraction of one in a single transaction. */
export async function writeTill(file: string, raw: Raw): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true })
  const db = createClient({ url: `file:${file}` })
  try {
    await db.executeMultiple(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; ${schema}`)
    const writing = await db.transaction('write')
    for (const [table, rows] of tillRows(raw)) {
      const width = rows[0]?.length ?? 1
      const step = Math.floor(PARAMETERS / width)
      const one = `(${Array.from({ length: width }, () => '?').join(',')})`
      for (let i = 0; i < rows.length; i += step) {
        const part = rows.slice(i, i + step)
        await writing.execute({
          sql: `INSERT INTO ${table} VALUES ${part.map(() => one).join(',')}`,
          args: part.flat(),
        })
      }
    }
    await writing.executeMultiple(indexes)
    await writing.commit()
  } finally {
    db.close()
  }
}

/** The till's database as others reach it: over the network, with a token, read-only. */
export function till(file: string, secret: string): System {
  const database = hrana(file)
  return {
    id: 'till',
    title: 'Caja y fidelidad',
    async handle(request) {
      if (!bearer(request, secret)) return json({ error: 'unauthorized' }, 401)
      const { pathname } = new URL(request.url)
      if (request.method !== 'POST' || pathname !== '/v2/pipeline') return json({ error: 'not found' }, 404)
      try {
        return json(await database.pipeline((await request.json()) as PipelineBody))
      } catch (error) {
        return json({ message: error instanceof Error ? error.message : 'bad pipeline', code: 'HRANA' }, 400)
      }
    },
  }
}
