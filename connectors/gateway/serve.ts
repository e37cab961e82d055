import { startGateway } from './node.ts'

/**
 * The gateway as a process. What is wrong with the configuration goes to stderr, one line each, and it does
 * not start.
 */
export async function serve(file = 'ficha.config.ts'): Promise<void> {
  try {
    await startGateway(file)
  } catch (e) {
    process.stderr.write(`${e instanceof Error ? e.message : String(e)}\n`)
    process.exit(1)
  }
}
