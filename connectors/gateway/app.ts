import { Hono, type Context as Incoming } from 'hono'
import { type Agent, Refusal } from '../hub/ports.ts'
import type { Session } from './auth/session.ts'
import type { Context } from './context.ts'
import { isRefusal, problem, problemFrom } from './problem.ts'
import { parseBody } from './routes/body.ts'
import type { Access, AgentCall, Call, Route } from './routes/route.ts'
import { routes } from './routes.ts'

/**
 * Hono, as router only. `id` names the request in the log and in problems; `address` is the client's, where
 * it is known.
 */
type Env = { Bindings: { id: string; address?: string | undefined } }
export type App = Hono<Env>

/**
 * The router, with every row of the route table. Nothing else registers a route: what is not in the table is
 * not described.
 */
export function createApp(context: Context): App {
  const { telemetry } = context
  const app: App = new Hono()
  app.onError((e, c) => {
    if (isRefusal(e)) telemetry.count('ficha_refusals_total', { code: e.code })
    else telemetry.log({ log: 'failed', id: c.env.id, error: e.name, where: stackOf(e) })
    return problemFrom(e, c.env.id)
  })
  app.notFound(() => problem('not-found', 'no such route; /openapi.json lists them all'))
  for (const route of routes) app[route.method](route.path, (c) => answer(route, c, context))
  return app
}

/** Who is asking, whether they may, how often; then the handler. */
async function answer(route: Route, c: Incoming<Env>, context: Context): Promise<Response> {
  const request = c.req.raw
  const call: Call = {
    request,
    address: c.env.address,
    param: (name) => c.req.param(name) ?? '',
    query: (name) => c.req.query(name) ?? '',
    body: () => parseBody(request, bodyOf(route), route.maxBytes),
  }
  if (route.access === 'anyone') return route.handler(call, context)
  const session = await admitted(request, route, context)
  const { agent } = session
  const agentCall: AgentCall = {
    ...call,
    session,
    agent,
    async countDistinct(members) {
      if (route.distinct) await context.rates.countDistinct(agent, route.distinct, members)
    },
  }
  return route.handler(agentCall, context)
}

/** The bearer's session, once it is proved, counted and allowed here. */
async function admitted(request: Request, route: Route, context: Context): Promise<Session> {
  const session = await context.sessions.read(request)
  const { agent } = session
  await context.rates.count(agent, 'requestsPerMinute')
  if (route.rate) await context.rates.count(agent, route.rate)
  await refuseOthers(route.access, agent, context)
  return session
}

async function refuseOthers(access: Access, agent: Agent, context: Context): Promise<void> {
  if (access === 'editor' && !(await context.mayEdit(agent)))
    throw new Refusal(
      'forbidden',
      'no role of this agent may edit fichas; policy.roles.<role>.mayEdit says who may',
    )
  if (access === 'leader' && !(await context.isLeader(agent)))
    throw new Refusal(
      'forbidden',
      'no role of this agent has the purpose «quality»; policy.roles.<role>.purposes says who has',
    )
}

function bodyOf({ method, path, body }: Route) {
  if (!body) throw new Error(`${method} ${path} reads a body that its row in routes.ts does not declare`)
  return body
}

/** Where it failed, without what it said: a message may hold what a customer or a system wrote. */
const stackOf = (e: Error): string =>
  (e.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 4)
    .map((line) => line.trim())
    .join(' < ')
