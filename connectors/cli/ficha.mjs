#!/usr/bin/env node
import { existsSync } from 'node:fs'

// Built: the compiled command. From the repository, right after installing: the source itself, through jiti.
const built = new URL('../../dist/node/ficha.js', import.meta.url)
const { main } = existsSync(built) ? await import(built.href) : await (await import('jiti')).createJiti(import.meta.url).import('./ficha.ts')
await main()
