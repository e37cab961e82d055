import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Running, runToEnd, start, untilReady } from './process.ts'
import { prepareDesk } from './seed-desk.ts'

/** Debian's Request Tracker 5 over SQLite in a folder of its own: no file of the system is edited. */
export async function startRequestTracker(
  port: number,
  folder: string,
): Promise<Running & { url: string; user: string; password: string; database: string }> {
  const home = join(folder, 'request-tracker')
  mkdirSync(join(home, 'conf.d'), { recursive: true })
  const config = join(home, 'RT_SiteConfig.pm')
  writeFileSync(
    config,
    `Set($rtname, 'ficha'); Set($Organization, 'ficha.example'); Set($WebDomain, '127.0.0.1'); Set($WebPort, ${port}); Set($WebBaseURL, 'http://127.0.0.1:${port}');
Set($DatabaseType, 'SQLite'); Set($DatabaseName, '${join(home, 'rt.sqlite')}'); Set($LogToSyslog, undef); Set($LogToSTDERR, 'warning'); Set($MailCommand, 'testfile');
Set($CorrespondAddress, 'desk@ficha.example'); Set($CommentAddress, 'desk-comment@ficha.example'); Set($WebSecureCookies, 0); Set($Timezone, 'UTC');
1;
`,
  )
  const env = { RT_SITE_CONFIG: config, RT_SITE_CONFIG_DIR: join(home, 'conf.d') }
  if (!existsSync(join(home, 'rt.sqlite'))) {
    runToEnd('/usr/sbin/rt-setup-database-5', ['--action', 'init', '--skip-create'], { env })
    prepareDesk(home, env)
  }
  const server = start(
    'Request Tracker',
    port,
    '/usr/share/request-tracker5/libexec/rt-server',
    ['--host', '127.0.0.1', '--port', String(port), '--max-workers', '3'],
    { env },
  )
  const url = `http://127.0.0.1:${port}`
  await untilReady(
    server,
    async () =>
      (await fetch(`${url}/REST/2.0/rt`, { headers: { authorization: `Basic ${btoa('root:password')}` } }))
        .ok,
  )
  return { ...server, url, user: 'root', password: 'password', database: join(home, 'rt.sqlite') }
}
