import { createConnection } from 'mysql2/promise'
import type { World } from '../../demo-host/people/world.ts'

/** Survey answers in MariaDB: a table with its own words, times in UTC without zone. */
export async function seedSurvey(url: string, world: World): Promise<number> {
  const db = await createConnection({ uri: url, timezone: 'Z' })
  try {
    await db.query(
      'CREATE TABLE answers (id VARCHAR(40) PRIMARY KEY, mail VARCHAR(320) NOT NULL, survey VARCHAR(20) NOT NULL, score DOUBLE NOT NULL, out_of INT NOT NULL, comment TEXT, answered DATETIME NOT NULL, about_order VARCHAR(60), about_ticket VARCHAR(60), via VARCHAR(20) NOT NULL, INDEX (mail))',
    )
    const scale = { nps: 10, csat: 5, ces: 7, review: 5 } as const
    const rows = world.raw.survey.answers.map((a) => [
      a.id,
      a.mail,
      a.kind,
      a.score,
      scale[a.kind],
      a.comment ?? null,
      new Date(a.at),
      a.order ?? null,
      a.ticket ?? null,
      a.channel,
    ])
    for (let start = 0; start < rows.length; start += 500)
      await db.query('INSERT INTO answers VALUES ?', [rows.slice(start, start + 500)])
    return rows.length
  } finally {
    await db.end()
  }
}
