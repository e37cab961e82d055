import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../browser/find-browser.ts'
import { builtPages, type Name } from './contenders.ts'
import { eye, firstCard, type Seen, switchTo, syncClock } from './eye.ts'
import { difference, interleaved, type Line, ratio, summary } from './figures.ts'
import type { Recording } from './record.ts'
import { type Replay, replay } from './replay.ts'
import type { Subject } from './report.ts'
import { equalTrees } from './trees.ts'

/** One frame at sixty a second, in milliseconds: the room the last panel has above the floor. */
const frame = 1_000 / 60
const names: readonly Name[] = ['floor', 'ours', 'react']
const width = 340,
  height = 900
export interface Sample extends Seen {
  /** Last panel painted, after the slowest system's answer was written. */ after: number
}
const hashOf = ({ key }: Recording) => `${key.length > 9 ? 'loyalty' : 'phone'}=${key}&token=a.b.c`

/** The three pages side by side, warm and cold apart, with the accessibility trees held equal first. */
export async function run({
  pairs,
  coldPairs,
  recordings,
  say,
}: {
  pairs: number
  coldPairs: number
  recordings: readonly Recording[]
  say(words: string): void
}): Promise<Subject[]> {
  const folders = await builtPages()
  const sites = {} as Record<Name, Replay>
  for (const name of names) sites[name] = await replay(folders[name], recordings)
  const browser = await launchChromium()
  try {
    const unequal = await equalTrees(
      browser,
      sites,
      recordings.map((r) => ({ ...r, hash: hashOf(r) })),
      { width, height },
    )
    const trees: Subject = {
      title: `Card: the accessibility trees of ${names.join(', ')}, ${recordings.length} customers`,
      lines: [],
      notes: unequal,
      goals: [
        {
          name: 'trees that differ from ours',
          goal: 'none: else the figures below compare two things',
          is: unequal.length,
          unit: 'trees',
          met: unequal.length === 0,
        },
      ],
    }
    return [
      trees,
      await warm(browser, sites, recordings, pairs, say),
      await cold(browser, sites, recordings, coldPairs, say),
    ]
  } finally {
    await browser.close()
    for (const name of names) await sites[name].close()
  }
}

const sampled = (seen: Omit<Seen, 'offset'>, offset: number, site: Replay): Sample => ({
  ...seen,
  offset,
  after: seen.panels + offset - site.lastReading(),
})

/** A page that has been at work for a while is told of another customer. */
async function warm(
  browser: Browser,
  sites: Record<Name, Replay>,
  recordings: readonly Recording[],
  pairs: number,
  say: (words: string) => void,
): Promise<Subject> {
  const pages = {} as Record<Name, Page>
  for (const name of names) {
    const page = (pages[name] = await (await browser.newContext({ viewport: { width, height } })).newPage())
    await page.addInitScript(eye)
    await page.goto(`${sites[name].origin}/card`)
    // Long enough for chunks, caches and the compiler to be where a working day has them.
    for (let i = 0; i < 12; i++) {
      const r = recordings[i % recordings.length] as Recording
      await switchTo(page, hashOf(r), r.name)
    }
  }
  const samples = await interleaved(names, pairs, async (name, round): Promise<Sample> => {
    const r = recordings[round % recordings.length] as Recording
    const page = pages[name]
    await page.bringToFront()
    const offset = await syncClock(page)
    if (name === 'floor' && round % 50 === 0) say(`warm: ${round} of ${pairs}`)
    return sampled(await switchTo(page, hashOf(r), r.name), offset, sites[name])
  })
  for (const name of names) await pages[name].context().close()
  return subject(`Card, warm: another customer in a page at work (${pairs} interleaved pairs)`, samples)
}

/** Nothing cached: a new browser profile opens the page with a customer in its address. */
async function cold(
  browser: Browser,
  sites: Record<Name, Replay>,
  recordings: readonly Recording[],
  pairs: number,
  say: (words: string) => void,
): Promise<Subject> {
  const samples = await interleaved(names, pairs, async (name, round): Promise<Sample> => {
    const r = recordings[round % recordings.length] as Recording
    const context = await browser.newContext({ viewport: { width, height } })
    try {
      const page = await context.newPage()
      await page.addInitScript(eye)
      // Watched from the first script on: the promise waits in the page until it is asked for.
      await page.addInitScript(`globalThis.first = eye.watch(${JSON.stringify(r.name)}, 0)`)
      if (name === 'floor' && round % 50 === 0) say(`cold: ${round} of ${pairs}`)
      await page.goto(`${sites[name].origin}/card#${hashOf(r)}`, { waitUntil: 'commit' })
      const seen = await firstCard(page)
      return sampled(seen, await syncClock(page), sites[name])
    } finally {
      await context.close()
    }
  })
  return subject(`Card, cold: first customer of a new browser profile (${pairs} interleaved pairs)`, samples)
}

function subject(title: string, samples: ReadonlyMap<Name, readonly Sample[]>): Subject {
  const of = (name: Name, what: keyof Sample) => (samples.get(name) ?? []).map((s) => s[what])
  const lines: Line[] = []
  for (const [what, words] of [
    ['name', 'hint → name painted'],
    ['nameIn', 'hint → name in the document'],
    ['after', 'slowest answer → last panel painted'],
  ] as const) {
    for (const name of names) lines.push(summary(`${words}: ${name}`, 'ms', of(name, what)))
  }
  const name = ratio('name painted: ours / floor', of('ours', 'name'), of('floor', 'name'))
  const last = difference('last panel: ours − floor', of('ours', 'after'), of('floor', 'after'))
  const react = ratio('name painted: ours / react', of('ours', 'name'), of('react', 'name'))
  const lastReact = difference('last panel: ours − react', of('ours', 'after'), of('react', 'after'))
  lines.push(
    name,
    ratio('name in the document: ours / floor', of('ours', 'nameIn'), of('floor', 'nameIn')),
    ratio('name in the document: ours / react', of('ours', 'nameIn'), of('react', 'nameIn')),
    last,
    react,
    lastReact,
  )
  return {
    title,
    lines,
    goals: [
      {
        name: 'name painted, ours / floor',
        goal: '≤ 1.15 ×',
        is: name.median,
        unit: '×',
        met: name.median <= 1.15,
      },
      {
        name: 'last panel, ours − floor',
        goal: `≤ one frame (${frame.toFixed(1)} ms)`,
        is: last.median,
        unit: 'ms',
        met: last.median <= frame,
      },
      {
        name: 'name painted, ours / react',
        goal: '< 1 ×',
        is: react.median,
        unit: '×',
        met: react.median < 1,
      },
      {
        name: 'last panel, ours − react',
        goal: '< 0 ms',
        is: lastReact.median,
        unit: 'ms',
        met: lastReact.median < 0,
      },
    ],
  }
}
