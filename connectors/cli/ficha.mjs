#!/usr/bin/env node
import { existsSync, readdirSync, statSync } from 'node:fs'

// Built: the compiled command. From the repository, before a build or after a change: the source itself,
// through jiti.
const built = new URL('../../dist/node/ficha.js', import.meta.url)
const changed = (folder) => {
  const at = new URL(folder, import.meta.url)
  return existsSync(at)
    ? readdirSync(at, { recursive: true })
        .filter((f) => /\.(ts|json)$/.test(f))
        .map((f) => statSync(new URL(f, at)).mtimeMs)
    : []
}
const fresh =
  existsSync(built) &&
  statSync(built).mtimeMs >=
    Math.max(0, ...changed('./'), ...changed('../hub/identity/'), ...changed('../hub/templates/'))
const { main } = fresh
  ? await import(built.href)
  : await (await import('jiti')).createJiti(import.meta.url).import('./ficha.ts')
await main()
