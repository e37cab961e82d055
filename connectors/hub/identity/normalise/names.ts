import type { PersonName } from '../../../contract/index.ts'
import { fold } from './fold.ts'
import { familyNames, isGiven } from './nicknames.ts'

/**
 * One way of cutting a name into given names and surnames; `cost` in bits for cuts less likely than the
 * first.
 */
export interface Cut {
  given: readonly string[]
  family: readonly string[]
  cost: number
}
export interface Name {
  cuts: readonly Cut[]
  /** `jr`, `sr`, `iii`: tells father from son. */
  suffix: string
  text: string
}

const particles = new Set(
  'de del la las los y i e da do dos das di du van von der den ten ter le el al bin ibn bint zu af av'.split(
    ' ',
  ),
)
const titles = new Set(
  'sr sra srta don dona d da dr dra mr mrs ms miss mister prof ing lic sir lady excmo ilmo'.split(' '),
)
const suffixes: Record<string, string> = {
  jr: 'jr',
  junior: 'jr',
  hijo: 'jr',
  hija: 'jr',
  filho: 'jr',
  neto: 'iii',
  ii: 'ii',
  iii: 'iii',
  iv: 'iv',
  senior: 'sr',
  sr: 'sr',
  padre: 'sr',
  pai: 'sr',
  madre: 'sr',
}
const short: Record<string, string> = {
  fdez: 'fernandez',
  fernand: 'fernandez',
  gcia: 'garcia',
  rguez: 'rodriguez',
  rdguez: 'rodriguez',
  mtnez: 'martinez',
  mtez: 'martinez',
  hdez: 'hernandez',
  glez: 'gonzalez',
  gzlez: 'gonzalez',
  gonz: 'gonzalez',
  lpz: 'lopez',
  prz: 'perez',
  schez: 'sanchez',
  shez: 'sanchez',
  dguez: 'dominguez',
  jmnez: 'jimenez',
  alvz: 'alvarez',
  vzquez: 'vazquez',
}
const givenShort: Record<string, string> = {
  ma: 'maria',
  fco: 'francisco',
  fca: 'francisca',
  jse: 'jose',
  ant: 'antonio',
  mnel: 'manuel',
  jn: 'juan',
  mlle: '',
}
/** Names of nobody: shops write them where a name is required. */
const nobody =
  /^(cliente|clientes|customer|client|guest|invitado|anonimo|anonymous|unknown|desconocido|test|prueba|walk ?in( customer)?|contado|mostrador|varios|consumidor final|publico( general| en general)?|sin (nombre|datos)|no (name|tiene)|n ?a|none|null|undefined|x+|tpv|caja|default|tienda|clientes? (varios|contado|final|generico|mostrador|anonimo|web)|venta (contado|mostrador)|sales counter|default customer|(cash|pos|online|web|retail) (customer|sale)s?)( \d+)?$/

const words = (text: string): string[] =>
  fold(text)
    .replace(/\b([a-z])\.?a\b\.?/g, (all, c: string) => (c === 'm' ? 'maria' : all))
    .replace(/['’`´]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((w) => w !== '')

/** A name that stands for no one: "Cliente contado", "walk-in", "test". */
export const isNobody = (text: string): boolean => nobody.test(words(text).join(' '))

function tokens(text: string, role: 'given' | 'family' | 'full'): { list: string[]; suffix: string } {
  const all = words(text)
  let suffix = ''
  while (all.length > 1 && suffixes[all.at(-1) as string]) suffix = suffixes[all.pop() as string] as string
  while (all.length > 1 && titles.has(all[0] as string)) all.shift()
  const list = all
    .filter(
      (w, i) =>
        all.length === 1 || !particles.has(w) || (i === 0 && w.length > 2 && role !== 'family' && isGiven(w)),
    )
    .map(
      (w) =>
        (role === 'family' ? short[w] : (givenShort[w] ?? (role === 'full' ? short[w] : undefined))) ?? w,
    )
    .filter((w) => w !== '')
  return { list: list.length > 0 ? list : all, suffix }
}

/**
 * Reads a name from its parts, or cuts a whole one every way it may be meant. Null for nobody's names and for
 * empty ones.
 */
export function parseName(name: PersonName): Name | null {
  const said = name.given || name.family ? `${name.given ?? ''} ${name.family ?? ''}` : name.full
  if (isNobody(said) || words(said).length === 0) return null
  if (name.given?.trim() && name.family?.trim()) {
    const given = tokens(name.given, 'given')
    const family = tokens(name.family, 'family')
    return {
      cuts: [{ given: given.list, family: family.list, cost: 0 }],
      suffix: family.suffix || given.suffix,
      text: words(said).join(' '),
    }
  }
  if (name.given?.trim() || name.family?.trim()) {
    const one = tokens(said, name.family ? 'family' : 'given')
    // a single box with several words was meant for the whole name as often as not
    if (!name.given?.trim() === false && one.list.length > 1 && !name.full?.trim().includes(',')) {
      return {
        cuts: [{ given: one.list, family: [], cost: 0 }, ...cuts(one.list)],
        suffix: one.suffix,
        text: words(said).join(' '),
      }
    }
    return {
      cuts: [
        name.family ? { given: [], family: one.list, cost: 0 } : { given: one.list, family: [], cost: 0 },
      ],
      suffix: one.suffix,
      text: words(said).join(' '),
    }
  }
  const comma = said.indexOf(',')
  if (comma > 0 && words(said.slice(comma)).some((w) => !suffixes[w])) {
    const family = tokens(said.slice(0, comma), 'family')
    const given = tokens(said.slice(comma + 1), 'given')
    return {
      cuts: [{ given: given.list, family: family.list, cost: 0 }],
      suffix: given.suffix || family.suffix,
      text: words(said).join(' '),
    }
  }
  const all = tokens(said, 'full')
  return { cuts: cuts(all.list), suffix: all.suffix, text: words(said).join(' ') }
}

/**
 * Likely cuts of words in a row: the best first. Spanish and Portuguese names may carry two given names and
 * two surnames.
 */
function cuts(list: readonly string[]): Cut[] {
  const n = list.length
  if (n === 1)
    return isGiven(list[0] as string) && !familyNames.has(list[0] as string)
      ? [{ given: list, family: [], cost: 0 }]
      : [
          { given: [], family: list, cost: 0 },
          { given: list, family: [], cost: 0 },
        ]
  const out: Cut[] = []
  let best = 1
  while (
    best < n - 1 &&
    best < 3 &&
    isGiven(list[best] as string) &&
    (!familyNames.has(list[best] as string) || n - best > 2)
  )
    best++
  for (let at = 1; at < n; at++)
    out.push({ given: list.slice(0, at), family: list.slice(at), cost: at === best ? 0 : 0.5 })
  // surnames first, as archives write
  const reversed = isGiven(list[n - 1] as string) && !isGiven(list[0] as string)
  const unlikely = isGiven(list[0] as string) ? 8 : 3
  for (let at = 1; at < n; at++)
    out.push({
      given: list.slice(at),
      family: list.slice(0, at),
      cost: reversed && n - at === (n > 3 ? 2 : 1) ? 0 : reversed ? 1 : unlikely,
    })
  out.sort((a, b) => a.cost - b.cost)
  return out.slice(0, 6)
}
