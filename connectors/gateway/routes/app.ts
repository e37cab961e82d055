import type { Hono } from 'hono'

/** Hono, as router only. `id` names the request in the log and in problems; `address` is the client's, where it is known. */
export type App = Hono<{ Bindings: { id: string; address?: string | undefined } }>
