import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const there = existsSync('/usr/bin/systemd-analyze')
const folder = mkdtempSync(join(tmpdir(), 'ficha-unit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * What systemd itself says of the unit as published, but for where Node is on this machine. Words about other
 * units are not ours.
 */
function judged(change: (unit: string) => string = (unit) => unit): {
  code: number | null
  says: string[]
  exposure: number
} {
  const published = readFileSync(
    new URL('../../connectors/gateway/deploy/ficha.service', import.meta.url),
    'utf8',
  )
  const file = join(folder, 'ficha.service')
  writeFileSync(file, change(published.replace('/usr/bin/node ', `${process.execPath} `)))
  const verified = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' })
  const security = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', file], {
    encoding: 'utf8',
  })
  return {
    code: verified.status,
    says: verified.stderr.split('\n').filter((line) => line.includes('ficha.service')),
    exposure: Number(/exposure level for ficha\.service: ([\d.]+)/.exec(security.stdout)?.[1]),
  }
}

test.skipIf(!there)(
  'systemd takes the unit without a word, and calls a process with these rights little exposed (systemd)',
  () => {
    const unit = judged()
    expect(unit).toMatchObject({ code: 0, says: [] })
    expect(unit.exposure).toBeLessThanOrEqual(3)
  },
)
test.skipIf(!there)(
  'planted faults: a key that does not exist, a program that is not there, rights left open (systemd)',
  () => {
    expect(judged((unit) => unit.replace('NoNewPrivileges', 'NoNewPriviledges')).says.join()).toContain(
      'NoNewPriviledges',
    )
    expect(judged((unit) => unit.replace(process.execPath, '/nowhere/node')).says.join()).toContain(
      '/nowhere/node',
    )
    expect(
      judged((unit) => unit.replace(/^(Protect|Restrict|Private|NoNew|Dynamic|Capability).*$/gm, ''))
        .exposure,
    ).toBeGreaterThan(5)
  },
)
