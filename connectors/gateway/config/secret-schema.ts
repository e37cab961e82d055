import * as v from 'valibot'
import type { GatewayConfig } from './config.ts'
import { isRecord, part } from './faults.ts'
import { isName, type Surroundings } from './values.ts'

type Secret = NonNullable<GatewayConfig['secret']>

/**
 * The name of an environment variable that has a value. What stands in its place may be a secret: it is never
 * told.
 */
export const secretName = ({ secrets }: Surroundings) =>
  v.pipe(
    v.custom<string>(
      isName,
      'found nothing; write the NAME of an environment variable in capitals, never the secret itself',
    ),
    v.check((name) => !!secrets(name), noValue),
  )
export const noValue = ({ input }: { input: unknown }): string =>
  `found no value for ${String(input)}; write ${String(input)}=… in the environment of the gateway`

export function ownSecret(around: Surroundings): v.GenericSchema<unknown, Secret> {
  const lengthOf = (name: string) => around.secrets(name)?.length ?? 0
  const long = v.check<string, v.ErrorMessage<v.CheckIssue<string>>>(
    (name) => lengthOf(name) === 0 || lengthOf(name) >= 32,
    ({ input }) =>
      `found a secret of ${lengthOf(input)} characters in ${input}; write one of 32 or more (openssl rand -base64 32)`,
  )
  const schema = part<Secret>(
    { name: v.pipe(secretName(around), long), before: v.optional(secretName(around)) },
    {
      instead: "{ name: 'FICHA_SECRET' } and set that variable (openssl rand -base64 32)",
      keys: 'name or before',
    },
  )
  // what stands there as a text may be the secret itself
  return v.lazy((x) =>
    x === undefined || isRecord(x)
      ? schema
      : v.pipe(
          v.unknown(),
          v.transform(() => ({})),
          schema,
        ),
  )
}
