import type { GatewayConfig } from '../../config/config.ts'

/** The drivers that whoever needs one installs beside Ficha. SQLite and libsql come with it. */
const drivers = {
  postgres: { name: 'pg', load: (): Promise<unknown> => import('pg') },
  mysql: { name: 'mysql2', load: (): Promise<unknown> => import('mysql2/promise') },
} as const
type Dialect = keyof typeof drivers

/** What to run for the driver of a dialect. */
export const installOf = (dialect: string): string =>
  `npm i ${dialect === 'mysql' ? drivers.mysql.name : drivers.postgres.name}`

const isMissing = (e: unknown): boolean =>
  ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(String((e as { code?: unknown }).code))

/**
 * The databases and the store whose driver is not installed, one line each: at start, and not at the first
 * question of an agent.
 *
 * @param load Loads a driver. Default: imports it.
 */
export async function missingDrivers(
  config: Pick<GatewayConfig, 'databases' | 'store'> | undefined,
  load: (dialect: Dialect) => Promise<unknown> = (dialect) => drivers[dialect].load(),
): Promise<string[]> {
  const store = config?.store as { dialect?: unknown } | undefined
  // It is not checked yet: what is no database is told elsewhere.
  const all: [place: string, dialect: unknown][] = [
    ...Object.entries(config?.databases ?? {}).map(
      ([name, database]) =>
        [`databases.${name}.dialect`, (database as { dialect?: unknown } | undefined)?.dialect] as [
          string,
          unknown,
        ],
    ),
    ['store.dialect', store?.dialect],
  ]
  const faults = await Promise.all(
    all.map(async ([place, dialect]) => {
      if (dialect !== 'postgres' && dialect !== 'mysql') return undefined
      try {
        await load(dialect)
        return undefined
      } catch (e) {
        return isMissing(e)
          ? `${place}: found '${dialect}', whose driver ${drivers[dialect].name} is not installed; run ${installOf(dialect)}`
          : `${place}: found '${dialect}', whose driver ${drivers[dialect].name} does not load (${wordOf(e)}); run ${installOf(dialect)} again`
      }
    }),
  )
  return faults.filter((fault) => fault !== undefined)
}

const wordOf = (e: unknown): string => {
  const { code, name } = e as { code?: unknown; name?: unknown }
  return String(code ?? name ?? 'no reason given')
}
