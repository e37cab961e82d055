import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { runCommand } from 'citty'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { configuredFichas, shippedFichas } from '../../gateway/admin/templates.ts'
import { readFichas } from '../../gateway/config/load-config.ts'
import { shippedFiles } from '../../hub/templates/index.ts'
import { fichasCommand } from './fichas-command.ts'
import { withPlainErrors } from './with-plain-errors.ts'

const root = mkdtempSync(join(tmpdir(), 'ficha-fichas-'))
afterAll(() => rmSync(root, { recursive: true }))
let folder = ''
let n = 0
beforeEach(() => {
  folder = join(root, `${n++}`, 'fichas')
})
/** What the command says, and how it ends. */
async function run(...rawArgs: string[]): Promise<{ out: string; err: string; code: unknown }> {
  const said = { out: '', err: '' }
  const spies = (['stdout', 'stderr'] as const).map((where) =>
    vi.spyOn(process[where], 'write').mockImplementation((text) => {
      said[where === 'stdout' ? 'out' : 'err'] += text
      return true
    }),
  )
  const before = process.exitCode
  try {
    await runCommand(withPlainErrors('fichas', fichasCommand), { rawArgs })
    return { ...said, code: process.exitCode }
  } finally {
    process.exitCode = before
    for (const spy of spies) spy.mockRestore()
  }
}
const written = () => readdirSync(folder).sort()

describe('ficha fichas', () => {
  it('writes all that ships into a new folder, which a gateway reads as the set that ships', async () => {
    const { out, err, code } = await run(folder)
    expect([err, code]).toEqual(['', undefined])
    expect(written()).toEqual([...Object.keys(shippedFiles), 'schema'].sort())
    expect(configuredFichas(await readFichas(folder))).toEqual({
      ...shippedFichas,
      templates: expect.arrayContaining([...shippedFichas.templates]),
    })
    expect(out).toContain(`${folder}: ${Object.keys(shippedFiles).length} files written`)
    expect(out).toContain(`fichas: '${folder}'`)
    expect(out).toContain(
      'yours to set: norm.least in best-customer.rule.json; mayAct of each role in policy.json',
    )
  })
  it('names in each file the schema that stands beside it', async () => {
    await run(folder)
    for (const file of Object.keys(shippedFiles)) {
      const { $schema } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { $schema: string }
      expect(JSON.parse(readFileSync(join(folder, $schema), 'utf8')), file).toHaveProperty('properties')
    }
  })
  it('writes only those that are named, by file or by id', async () => {
    const { out } = await run(folder, 'policy', 'best-customer.rule.json')
    expect(written()).toEqual(['best-customer.rule.json', 'policy.json', 'schema'])
    expect(out).toContain('2 files written')
    expect(configuredFichas(await readFichas(folder))).toEqual(shippedFichas)
    expect((await run(folder, 'adviser')).out).not.toContain('yours to set')
    expect(written()).toContain('adviser.ficha.json')
  })
  it('says which there are when one does not ship, and writes nothing', async () => {
    const { err, code } = await run(folder, 'policy', 'your-margin')
    expect(err).toMatch(
      /^ficha fichas: your-margin: does not ship; there are .*best-customer\.rule\.json.*\n$/,
    )
    expect(code).toBe(1)
    expect(() => readdirSync(folder)).toThrow()
  })
  it('overwrites nothing: what is there is named, and nothing is written beside it', async () => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'policy.json'), 'mine')
    const { err, code, out } = await run(folder)
    expect([out, code]).toEqual(['', 1])
    expect(err).toBe(
      `ficha fichas: ${folder}: already has policy.json; nothing was written: give another folder, or the names of others\n`,
    )
    expect(written()).toEqual(['policy.json'])
    expect(readFileSync(join(folder, 'policy.json'), 'utf8')).toBe('mine')
  })
  it('has no other option, and asks for the folder', async () => {
    expect((await run(folder, '--force')).err).toContain('--force is not an option; there are none')
  })
})
