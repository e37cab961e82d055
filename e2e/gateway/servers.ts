import { existsSync } from 'node:fs'
import { startMariaDb } from '../systems/mariadb.ts'
import { startPostgres } from '../systems/postgres.ts'

/** The database servers a machine may have: how to start one, and to run statements in it as its owner. */
export const servers = {
  PostgreSQL: {
    there: existsSync('/usr/lib/postgresql'),
    dialect: 'postgres' as const,
    start: startPostgres,
    async run(url: string, statements: readonly string[]) {
      const pg = (await import('pg')).default
      const c = new pg.Client({ connectionString: url })
      await c.connect()
      try {
        for (const s of statements) await c.query(s)
      } finally {
        await c.end()
      }
    },
  },
  MariaDB: {
    there: existsSync('/usr/sbin/mariadbd'),
    dialect: 'mysql' as const,
    start: startMariaDb,
    async run(url: string, statements: readonly string[]) {
      const mysql = await import('mysql2/promise')
      const c = await mysql.createConnection(url)
      try {
        for (const s of statements) await c.query(s)
      } finally {
        await c.end()
      }
    },
  },
}
export const serverNames = Object.keys(servers) as (keyof typeof servers)[]
