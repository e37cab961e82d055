import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CardPage } from './page.ts'

/** The card as `vite build` left it. Files are read once: a build does not change under a running gateway. */
export function folderPage(folder: string): CardPage {
  const kept = new Map<string, Promise<Uint8Array | undefined>>()
  const read = (name: string): Promise<Uint8Array | undefined> => {
    const known = kept.get(name) ?? readFile(join(folder, name)).catch(() => undefined)
    // what is not there may be a stranger's guess: not worth remembering
    void known.then((found) => { if (!found) kept.delete(name) })
    kept.set(name, known)
    return known
  }
  return {
    async html() {
      const found = await read('index.html')
      if (!found) throw new Error(`no card in ${folder}; run npm run build, or set card: to the folder that holds its index.html`)
      return new TextDecoder().decode(found)
    },
    async asset(name) {
      const found = await read(name)
      return found && { body: found }
    },
  }
}
