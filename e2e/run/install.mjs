import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What the whole test suite can use, where it is looked for, and the Debian packages that bring it. */
export const programs = [
  {
    name: 'Chromium',
    at: ['/usr/bin/chromium', '/usr/bin/google-chrome', process.env.CHROMIUM_PATH],
    packages: ['chromium', 'fonts-liberation'],
  },
  { name: 'Firefox', at: ['/usr/bin/firefox-esr', process.env.FIREFOX_PATH], packages: ['firefox-esr'] },
  { name: 'nginx', at: ['/usr/sbin/nginx'], packages: ['nginx-light'] },
  { name: 'systemd', at: ['/usr/bin/systemd-analyze'], packages: ['systemd'] },
  { name: 'PostgreSQL', at: ['/usr/lib/postgresql'], packages: ['postgresql'] },
  { name: 'MariaDB', at: ['/usr/sbin/mariadbd'], packages: ['mariadb-server'] },
  {
    name: 'Request Tracker',
    at: ['/usr/share/request-tracker5/libexec/rt-server'],
    packages: ['request-tracker5', 'rt5-db-sqlite', 'rt5-standalone'],
  },
]
export const has = (name) =>
  programs.find((p) => p.name === name)?.at.some((path) => path && existsSync(path)) ?? false
/** Is there any browser that the tests can drive? The order is that of `e2e/browser/find-browser.ts`. */
export async function hasBrowser() {
  if (has('Chromium') || existsSync(process.env.CHROME_BIN ?? '')) return true
  const { chromium } = await import('playwright-core')
  if (existsSync(chromium.executablePath() ?? '')) return true
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
  if (
    (process.env.PATH ?? '')
      .split(delimiter)
      .some((folder) => names.some((name) => existsSync(join(folder, name))))
  )
    return true
  if (
    [
      '/Applications/Google Chrome.app',
      '/Applications/Chromium.app',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ].some(existsSync)
  )
    return true
  return import('@sparticuz/chromium').then(
    () => true,
    () => false,
  )
}
export const missing = () => programs.filter((p) => !has(p.name))

/** Strict runs bring what is missing. Debian only: elsewhere it says what to install and stops. */
export function installMissing() {
  const wanted = missing()
  const names = wanted.map((p) => p.name).join(', ')
  if (wanted.length === 0) return
  if (!existsSync('/usr/bin/apt-get'))
    throw new Error(
      `Strict run, and this machine lacks: ${names}. Install them (packages on Debian: ${wanted.flatMap((p) => p.packages).join(' ')}) and run again.`,
    )
  console.log(`Strict run: installing ${names}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const root = (command, args, input) =>
    execFileSync(
      process.getuid?.() === 0 ? command : 'sudo',
      process.getuid?.() === 0 ? args : [command, ...args],
      {
        env,
        stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'inherit'],
        ...(input === undefined ? {} : { input }),
      },
    )
  root('apt-get', ['update', '-qq'])
  // Services must not start by themselves: the tests run their own, on their own ports and folders.
  root('sh', [
    '-c',
    'printf "#!/bin/sh\\nexit 101\\n" > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d',
  ])
  try {
    root('debconf-set-selections', [], 'request-tracker5 request-tracker5/dbconfig-install boolean false\n')
    root('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted.flatMap((p) => p.packages)])
  } finally {
    root('rm', ['-f', '/usr/sbin/policy-rc.d'])
  }
}
