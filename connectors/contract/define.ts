import type { Connector, ConnectorFactory } from './connector.ts'
import type { StandardSchema } from './standard-schema.ts'

/**
 * Wrong options: one line per mistake, saying which key, what was expected, what stood there. Raised when the
 * connector is made, not when it is asked.
 */
export class OptionsError extends Error {
  readonly issues: readonly string[]
  constructor(connector: string, issues: readonly string[]) {
    super(
      `${connector}: ${issues.length === 1 ? issues[0] : `${issues.length} options are wrong:\n  ${issues.join('\n  ')}`}`,
    )
    this.name = 'OptionsError'
    this.issues = issues
  }
}

/**
 * A connector module's default export: checks its options before making anything, and shows their schema to
 * forms.
 */
export function defineConnector<Options, Input = unknown>(
  name: string,
  options: StandardSchema<Input, Options>,
  make: (options: Options) => Connector,
): ConnectorFactory<unknown extends Input ? Options : Input, Options> {
  const factory = (given: unknown): Connector => {
    const result = options['~standard'].validate(given)
    if (result instanceof Promise) throw new TypeError(`${name}: the options' schema must answer at once`)
    if (result.issues)
      throw new OptionsError(
        name,
        result.issues
          .map(furthest)
          .map((issue) => `${pathOf(issue.path)}: ${inConfigurationWords(issue.message)}`),
      )
    return make(result.value)
  }
  return Object.assign(factory, { options })
}

interface Issue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
  readonly issues?: readonly Issue[] | undefined
}
/**
 * Where several forms are allowed and none fits, the one that matched furthest gives the error. Validators
 * that report on the forms put them in `issues`.
 */
function furthest(issue: Issue): Issue {
  const inner = (issue.issues ?? []).map(furthest).filter((one) => one.path?.length)
  const [best] = inner.sort((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))
  return best ? { message: best.message, path: [...(issue.path ?? []), ...(best.path ?? [])] } : issue
}

/**
 * A validator's own message, rewritten for a configuration: what was found, what to write. A message written
 * by an author stays as it is.
 */
function inConfigurationWords(message: string): string {
  const [, what, expected, received] = /^Invalid (\w+): Expected (.+) but received (.+)$/s.exec(message) ?? []
  if (!expected || !received) return message
  if (expected === 'never') return 'found a key that does not exist; correct how it is spelt, or leave it out'
  if (what === 'key') return 'found nothing; write it'
  return `found ${received === 'undefined' ? 'nothing' : what === 'length' ? `a length of ${received}` : received}; write ${expected === 'Object' ? 'an object: { … }' : expected === 'Array' ? 'a list: [ … ]' : expected}`
}

const pathOf = (path: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined): string =>
  path?.length ? path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.') : 'options'
