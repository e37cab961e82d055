import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * Who may import whom. Read from the import lines themselves: module cruisers that need TypeScript's JS API read nothing
 * under TypeScript 7 and report success, so this test also asserts that it read files and that a planted breach is seen.
 */
const root = join(import.meta.dirname, '../..')
const rooms = [
  'connectors/contract',
  'connectors/catalog',
  'connectors/conformance',
  'connectors/fixtures',
  'connectors/hub',
  'connectors/gateway',
  'connectors/cli',
  'widget',
  'demo-host',
  'e2e',
] as const
type Room = (typeof rooms)[number]
const roomOf = (path: string): Room | undefined =>
  rooms.find((room) => path === room || path.startsWith(`${room}/`))

/** What each room may import of ours. Tests may also import fixtures and the kit. */
const mayImport: Record<Room, readonly Room[]> = {
  'connectors/contract': [],
  'connectors/catalog': ['connectors/contract'],
  'connectors/conformance': ['connectors/contract'],
  'connectors/fixtures': ['connectors/contract'],
  'connectors/hub': ['connectors/contract'],
  'connectors/gateway': ['connectors/contract', 'connectors/hub'],
  'connectors/cli': ['connectors/contract', 'connectors/hub', 'connectors/gateway'],
  widget: ['connectors/contract'],
  'demo-host': [
    'connectors/contract',
    'connectors/hub',
    'connectors/gateway',
    'connectors/catalog',
    'connectors/fixtures',
    'widget',
  ],
  e2e: rooms,
}
/** Rules finer than rooms: a package or a word that lives in one place. */
const onlyIn: readonly { package: RegExp; where: RegExp; why: string }[] = [
  {
    package: /^postmate$/,
    where: /^widget\/(element\.ts|host\/postmate\.ts|element\/[^/]+\.ts)$/,
    why: 'postmate lives in element.ts and one file of widget/host',
  },
  { package: /^idb$/, where: /^widget\/store\/[^/]+\.ts$/, why: 'idb lives in one file of widget/store' },
  {
    package: /^preact($|\/)/,
    where: /^(widget\/(paint\/|main\.tsx)|demo-host\/pages\/)/,
    why: 'preact lives in paint and main',
  },
  {
    package: /^node:/,
    where: /^(connectors\/(gateway|cli)\/|demo-host\/|e2e\/)/,
    why: 'the contract, the hub, the catalog and the widget hold nothing of Node',
  },
]

interface Import {
  from: string
  to: string
}
function importsOf(file: string, text: string): Import[] {
  const found: Import[] = []
  for (const match of text.matchAll(
    /^\s*(?:import|export)\b[^'"\n;]*?(?:from\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|^\s*}\s*from\s*['"]([^'"]+)['"]/gm,
  )) {
    const specifier = match[1] ?? match[2] ?? match[3]
    if (specifier)
      found.push({
        from: file,
        to: specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier,
      })
  }
  return found
}
const isTest = (file: string) => /\.test(-d)?\.tsx?$|\/testing\//.test(file)

function breaches(imports: readonly Import[]): string[] {
  const out: string[] = []
  for (const { from, to } of imports) {
    const room = roomOf(from)
    if (!room) continue
    for (const rule of onlyIn)
      if (rule.package.test(to) && !rule.where.test(from) && !isTest(from) && room !== 'e2e')
        out.push(`${from} imports ${to}: ${rule.why}`)
    const target = roomOf(to)
    if (!target || target === room || mayImport[room].includes(target)) continue
    if (
      isTest(from) &&
      (target === 'connectors/fixtures' ||
        target === 'connectors/conformance' ||
        target === 'connectors/contract' ||
        target === 'e2e' ||
        target === 'demo-host' ||
        (target === 'connectors/catalog' && room === 'connectors/conformance'))
    )
      continue
    // The static demo's composition: the in-page source is the hub itself.
    if (from.startsWith('widget/source/local') && target === 'connectors/hub') continue
    // An e2e file may import anything; the gallery is development only.
    if (from.startsWith('widget/paint/gallery')) continue
    out.push(`${from} (${room}) imports ${to} (${target})`)
  }
  for (const { from, to } of imports)
    if (
      roomOf(from) === 'connectors/catalog' &&
      !isTest(from) &&
      /^connectors\/catalog\//.test(to) &&
      !sameSystem(from, to)
    )
      out.push(`${from} imports ${to}: connectors never import each other`)
  return out
}
/** `catalog/rest/mapping.ts` belongs to `catalog/rest.ts`. */
const sameSystem = (a: string, b: string) => systemOf(a) === systemOf(b)
const systemOf = (path: string) => path.replace(/^connectors\/catalog\//, '').split(/[/.]/)[0]

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? sources(path) : /\.tsx?$/.test(entry.name) ? [path] : []
  })
}
const files = ['connectors', 'widget', 'demo-host']
  .flatMap((room) => sources(join(root, room)))
  .map((path) => relative(root, path))
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')))

describe('who may import whom', () => {
  it('read the files of every room', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(imports.length).toBeGreaterThan(200)
    for (const room of rooms)
      if (room !== 'e2e')
        expect(
          files.some((file) => file.startsWith(`${room}/`)),
          room,
        ).toBe(true)
  })
  it('finds no breach', () => expect(breaches(imports)).toEqual([]))
  it.each([
    [
      'a connector importing the hub',
      'connectors/catalog/rest.ts',
      "import { createHub } from '../hub/index.ts'",
    ],
    ['a connector importing another', 'connectors/catalog/rest.ts', "import sql from './sql.ts'"],
    [
      'the widget importing the gateway',
      'widget/main.tsx',
      "import { createGateway } from '../connectors/gateway/index.ts'",
    ],
    ['the widget importing the hub', 'widget/card/index.ts', "export * from '../../connectors/hub/index.ts'"],
    [
      'the hub importing the widget, late',
      'connectors/hub/hub.ts',
      "const x = import('../../widget/card/index.ts')",
    ],
    [
      'the contract importing the hub',
      'connectors/contract/index.ts',
      "import type { Hub } from '../hub/ports.ts'",
    ],
    ['the hub reaching for Node', 'connectors/hub/hub.ts', "import { readFileSync } from 'node:fs'"],
    ['card state painting', 'widget/card/index.ts', "import { h } from 'preact'"],
    ['a second place for idb', 'widget/card/index.ts', "import { openDB } from 'idb'"],
  ])('sees a planted breach: %s', (_name, file, text) =>
    expect(breaches(importsOf(file, text))).toHaveLength(1),
  )

  it('keeps postMessage in widget/host and the element, and innerHTML nowhere', () => {
    const code = files
      .filter((file) => file.startsWith('widget/') && !isTest(file))
      .map(
        (file) =>
          [file, readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')] as const,
      )
    expect(
      code
        .filter(([file, text]) => /\.postMessage\(/.test(text) && !/^widget\/(host\/|element)/.test(file))
        .map(([file]) => file),
    ).toEqual([])
    expect(
      code
        .filter(([, text]) => /innerHTML|outerHTML|insertAdjacentHTML|document\.write\b/.test(text))
        .map(([file]) => file),
    ).toEqual([])
  })
})
