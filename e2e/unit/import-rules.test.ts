import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * Who may import whom. Read from the import lines themselves: module cruisers that need TypeScript's JS API
 * read nothing under TypeScript 7 and report success, so this test also asserts that it read files and that a
 * planted breach is seen.
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

/**
 * Inside a room every arrow points down. Each list goes from the ground up: an entry (a folder, or a file of
 * the room itself) may import what stands before it, never what stands after it. An entry that is not listed
 * is a breach too.
 */
const floors: Record<string, readonly string[]> = {
  'connectors/hub': [
    'messages',
    'ports.ts',
    'identity',
    'fetch',
    'policy',
    'plan',
    'rules',
    'templates',
    'stages.ts',
    'context.ts',
    'default-stages.ts',
    'release',
    'memory',
    'session',
    'operations',
    'hub.ts',
    'index.ts',
    'testing',
  ],
  'connectors/hub/identity': [
    'settings.ts',
    'normalise',
    'identifiers.ts',
    'types.ts',
    'compare',
    'cannot-links',
    'resolve',
    'identify.ts',
    'index.ts',
    'testing',
  ],
  'connectors/gateway': [
    'problem.ts',
    'client-address.ts',
    'number-plans.ts',
    'countries.ts',
    'keys',
    'config',
    'telemetry',
    'stores',
    'egress',
    'auth',
    'rule-sandbox',
    'admin',
    'page',
    'rates.ts',
    'context.ts',
    'routes',
    'routes.ts',
    'app.ts',
    'gateway.ts',
    'index.ts',
    'unreadable.ts',
    'node.ts',
    'try-connectors.ts',
    'serve.ts',
    'main.ts',
    'testing',
  ],
  'connectors/cli': ['files', 'linkage', 'report', 'commands', 'ficha.ts', 'testing'],
  widget: ['i18n', 'host', 'element.ts', 'source', 'storage', 'state', 'ui', 'admin', 'gallery', 'main.tsx'],
  'widget/ui': [
    'style.ts',
    'view.ts',
    'lazily.tsx',
    'toolbar.tsx',
    'overlay-head.tsx',
    'keyboard',
    'values',
    'glance',
    'person',
    'panels',
    'advice',
    'journey',
    'timeline',
    'overlays',
    'shell',
    'debug',
  ],
  'widget/admin': ['token.ts', 'quality', 'editor'],
}
const floorOf = (folder: string, path: string): string | undefined =>
  path.startsWith(`${folder}/`) && /\.tsx?$/.test(path)
    ? path.slice(folder.length + 1).split('/')[0]
    : undefined

