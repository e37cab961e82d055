import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, extname, join, normalize, sep } from 'node:path'
import type { Context } from 'hono'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
  '.json': 'application/json',
}

/** The folder with package.json, from wherever this runs (sources, or dist/node). */
export function projectRoot(): string {
  for (let at = import.meta.dirname; at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'package.json'))) return at
  return process.cwd()
}

/** One file of a built folder; nothing above it. Hashed names are kept for ever, the rest is asked again. */
export async function file(c: Context, folder: string, path: string): Promise<Response> {
  const full = normalize(join(folder, path))
  const type = types[extname(full)]
  if (!full.startsWith(folder + sep) || type === undefined) return c.text('No existe', 404)
  try {
    return c.body(await readFile(full), 200, {
      'content-type': type,
      'cache-control': /-[\w-]{8,}\.\w+$/.test(full) ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
  } catch {
    return c.text('No existe', 404)
  }
}

const escaped = (s: string) => s.replace(/[&<>"']/g, (ch) => `&#${ch.charCodeAt(0)};`)

/**
 * A page with its few holes filled: `%CARD%` is where the card is; `%HINTS%` the attributes that
 * `/bare?phone=…` asks for.
 */
export async function page(c: Context, folder: string, name: string, card: string): Promise<Response> {
  let html: string
  try {
    html = await readFile(join(folder, `${name}.html`), 'utf8')
  } catch {
    return c.text(`Falta ${name}.html en ${folder}: ejecuta npm run build`, 500)
  }
  const query = c.req.query()
  const names = [
    'phone',
    'mail',
    'order',
    'ticket',
    'loyalty',
    'visitor',
    'name',
    'channel',
    'motive',
    'place',
    'interaction',
    'lang',
    'theme',
    'layout',
    'template',
    'purpose',
  ]
  const given = names.filter((n) => query[n]).map((n) => `${n}="${escaped(query[n] as string)}"`)
  const role = query.role && /^[a-z]+$/.test(query.role) ? query.role : 'adviser'
  const hints = [
    ...(given.length > 0 ? given : ['phone="600 12 34 56"']),
    `token-url="/token?role=${role}"`,
  ].join(' ')
  return c.html(html.replaceAll('%CARD%', escaped(card)).replaceAll('data-hints', hints), 200, {
    'cache-control': 'no-store',
  })
}
