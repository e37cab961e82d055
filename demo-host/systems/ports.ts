/** Where everything of the demo listens, told from the address people open. */
export const systemIds = ['shop', 'desk', 'till', 'subs', 'survey', 'web', 'phone'] as const
export type SystemId = (typeof systemIds)[number]
export const isSystemId = (x: unknown): x is SystemId => (systemIds as readonly unknown[]).includes(x)

export const portOf = (base: number, system: SystemId): number => base + 10 + systemIds.indexOf(system)
export const gatewayPort = (base: number): number => base + 1
/**
 * Where the host's and the gateway's own process listen: at the address people open, or behind the dev server
 * there.
 */
export const listenPort = (
  base: number,
  part: 'host' | 'gateway',
  serves: string | undefined = process.env.DEMO_SERVES,
): number => (part === 'host' ? base : gatewayPort(base)) + (serves === 'source' ? 2 : 0)
export const controlPort = (base: number): number => base + 9
export const originOf = (base: number, system: SystemId): string => `http://127.0.0.1:${portOf(base, system)}`
/** The address people open; `PORT` sets it. */
export function basePort(): number {
  const text = process.env.PORT ?? '4173'
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1024 || port > 65_000)
    throw new Error(`PORT is "${text}"; write a whole number between 1024 and 65000`)
  return port
}
