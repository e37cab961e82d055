import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildPeer } from './contenders.ts'

// They borrow parts of the card and stand outside the type check: a renamed export is seen here.
it.each(['floor', 'react'] as const)(
  'the page that the card is measured against builds: %s',
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'ficha-peer-'))
    try {
      expect(readdirSync(await buildPeer(name, folder))).toContain('index.html')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
