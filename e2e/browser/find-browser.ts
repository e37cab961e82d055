import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium, firefox } from 'playwright-core'

/**
 * The browser the machine has. Order: CHROMIUM_PATH / CHROME_BIN, Playwright's own, the system's, the one an
 * npm package carries. Returns undefined when there is none: the caller says so by name and skips (or fails,
 * when strict).
 */
export async function findChromium(): Promise<string | undefined> {
  for (const named of [process.env.CHROMIUM_PATH, process.env.CHROME_BIN])
    if (named && existsSync(named)) return named
  const own = chromium.executablePath()
  if (own && existsSync(own)) return own
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path))
  if (onPath) return onPath
  const apps = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ]
  const app = apps.find((path) => existsSync(path))
  if (app) return app
  try {
    const carried = (await import('@sparticuz/chromium')).default
    return await carried.executablePath()
  } catch {
    return undefined
  }
}

/**
 * The flags keep the browser from calling home; the sandbox goes only where it cannot work (root, CI
 * containers).
 */
export const chromiumArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--metrics-recording-only',
  ...(process.getuid?.() === 0 || process.env.CI ? ['--no-sandbox'] : []),
]

export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = await findChromium()
  if (!executablePath)
    throw new Error(
      'No Chromium found: set CHROMIUM_PATH, install chromium, or run `npx playwright install chromium`.',
    )
  return chromium.launch({ executablePath, headless: true, args: [...chromiumArgs, ...more] })
}

export const findFirefox = (): string | undefined =>
  [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(
    (path) => path && existsSync(path),
  )

/** Debian's Firefox ESR speaks WebDriver BiDi: Playwright reaches it through this channel. */
export async function launchFirefox(): Promise<Browser> {
  const executablePath = findFirefox()
  if (!executablePath) throw new Error('No Firefox found: set FIREFOX_PATH or install firefox-esr.')
  return firefox.launch({ channel: 'moz-firefox', executablePath, headless: true } as Parameters<
    typeof firefox.launch
  >[0])
}
