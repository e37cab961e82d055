/**
 * Names of the environment variables that hold each sample system's secret; the gateway reads the same names.
 */
export const secretNames = {
  shop: 'DEMO_SHOP_TOKEN',
  desk: 'DEMO_DESK_PASSWORD',
  till: 'DEMO_TILL_TOKEN',
  subs: 'DEMO_SUBS_TOKEN',
  signing: 'DEMO_SUBS_SIGNING',
  survey: 'DEMO_SURVEY_KEY',
  web: 'DEMO_WEB_TOKEN',
  phone: 'DEMO_PHONE_KEY',
} as const
export type SecretName = keyof typeof secretNames

export function secret(name: SecretName): string {
  const value = process.env[secretNames[name]]
  if (!value)
    throw new Error(
      `${secretNames[name]} is not set: start the demo with \`npm start\`, which makes one up for each run`,
    )
  return value
}
