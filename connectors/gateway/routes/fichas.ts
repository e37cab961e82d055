import type { App } from './app.ts'
import type { Context } from './context.ts'
import type { publishedFichas } from '../fichas.ts'
export function fichaRoutes(_app: App, _context: Context, _fichas: ReturnType<typeof publishedFichas>): void {}
