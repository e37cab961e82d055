import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
interface Finding {
  id: string
  nodes: { html: string; failureSummary?: string }[]
}

/** Everything axe knows of WCAG 2.2 A and AA and its own good practice, in this frame alone. */
export async function findings(frame: Frame): Promise<string[]> {
  await frame.evaluate(`globalThis.axe ?? (() => { ${axe} })()`)
  const { violations } = (await frame.evaluate(
    'axe.run(document, { iframes: false, resultTypes: ["violations"] })',
  )) as { violations: Finding[] }
  return violations.flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${(n.failureSummary ?? '').split('\n')[1] ?? ''}`),
  )
}
