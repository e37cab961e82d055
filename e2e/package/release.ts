import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failuresOf, missingFrom, packAndInstall, readManifest } from './packed.ts'
import { treeProblems } from './tree-problems.ts'

/**
 * `npm run release:check`: may this commit be released? One line for each thing against it. It publishes
 * nothing.
 */
const project = join(import.meta.dirname, '../..')
const { name, version } = readManifest(project)

const problems = treeProblems(
  version,
  readFileSync(join(project, 'CHANGELOG.md'), 'utf8'),
  execFileSync('git', ['status', '--porcelain'], { cwd: project, encoding: 'utf8' }),
)
const installed = packAndInstall(project)
try {
  for (const file of missingFrom(readManifest(installed.packageFolder), installed.files))
    problems.push(`the package lacks ${file}, which package.json leads to`)
  problems.push(...failuresOf(installed, join(project, 'node_modules/typescript/bin/tsc')))
} finally {
  installed.remove()
}

// Packing has built the declarations anew: the reference is made from them.
try {
  execFileSync('npm', ['run', '--silent', 'reference'], { cwd: project, stdio: ['ignore', 2, 2] })
} catch {
  problems.push('the type reference has warnings, which stand above; each names an export and its file')
}

if (problems.length > 0) {
  console.error(`${name} ${version} is not ready:\n${problems.map((one) => `- ${one}`).join('\n')}`)
  process.exit(1)
}
console.log(
  `${name} ${version} is ready: ${installed.files.length} files, every entry imports, its types compile, its reference has no warnings, ficha runs.`,
)
