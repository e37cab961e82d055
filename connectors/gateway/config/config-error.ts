/**
 * A configuration that cannot be used. Its message is every fault, one line each: `key: found what; write
 * what`.
 */
export class ConfigError extends Error {
  /** The lines of the message. */
  readonly faults: readonly string[]
  /** @param faults One line each. */
  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'ConfigError'
    this.faults = faults
  }
}
