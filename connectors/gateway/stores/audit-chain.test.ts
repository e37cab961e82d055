import { expect, test } from 'vitest'
import { line } from '../testing/store-sentences.ts'
import { chainHash, genesis, verifyAudit } from './audit-chain.ts'
import type { AuditLog, ChainedLine } from './ports.ts'

/** A whole chain of so many lines, each of them as the audit would have written it. */
async function chainOf(count: number, tenant = 'demo'): Promise<ChainedLine[]> {
  const lines: ChainedLine[] = []
  for (let seq = 1; seq <= count; seq++) {
    const before = lines.at(-1)?.hash ?? genesis
    lines.push({
      seq,
      line: line(seq, tenant),
      before,
      hash: await chainHash(before, seq, line(seq, tenant)),
    })
  }
  return lines
}
const logOf = (lines: readonly ChainedLine[]): Pick<AuditLog, 'read'> => ({
  read: async (from, limit) => lines.filter(({ seq }) => seq >= from).slice(0, limit),
})

test('an audit longer than one page is walked to its end', async () => {
  const lines = await chainOf(1_003)
  expect(await verifyAudit(logOf(lines))).toEqual({ intact: true, lines: 1_003, head: lines.at(-1)?.hash })
  const edited = lines.with(1_001, { ...(lines[1_001] as ChainedLine), line: line(7) })
  expect(await verifyAudit(logOf(edited))).toMatchObject({ intact: false, seq: 1_002 })
})

test.each([
  ['at', '2026-03-03T10:00:00Z'],
  ['tenant', 'rival'],
  ['agent', 'somebody'],
  ['interaction', 'call-7'],
  ['purpose', 'sales'],
  ['act', 'reveal'],
  ['subject', 's9'],
  ['what', ['orders', 'person.phones']],
  ['reason', 'because'],
  ['outcome', 'refused'],
])('a line whose %s was edited is found', async (field, value) => {
  const lines = await chainOf(3)
  const second = lines[1] as ChainedLine
  const edited = lines.with(1, { ...second, line: { ...second.line, [field]: value } })
  expect(await verifyAudit(logOf(edited))).toMatchObject({ intact: false, seq: 2 })
})

test('an audit written anew from its first line is whole by itself; an anchor noted before shows it', async () => {
  const [before, anew] = [await chainOf(5), await chainOf(8, 'rival')]
  expect(await verifyAudit(logOf(anew))).toMatchObject({ intact: true })
  expect(await verifyAudit(logOf(anew), [{ seq: 5, hash: before[4]?.hash ?? '' }])).toMatchObject({
    intact: false,
    seq: 5,
    says: expect.stringContaining('anchored'),
  })
})

test('a gap is told as a line that is missing, a link that leads elsewhere as a line that was not written', async () => {
  const lines = await chainOf(4)
  expect(await verifyAudit(logOf(lines.filter(({ seq }) => seq !== 3)))).toEqual({
    intact: false,
    seq: 3,
    says: 'line 3 is missing; the next one is 4',
  })
  expect(
    await verifyAudit(logOf(lines.with(2, { ...(lines[2] as ChainedLine), before: genesis }))),
  ).toMatchObject({ intact: false, seq: 3 })
})
