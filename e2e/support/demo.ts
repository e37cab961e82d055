import { join } from 'node:path'
import type { DemoOptions, Demo as Running } from '../../demo-host/demo.ts'
import { onFreePorts } from './ports.ts'

/** `sample` or `real`: the sentences are the same, the systems behind the card are not. */
export const systems = process.env.FICHA_SYSTEMS === 'real' ? 'real' : 'sample'
export type Demo = Running

/** The built demo, as `npm start` runs it, on ports of its own. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const { startDemo: start } = (await import(join(import.meta.dirname, '../../dist/node/demo.js'))) as {
    startDemo: (o: DemoOptions) => Promise<Demo>
  }
  return onFreePorts(24, (port) =>
    start({
      port,
      quiet: true,
      ...(systems === 'real' && { real: true }),
      ...options,
      env: { DEMO_PATIENCE: '120000', ...options.env },
    }),
  )
}

/** Waits until `ask` says something true; the last answer is in the error. */
export async function until<T>(what: string, ask: () => Promise<T>, seconds = 60): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1_000
  for (;;) {
    const answer = await ask()
    if (answer) return answer as NonNullable<T>
    if (Date.now() > end) throw new Error(`waited ${seconds} s for: ${what}`)
    await new Promise((r) => setTimeout(r, 50))
  }
}

/** A gateway session of a role, straight over HTTP. */
export async function session(demo: Demo, role: Parameters<Demo['token']>[0] = 'adviser', agent?: string) {
  const answer = await fetch(`${demo.gatewayUrl}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hostToken: await demo.token(role, agent) }),
  })
  if (!answer.ok) throw new Error(`session: ${answer.status} ${await answer.text()}`)
  const { token } = (await answer.json()) as { token: string }
  const post = (path: string, body: unknown, signal?: AbortSignal) =>
    fetch(`${demo.gatewayUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    })
  const events = async (path: string, body: unknown) => {
    const stream = await post(path, body)
    if (!stream.ok) throw new Error(`${path}: ${stream.status} ${await stream.text()}`)
    return (await stream.text())
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown> & { event: string })
  }
  return { token, post, events }
}
