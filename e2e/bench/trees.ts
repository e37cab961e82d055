import type { Browser } from 'playwright-core'
import type { Name } from './contenders.ts'
import type { Replay } from './replay.ts'

/**
 * Ages go on while one page waits for the next; the fact that there is one is compared, its figure is not.
 */
const still = (tree: string) => tree.replaceAll(/ · (ahora|hace \d+ \S+|datos hasta [^\n]*)/g, ' · AGE')

/**
 * The first line in which a peer does not give assistive technology what ours gives (roles, names, counts,
 * order), for each; empty when all are equal.
 */
export async function equalTrees(
  browser: Browser,
  sites: Record<Name, Replay>,
  people: readonly { name: string; hash: string }[],
  viewport: { width: number; height: number },
): Promise<string[]> {
  const wrong: string[] = []
  for (const { name: person, hash } of people) {
    const trees = {} as Record<Name, string[]>
    for (const name of Object.keys(sites) as Name[]) {
      const context = await browser.newContext({ viewport })
      const page = await context.newPage()
      await page.goto(`${sites[name].origin}/card#${hash}`)
      await page.locator('.further button').first().waitFor()
      await page.getByRole('heading', { level: 1, name: person }).waitFor()
      await page.waitForFunction(
        () => document.querySelector('.advices') !== null && !document.querySelector('main > .bar'),
      )
      trees[name] = still(await page.locator('body').ariaSnapshot()).split('\n')
      await context.close()
    }
    for (const [name, tree] of Object.entries(trees)) {
      const at = tree.findIndex((line, i) => line !== trees.ours[i])
      if (at >= 0 || tree.length !== trees.ours.length)
        wrong.push(
          `${person}: the accessibility tree of ${name} is not ours, line ${at + 1}: "${tree[at] ?? 'nothing'}" where ours has "${trees.ours[at] ?? 'nothing'}" (${tree.length} and ${trees.ours.length} lines)`,
        )
    }
  }
  return wrong
}
