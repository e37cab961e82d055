import * as v from 'valibot'
import { Refusal } from '../../hub/ports.ts'

/** Bytes of a body, where the route does not say otherwise. */
export const defaultMaxBytes = 65_536
const maxDepth = 32
/** A body that arrives byte by byte would otherwise hold its connection for as long as the client likes. */
const timeoutMs = 15_000
const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * The JSON body of a request: capped while it streams in, then parsed, then checked against the schema.
 * Refuses `too-large` or `bad-request`. The message names the place and what was expected, and never repeats
 * what was sent.
 */
export async function parseBody<S extends v.GenericSchema>(
  request: Request,
  schema: S,
  maxBytes = defaultMaxBytes,
): Promise<v.InferOutput<S>> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? ''))
    throw new Refusal('bad-request', 'the body must be application/json')
  const text = await readCapped(request, maxBytes)
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Refusal('bad-request', 'the body is not JSON')
  }
  checkShape(parsed, 0)
  if (Array.isArray(parsed)) throw new Refusal('bad-request', 'body: expected an object')
  const result = v.safeParse(strict(schema), parsed)
  if (!result.success)
    throw new Refusal('bad-request', result.issues.slice(0, 5).map(describeIssue).join('; '))
  return result.output as v.InferOutput<S>
}

async function readCapped(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () => new Refusal('too-large', `the body may hold ${maxBytes} bytes at most; send less`)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  if (!request.body) throw new Refusal('bad-request', 'the body is empty; send JSON')
  const reader = request.body.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let size = 0
  let text = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new Refusal(
          'bad-request',
          `the body was not complete within ${timeoutMs / 1000} s; send it in one piece`,
        ),
      )
      void reader.cancel().catch(() => {})
    }, timeoutMs)
  })
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late])
      if (done) return text + decoder.decode()
      size += value.byteLength
      if (size > maxBytes) {
        void reader.cancel().catch(() => {})
        throw tooLarge()
      }
      text += decoder.decode(value, { stream: true })
    }
  } catch (e) {
    throw e instanceof TypeError ? new Refusal('bad-request', 'the body is not UTF-8, or broke off') : e
  } finally {
    clearTimeout(timer)
  }
}

function checkShape(value: unknown, depth: number): void {
  if (value === null || typeof value !== 'object') return
  if (depth > maxDepth) throw new Refusal('bad-request', `the body is nested deeper than ${maxDepth} levels`)
  for (const key of Object.keys(value)) {
    if (forbidden.has(key))
      throw new Refusal(
        'bad-request',
        'the body holds a key that no request has (__proto__, constructor or prototype)',
      )
    checkShape((value as Record<string, unknown>)[key], depth + 1)
  }
}

/** An unknown key is an error: `hint` for `hints` would otherwise find nobody, without a reason given. */
const strict = (schema: v.GenericSchema): v.GenericSchema => {
  const object = schema as unknown as { type: string; entries?: v.ObjectEntries; pipe?: unknown }
  return object.type === 'object' && object.entries && !object.pipe ? v.strictObject(object.entries) : schema
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const place =
    issue.path
      ?.map((p) =>
        typeof p.key === 'number' ? p.key : /^[\w-]{1,40}$/.test(String(p.key)) ? String(p.key) : '?',
      )
      .join('.') || 'body'
  if (issue.expected === 'never') return `${place}: no such key`
  return `${place}: expected ${describeBound(issue) ?? issue.expected ?? issue.requirement ?? 'something else'}`
}

/** A bound with its unit, because valibot's `>=3` does not say of what. */
function describeBound({ type, requirement, input }: v.BaseIssue<unknown>): string | undefined {
  const bound = /^(min|max)_(length|value)$/.exec(type)
  if (!bound || typeof requirement !== 'number') return undefined
  const [, end, of] = bound
  const unit = of === 'value' ? '' : Array.isArray(input) ? ' entries' : ' characters'
  const found = of === 'value' ? undefined : (input as { length?: number }).length
  return `${requirement}${unit} at ${end === 'min' ? 'least' : 'most'}${found === undefined ? '' : `, found ${found}`}`
}
