import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import type { BuildManifest, CardPage, PageFile } from './page.ts'

const shrink = promisify(brotliCompress)
/** Scripts and styles shrink to a third; pictures and fonts are shrunk already. */
const text = /\.(js|css|svg|json|map)$/

/**
 * The card as `vite build` left it, and beside it the element for host pages. Files are read, and shrunk,
 * once: a build does not change under a running gateway.
 */
export function folderPage(folder: string, elements = join(folder, '../element')): CardPage {
  const cache = new Map<string, Promise<{ plain: Uint8Array; small: Uint8Array | undefined } | undefined>>()
  const take = async (file: string) => {
    const plain = await readFile(file)
    return { plain, small: text.test(file) ? await shrink(plain) : undefined }
  }
  const read = (file: string) => {
    const known = cache.get(file) ?? take(file).catch(() => undefined)
    // what is not there may be a stranger's guess: not worth remembering
    void known.then((found) => {
      if (!found) cache.delete(file)
    })
    cache.set(file, known)
    return known
  }
  const given = async (file: string, brotli: boolean): Promise<PageFile | undefined> => {
    const found = await read(file)
    return found && (brotli && found.small ? { body: found.small, encoding: 'br' } : { body: found.plain })
  }
  return {
    async html() {
      const found = await read(join(folder, 'index.html'))
      if (!found)
        throw new Error(
          `no card in ${folder}; run npm run build, or set card: to the folder that holds its index.html`,
        )
      return new TextDecoder().decode(found.plain)
    },
    async manifest() {
      const found = await read(join(folder, 'manifest.json'))
      return found && (JSON.parse(new TextDecoder().decode(found.plain)) as BuildManifest)
    },
    asset: (name, brotli) => given(join(folder, name), brotli),
    element: (name, brotli) => given(join(elements, name), brotli),
  }
}
