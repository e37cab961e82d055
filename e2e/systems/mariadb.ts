import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Running, runToEnd, start, untilReady } from './process.ts'

/** Debian's MariaDB in a folder of its own, on loopback. */
export async function startMariaDb(port: number, folder: string): Promise<Running & { url: string }> {
  const data = join(folder, 'mariadb')
  mkdirSync(data, { recursive: true })
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  if (!existsSync(join(data, 'mysql')))
    runToEnd('mariadb-install-db', [
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...user,
    ])
  const server = start('MariaDB', port, 'mariadbd', [
    '--no-defaults',
    `--datadir=${data}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(data, 'run.sock')}`,
    '--innodb-flush-log-at-trx-commit=0',
    '--character-set-server=utf8mb4',
    ...user,
  ])
  const sql = (text: string) =>
    runToEnd('mariadb', [
      '--no-defaults',
      '-h',
      '127.0.0.1',
      '-P',
      String(port),
      '-u',
      'root',
      '-N',
      '-e',
      text,
    ])
  await untilReady(server, async () => sql('select 1').trim() === '1')
  sql(
    "create database if not exists ficha character set utf8mb4; create user if not exists 'ficha'@'%' identified by 'ficha'; grant all on ficha.* to 'ficha'@'%'",
  )
  return { ...server, url: `mysql://ficha:ficha@127.0.0.1:${port}/ficha` }
}
