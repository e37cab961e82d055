import type { Hono } from 'hono'

/** Hono, as router only. `id` names the request in the log and in problems. */
export type App = Hono<{ Bindings: { id: string } }>
