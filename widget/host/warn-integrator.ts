import type { HostProblem } from './host-problem.ts'

/**
 * Writes a problem of the host page to the console, for its integrator, and resolves with the text. If the
 * texts cannot be loaded, it writes the problem's code and details.
 */
export async function warnIntegrator(problem: HostProblem): Promise<string> {
  const message = await import('./host-problem.ts').then(
    ({ describeProblem }) => describeProblem(problem),
    () => problem.join(' '),
  )
  console.warn(`[ficha] ${message}`)
  return message
}
