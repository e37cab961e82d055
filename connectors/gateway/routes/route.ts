import type { GenericSchema, InferOutput } from 'valibot'
import type { Agent } from '../../hub/ports.ts'
import type { Session } from '../auth/session.ts'
import type { Context } from '../context.ts'
import type { AgentLimit } from '../rates.ts'
import type { Json } from './json-schema.ts'

/**
 * One request, as a handler sees it. Its body is read only when asked for, so that a refusal comes before it.
 */
export interface Call<Body extends GenericSchema = GenericSchema> {
  request: Request
  /** The client's address, where the runtime knows it. */
  address: string | undefined
  /** A named part of the path; empty when the path has none of that name. */
  param(name: string): string
  /** A query parameter; empty when it was not given. */
  query(name: string): string
  /** The JSON body, checked against the route's schema. Refuses `bad-request` or `too-large`. */
  body(): Promise<InferOutput<Body>>
}

/** A request whose bearer is known, may call this route and has been counted against the agent's rates. */
export interface AgentCall<Body extends GenericSchema = GenericSchema> extends Call<Body> {
  agent: Agent
  session: Session
  /** Refuses `too-many` when `members` would be too many distinct ones, by the route's `distinct` limit. */
  countDistinct(members: readonly string[]): Promise<void>
}

/**
 * Who may call: anyone; an agent with a session; an agent who may edit fichas; an agent who leads (purpose
 * `quality`).
 */
export type Access = 'anyone' | 'agent' | 'editor' | 'leader'
export type RateLimit = Extract<AgentLimit, `${string}PerMinute`>
export type DistinctLimit = Extract<AgentLimit, `${string}Per10Minutes`>

interface Description<Body extends GenericSchema> {
  method: 'get' | 'post' | 'put'
  /**
   * Where the router finds it: `/assets/:name{[a-z]+}`. Up to its first parameter it is also the name in
   * metrics, logs and spans.
   */
  path: string
  /** One sentence for the OpenAPI description. */
  summary: string
  /** Query parameters, each with its JSON Schema. */
  query?: Readonly<Record<string, Json>> | undefined
  /** What the body is checked against. */
  body?: Body | undefined
  /** What the description says of the body, where the handler checks more than `body` does. */
  describedBody?: GenericSchema | undefined
  /** Bytes of the body at most; default 65,536. */
  maxBytes?: number | undefined
  /** A limit of its own for a call that costs more than most, beside `requestsPerMinute`. */
  rate?: RateLimit | undefined
  /** What one client address may cause, counted by the handler. */
  perAddress?: 'refusalsPerMinute' | undefined
  /** The limit the handler counts with `countDistinct`. */
  distinct?: DistinctLimit | undefined
  /** The JSON Schema of the answer, or what kind of answer it is. */
  answer: Json | 'stream' | 'page' | 'metrics' | 'file' | 'nothing'
}
type Answer = Response | Promise<Response>
type Row<Body extends GenericSchema> = Description<Body> &
  (
    | { access: 'anyone'; handler(call: Call<Body>, context: Context): Answer }
    | {
        access: Exclude<Access, 'anyone'>
        handler(call: AgentCall<Body>, context: Context): Answer
      }
  )
/** One row of the route table. */
export type Route = Row<GenericSchema>

/** Types a row: the handler takes what the row's schema lets through. */
export const route = <Body extends GenericSchema>(row: Row<Body>): Route => row as unknown as Route