/** Rules finer than rooms: a package or a word that lives in one place. */
const onlyIn: readonly { package: RegExp; where: RegExp; why: string }[] = [
  {
    package: /^postmate$/,
    where: /^widget\/(element\.ts|host\/postmate\.ts)$/,
    why: 'postmate lives in element.ts and one file of widget/host',
  },
  { package: /^idb$/, where: /^widget\/storage\/[^/]+\.ts$/, why: 'idb lives in one file of widget/storage' },
  {
    package: /^preact($|\/)/,
    where: /^(widget\/(ui\/|admin\/|gallery\/|main\.tsx)|demo-host\/pages\/)/,
    why: 'preact lives in ui, admin and main',
  },
  {
    package: /^libphonenumber-js/,
    where: /^connectors\/gateway\/number-plans\.ts$/,
    why: 'the plans of every country are for the gateway and the commands: a browser is given those of thirteen',
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

function betweenRooms({ from, to }: Import): string[] {
  const room = roomOf(from)
  if (!room) return []
  const out: string[] = []
  for (const rule of onlyIn)
    if (rule.package.test(to) && !rule.where.test(from) && !isTest(from) && room !== 'e2e')
      out.push(`${from} imports ${to}: ${rule.why}`)
  const target = roomOf(to)
  if (!target || target === room || mayImport[room].includes(target)) return out
  const ofTests: readonly Room[] = [
    'connectors/fixtures',
    'connectors/conformance',
    'connectors/contract',
    'e2e',
    'demo-host',
  ]
  if (isTest(from) && ofTests.includes(target)) return out
  if (isTest(from) && target === 'connectors/catalog' && room === 'connectors/conformance') return out
  // The static demo's composition: the in-page source is the hub itself.
  if (from.startsWith('widget/source/local') && target === 'connectors/hub') return out
  // The gallery is development only: it shows the card over the sample people.
  if (from.startsWith('widget/gallery/')) return out
  return [...out, `${from} (${room}) imports ${to} (${target})`]
}

function betweenFloors({ from, to }: Import): string[] {
  return Object.entries(floors).flatMap(([folder, order]) => {
    const [here, there] = [floorOf(folder, from), floorOf(folder, to)]
    if (!here || !there || here === there || isTest(from)) return []
    const missing = [here, there].find((name) => !order.includes(name))
    if (missing) return [`${folder}/${missing} has no floor: list it in import-rules.test.ts`]
    return order.indexOf(there) < order.indexOf(here)
      ? []
      : [`${from} imports ${to}: in ${folder}, ${here} stands below ${there}`]
  })
}

/** `catalog/rest/paging.ts` belongs to `catalog/rest`. */
const systemOf = (path: string) => path.replace(/^connectors\/catalog\//, '').split(/[/.]/)[0]
function betweenSystems({ from, to }: Import): string[] {
  return roomOf(from) === 'connectors/catalog' &&
    roomOf(to) === 'connectors/catalog' &&
    !isTest(from) &&
    systemOf(from) !== systemOf(to)
    ? [`${from} imports ${to}: connectors never import each other`]
    : []
}
/**
 * Files that import each other, directly or through others, type imports included: each circle as its files,
 * sorted. Two files are on one circle when each reaches the other.
 */
function circles(imports: readonly Import[]): string[][] {
  const arrows = new Map<string, string[]>()
  for (const { from, to } of imports) arrows.set(from, [...(arrows.get(from) ?? []), to])
  const reach = new Map(
    [...arrows.keys()].map((start) => {
      const seen = new Set<string>()
      const left = [start]
      for (let file = left.pop(); file !== undefined; file = left.pop())
        for (const to of arrows.get(file) ?? [])
          if (!seen.has(to)) {
            seen.add(to)
            left.push(to)
          }
      return [start, seen] as const
    }),
  )
  const onCircle = [...arrows.keys()].filter((file) => reach.get(file)?.has(file)).sort()
  const withWhom = (file: string) =>
    onCircle.filter((other) => reach.get(file)?.has(other) && reach.get(other)?.has(file))
  return onCircle.map(withWhom).filter((circle, i) => circle[0] === onCircle[i])
}
const breaches = (imports: readonly Import[]): string[] =>
  imports.flatMap((one) => [...betweenRooms(one), ...betweenFloors(one), ...betweenSystems(one)])

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
    for (const room of [...rooms.filter((room) => room !== 'e2e'), ...Object.keys(floors)])
      expect(
        files.some((file) => file.startsWith(`${room}/`)),
        room,
      ).toBe(true)
  })
  it('finds no breach', () => expect(breaches(imports)).toEqual([]))
  it.each([
    [
      'a connector importing the hub',
      'connectors/catalog/rest/index.ts',
      "import x from '../../hub/index.ts'",
    ],
    [
      'a connector importing another',
      'connectors/catalog/rest/index.ts',
      "import sql from '../sql/index.ts'",
    ],
    ['the widget importing the gateway', 'widget/main.tsx', "import x from '../connectors/gateway/index.ts'"],
    [
      'the widget importing the hub',
      'widget/state/index.ts',
      "export * from '../../connectors/hub/index.ts'",
    ],
    ['the hub importing the widget, late', 'connectors/hub/hub.ts', "import('../../widget/state/index.ts')"],
    [
      'the contract importing the hub',
      'connectors/contract/index.ts',
      "import type { Hub } from '../hub/ports.ts'",
    ],
    ['the hub reaching for Node', 'connectors/hub/hub.ts', "import { readFileSync } from 'node:fs'"],
    ['card state painting', 'widget/state/index.ts', "import { h } from 'preact'"],
    [
      'the hub bringing the number plans of every country',
      'connectors/hub/identity/normalise/phone.ts',
      "import plans from 'libphonenumber-js/metadata.max'",
    ],
    ['a second place for idb', 'widget/state/index.ts', "import { openDB } from 'idb'"],
  ])('sees a planted breach: %s', (_name, file, text) =>
    expect(breaches(importsOf(file, text))).toHaveLength(1),
  )
  it('sees each floor of each room import the one above it', () => {
    for (const [folder, order] of Object.entries(floors))
      for (const [i, above] of order.entries()) {
        const below = order[i - 1]
        const file = (name: string) => (/\.tsx?$/.test(name) ? name : `${name}/planted.ts`)
        if (below && above !== 'testing')
          expect(
            breaches([{ from: `${folder}/${file(below)}`, to: `${folder}/${file(above)}` }]),
            `${folder}: ${below} importing ${above}`,
          ).toHaveLength(1)
      }
  })
  it('finds no circle of files', () => expect(circles(imports)).toEqual([]))
  it.each([
    [
      'two files that need each other',
      { 'a.ts': "import b from './b.ts'", 'b.ts': "import a from './a.ts'" },
    ],
    [
      'a type that comes back through a third file',
      {
        'a.ts': "import b from './b.ts'",
        'b.ts': "export * from './c.ts'",
        'c.ts': "import type { A } from './a.ts'",
      },
    ],
  ])('sees a planted circle: %s', (_name, texts) => {
    const planted = Object.entries(texts).flatMap(([file, text]) => importsOf(`widget/${file}`, text))
    expect(circles([...imports, ...planted])).toContainEqual(
      Object.keys(texts).map((file) => `widget/${file}`),
    )
  })
  it('sees a folder that has no floor', () =>
    expect(breaches([{ from: 'connectors/hub/utilities/x.ts', to: 'connectors/hub/ports.ts' }])).toHaveLength(
      1,
    ))

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
