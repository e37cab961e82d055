import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { asUser, type Running, runToEnd, start, untilReady } from './process.ts'

/**
 * Debian's PostgreSQL in a folder of its own, on loopback, without fsync: data that lives as long as the
 * test.
 */
export async function startPostgres(port: number, folder: string): Promise<Running & { url: string }> {
  const versions = readdirSync('/usr/lib/postgresql').sort((a, b) => Number(a) - Number(b))
  const bin = (name: string) => join('/usr/lib/postgresql', versions.at(-1) as string, 'bin', name)
  const data = join(folder, 'postgres')
  mkdirSync(data, { recursive: true })
  if (process.getuid?.() === 0) {
    const id = Number(runToEnd('id', ['-u', 'postgres']).trim())
    chownSync(data, id, Number(runToEnd('id', ['-g', 'postgres']).trim()))
    runToEnd('chmod', ['a+rx', folder])
  }
  if (!existsSync(join(data, 'PG_VERSION')))
    runToEnd(
      ...asUser('postgres', bin('initdb'), [
        '-D',
        data,
        '-U',
        'ficha',
        '--auth=trust',
        '-E',
        'UTF8',
        '--no-sync',
      ]),
      { cwd: '/' },
    )
  const [command, args] = asUser('postgres', bin('postgres'), [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'fsync=off',
    '-c',
    `unix_socket_directories=${data}`,
  ])
  const server = start('PostgreSQL', port, command, args, { cwd: '/' })
  await untilReady(
    server,
    async () =>
      runToEnd(bin('psql'), [
        '-h',
        '127.0.0.1',
        '-p',
        String(port),
        '-U',
        'ficha',
        '-d',
        'postgres',
        '-tAc',
        'select 1',
      ]).trim() === '1',
  )
  return { ...server, url: `postgres://ficha@127.0.0.1:${port}/postgres` }
}
