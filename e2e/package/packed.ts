import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The parts of a `package.json` that an integrator's Node reads. */
export interface Manifest {
  name: string
  version: string
  bin: Record<string, string>
  exports: Record<string, Record<'types' | 'default', string>>
}
export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** The package in an empty folder of its own, as an integrator has it. */
export interface Installed {
  /** The integrator's folder: `import … from 'ficha-nucleo/…'` works in it. */
  folder: string
  /** The package inside it. */
  packageFolder: string
  /** What was packed, by its path in the package. */
  files: readonly string[]
  remove(): void
}

/**
 * Packs `project` — `prepack` builds it — and installs the tarball in an empty folder without a network. The
 * dependencies are links to those that the lock file lists for production: what the package imports and does
 * not declare is not there.
 */
export function packAndInstall(project: string): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-packed-'))
  try {
    execFileSync('npm', ['pack', '--pack-destination', folder], {
      cwd: project,
      stdio: ['ignore', 2, 2],
      // Vite builds for development where this says anything but production, as a test runner does.
      env: { ...process.env, NODE_ENV: 'production' },
    })
    const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))
    if (!tarball) throw new Error(`npm pack left no tarball in ${folder}`)
    const { name } = readManifest(project)
    const packageFolder = join(folder, 'node_modules', name)
    mkdirSync(packageFolder, { recursive: true })
    execFileSync('tar', ['-xzf', join(folder, tarball), '-C', packageFolder, '--strip-components=1'])
    linkDependencies(project, join(folder, 'node_modules'))
    linkCommands(packageFolder, join(folder, 'node_modules/.bin'))
    writeFileSync(join(folder, 'package.json'), '{ "name": "integrator", "private": true, "type": "module" }')
    return {
      folder,
      packageFolder,
      files: readdirSync(packageFolder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(packageFolder.length + 1)),
      remove: () => rmSync(folder, { recursive: true, force: true }),
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

interface Lock {
  packages: Record<string, { dev?: boolean; optional?: boolean; peer?: boolean }>
}
function linkDependencies(project: string, into: string): void {
  const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as Lock
  for (const [path, { dev, optional }] of Object.entries(lock.packages)) {
    // Only what stands at the top: a nested one is found beside the package that asks for it.
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1]
    if (!name || dev || optional || !existsSync(join(project, path))) continue
    mkdirSync(dirname(join(into, name)), { recursive: true })
    symlinkSync(join(project, path), join(into, name), 'junction')
  }
}
function linkCommands(packageFolder: string, into: string): void {
  mkdirSync(into, { recursive: true })
  for (const [name, file] of Object.entries(readManifest(packageFolder).bin))
    symlinkSync(join(packageFolder, file), join(into, name))
}

/** Every file that the package's entries and commands lead to and that it does not hold. */
export function missingFrom({ bin, exports }: Manifest, files: readonly string[]): string[] {
  const led = [...Object.values(bin), ...Object.values(exports).flatMap((entry) => Object.values(entry))]
  return led.filter((target) => {
    const pattern = target.replace(/^\.\//, '').replace(/[.+]/g, '\\$&').replace('*', '[^/]+')
    return !files.some((file) => new RegExp(`^${pattern}$`).test(file))
  })
}

/**
 * What each entry must give. The element is written for a browser: the few globals it needs at once stand in
 * for one.
 */
const entries = {
  '.': ['FichaNucleo'],
  './connector': ['ConnectorError', 'matched', 'vocabulary'],
  './catalog/rest': ['default'],
  './catalog/sql': ['default'],
  './catalog/plain-card': ['default'],
  './catalog/memory': ['default'],
  './catalog/vendure': ['default'],
  './catalog/request-tracker': ['default'],
  './testing': ['testConnector'],
  './gateway': ['defineConfig', 'startGateway', 'createGateway'],
} as const
const asInBrowser =
  'Object.assign(globalThis, { HTMLElement: class {}, customElements: { get() {}, define() {} }, addEventListener() {} });'

/**
 * Imports every entry by its name in plain Node, runs the command, compiles a program against the types. One
 * line for each that fails.
 */
export function failuresOf({ folder, packageFolder }: Installed, tsc: string): string[] {
  const { name } = readManifest(packageFolder)
  const failures: string[] = []
  const attempt = (what: string, command: string, args: readonly string[]): string => {
    try {
      return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string }
      failures.push(`${what}: ${(stderr || stdout || String(error)).trim()}`)
      return ''
    }
  }
  for (const [entry, wanted] of Object.entries(entries)) {
    const from = join(name, entry).replaceAll('\\', '/')
    const code = `${entry === '.' ? asInBrowser : ''}console.log(JSON.stringify(Object.keys(await import('${from}'))))`
    const given = attempt(from, process.execPath, ['--input-type=module', '-e', code])
    if (given)
      for (const one of wanted)
        if (!(JSON.parse(given) as string[]).includes(one)) failures.push(`${from} gives no ${one}`)
  }
  const help = attempt('npx ficha --help', 'npx', ['--no-install', 'ficha', '--help'])
  if (help && !help.includes('link')) failures.push('npx ficha --help does not name its commands')
  const program = Object.entries(entries)
    .map(
      ([entry], at) =>
        `import * as entry${at} from '${join(name, entry).replaceAll('\\', '/')}'\nvoid entry${at}\n`,
    )
    .join('')
  writeFileSync(join(folder, 'program.mts'), program)
  attempt('types', process.execPath, [
    tsc,
    ...['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--lib', 'es2023,dom,dom.iterable'],
    ...['--module', 'nodenext', '--types', '', 'program.mts'],
  ])
  return failures
}
