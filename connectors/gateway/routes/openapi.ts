import type { App } from './app.ts'
export function openapiRoutes(_app: App): void {}
