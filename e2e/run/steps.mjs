import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs a command with its output on the screen; resolves with its exit code. */
export const run = (command, args, env = {}) =>
  new Promise((done) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    })
    child.on('error', (error) => {
      console.error(error.message)
      done(127)
    })
    child.on('exit', (code) => done(code ?? 1))
  })

/** A step that passes or fails as a whole (types, build) counts as one. */
export async function whole(name, command, args) {
  const code = await run(command, args)
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] }
}

/**
 * A vitest run, counted from its JSON report. A run that reports nothing failed, whatever its exit code says.
 */
export async function vitest(name, args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'ficha-test-'))
  const report = join(folder, 'report.json')
  const code = await run(
    'npx',
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    env,
  )
  try {
    const json = JSON.parse(readFileSync(report, 'utf8'))
    const skipped = json.testResults.flatMap((file) =>
      file.assertionResults
        .filter((t) => t.status !== 'passed' && t.status !== 'failed')
        .map((t) => t.fullName),
    )
    const brokenFiles = json.testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed'),
    ).length
    const failed = json.numFailedTests + brokenFiles
    return {
      name,
      passed: json.numPassedTests,
      failed: failed === 0 && (code !== 0 || json.numPassedTests === 0) ? 1 : failed,
      skipped,
    }
  } catch {
    console.error(`${name}: vitest left no report (exit code ${code})`)
    return { name, passed: 0, failed: 1, skipped: [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
