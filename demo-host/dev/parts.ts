import type { DemoPart } from '../demo.ts'

/**
 * Which processes start again when this file of the project changes. None: it is Vite's to show, or nobody's.
 */
export function partsOf(file: string): readonly DemoPart[] {
  if (/^(connectors\/hub\/templates|demo-host\/fichas)\/.*\.json$/.test(file)) return ['gateway']
  if (!/\.ts$/.test(file) || /\.test\.ts$/.test(file)) return []
  if (/^demo-host\/(systems|people)\//.test(file)) return ['systems', 'gateway', 'host']
  if (/^demo-host\/host\//.test(file)) return ['host']
  if (/^(connectors|demo-host\/(connect|fichas|history))\/|^demo-host\/[^/]+\.ts$/.test(file))
    return ['gateway']
  return []
}
