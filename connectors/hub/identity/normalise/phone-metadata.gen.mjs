/**
 * Makes `phone-metadata.json`: the numbering plans of the countries we parse fully, without the writing formats
 * (we only read numbers). `node connectors/hub/identity/normalise/phone-metadata.gen.mjs` after an update of libphonenumber-js.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const countries = ['ES', 'PT', 'FR', 'DE', 'IT', 'GB', 'IE', 'US', 'MX', 'AR', 'BR', 'CO', 'AU']
const formats = 4
const all = JSON.parse(
  readFileSync(
    new URL('../../../../node_modules/libphonenumber-js/metadata.min.json', import.meta.url),
    'utf8',
  ),
)
const out = {}
for (const country of countries) {
  // code, dialling abroad, pattern, lengths, (formats), prefix, …, prefix when parsing, its transform
  const plan = all.countries[country].slice(0, 9)
  plan[formats] = 0
  while (plan.at(-1) === 0) plan.pop()
  out[country] = plan
}
writeFileSync(new URL('phone-metadata.json', import.meta.url), `${JSON.stringify(out)}\n`)
