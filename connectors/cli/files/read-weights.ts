import { readFileSync } from 'node:fs'
import type { LearntWeights } from '../../contract/index.ts'
import { parseWeights } from '../../hub/identity/compare/learnt.ts'

/** The file that `ficha weigh` wrote; a broken one stops the command, each fault with its field. */
export function readWeights(path: string | undefined): LearntWeights | undefined {
  if (path === undefined) return undefined
  let text: unknown
  try {
    text = JSON.parse(readFileSync(path, 'utf8'))
  } catch (e) {
    throw new Error(
      `--weights ${path}: cannot be read as JSON (${e instanceof Error ? e.message.split('\n')[0] : String(e)}); write it with \`ficha weigh\``,
    )
  }
  const { weights, faults } = parseWeights(text)
  if (!weights) throw new Error(faults.map((f) => `--weights ${path}: ${f}`).join('\n'))
  return weights
}
