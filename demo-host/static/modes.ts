/** How a system may behave here: what a network can do without a network. */
export const modes = ['ok', 'slow', 'down', 'garbage', 'limited', 'error', 'hang'] as const
export type Mode = (typeof modes)[number]
export const isMode = (x: unknown): x is Mode => (modes as readonly unknown[]).includes(x)
