import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const project = join(import.meta.dirname, '../..')
const made = ['node_modules', 'dist', 'coverage', '.git', '.ficha']

/** The tree in a folder of its own, with nothing built: what a fresh clone is after `npm ci`. */
export function cloneProject(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-clone-'))
  cpSync(project, folder, { recursive: true, filter: (path) => !made.includes(basename(path)) })
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
