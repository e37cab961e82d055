import type { Wrong } from './wrong.ts'

/**
 * Says in the console what is wrong, and resolves with it. Should its words not come, what it is about still
 * does.
 */
export async function complain(wrong: Wrong): Promise<string> {
  const words = await import('./wrong.ts').then(
    ({ say }) => say(wrong),
    () => wrong.join(' '),
  )
  console.warn(`[ficha] ${words}`)
  return words
}
