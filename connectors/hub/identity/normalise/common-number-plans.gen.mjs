/**
 * Makes `common-number-plans.json`: the numbering plans of the countries that are read in a browser, without
 * the writing formats (we only read numbers). `node
 * connectors/hub/identity/normalise/common-number-plans.gen.mjs` after an update of libphonenumber-js.
 */
import { readFileSync, writeFileSync } from 'node:fs'

/** How the numbers of mobiles begin. The whole patterns would double the bytes. */
const mobiles = {
  ES: '[67]',
  PT: '9|6[01356]',
  FR: '[67]',
  DE: '1[567]',
  IT: '3|43',
  GB: '7[1-57-9]',
  IE: '8',
  US: '[2-9]',
  MX: '\\d',
  AR: '9|675',
  BR: '\\d\\d[79]',
  CO: '3|940',
  AU: '4',
}
const [formats, kinds] = [4, 11]
const all = JSON.parse(
  readFileSync(
    new URL('../../../../node_modules/libphonenumber-js/metadata.min.json', import.meta.url),
    'utf8',
  ),
)
const countries = {}
const codes = {}
for (const [country, mobile] of Object.entries(mobiles)) {
  const plan = all.countries[country].slice(0, 9)
  plan[formats] = 0
  while (plan.length < kinds) plan.push(0)
  plan.push([0, [`(?:${mobile})\\d+`]])
  countries[country] = plan
  codes[plan[0]] = [country]
}
writeFileSync(
  new URL('common-number-plans.json', import.meta.url),
  `${JSON.stringify({ country_calling_codes: codes, countries })}\n`,
)
