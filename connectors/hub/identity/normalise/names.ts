import type { PersonName } from '../../../contract/index.ts'
import { isNothing } from '../../../contract/nothing.ts'
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
  'sr sra srta senor senora don dona dna dn d da dr dra mr mrs ms miss mister herr frau mme monsieur madame prof ing lic arq sir excmo exma ilmo'.split(
    ' ',
  ),
)
/** Degrees behind a name: `Ana Ruiz, PhD`. */
const degrees = new Set('phd md mba msc bsc dds esq cpa rn jd llm llb mph'.split(' '))
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
  /^(clientes?|customer|client|guest|invitado|anonimo|anonymous|test|prueba|walk ?in( customer)?|contado|mostrador|varios|consumidor final|publico( (en )?general)?|sin nombre|no name|n ?a|none|null|x+|tpv|caja|default|tienda|clientes? (varios|(de )?contado|final|generico|mostrador|anonimo|web|ocasional|desconocido|avulso|balcao|nao identificado)|ventas? (contado|mostrador|rapida|al publico)|sales counter|(cash|pos|online|web|retail|guest|amazon|default|deleted|facebook|test) (customer|sale|user|visitor)s?|visitor|user|visitante|usuario( eliminado)?|(?<twice>test|prueba|teste|null|undefined|none) \k<twice>|asdf\w*|qwerty|a{3,}|(first|nombre)( ?name)? (last( ?name)?|apellidos?)|fulano( de tal)?|\w+ mustermann|kunde|laufkunde|barverkauf|client (comptoir|divers|de passage)|inconnu|unbekannt|unknown (caller|customer))( \d+)?$/

const words = (text: string): string[] =>
  fold(text)
    .replace(/\b([md])\.?a\b\.?/g, (_, c: string) => (c === 'm' ? 'maria' : 'da'))
    .replace(/['’`´]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((w) => w !== '')

/** A name that stands for no one: "Cliente contado", "walk-in", "test". */
export function isNobody(text: string): boolean {
  const said = words(text).join(' ')
  return nobody.test(said) || (said !== '' && isNothing(said, 'name'))
}

/** What a table says of a word; `constructor` is a word like any other. */
const inTable = (table: Readonly<Record<string, string>>, word: string | undefined): string | undefined =>
  word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined

interface Tokens {
  list: string[]
  /** The same with particles written onto the word behind them (`alhassan`, `delacruz`); absent without any. */
  joined?: string[]
  suffix: string
}

function tokens(text: string, role: 'given' | 'family' | 'full'): Tokens {
  const all = words(text)
  let suffix = ''
  for (let last = all.at(-1) as string; all.length > 1; last = all.at(-1) as string) {
    const found = inTable(suffixes, last)
    if (found === undefined && !(all.length > 2 && degrees.has(last))) break
    suffix = found ?? suffix
    all.pop()
  }
  // «Don» before a name in its own right is a title, and else a name
  const isTitle = (w: string) =>
    titles.has(w) && (w !== 'don' || role !== 'full' || isGiven(all[1] as string))
  while (all.length > 1 && isTitle(all[0] as string)) all.shift()
  const list: string[] = []
  const joined: string[] = []
  let before = ''
  all.forEach((w, i) => {
    // what stands last is the surname itself: Minh Le, Ana Das
    if (
      particles.has(w) &&
      i < all.length - 1 &&
      !(i === 0 && w.length > 2 && role !== 'family' && isGiven(w))
    ) {
      before += w
      return
    }
    const full =
      (role === 'family'
        ? inTable(short, w)
        : (inTable(givenShort, w) ?? (role === 'full' ? inTable(short, w) : undefined))) ?? w
    if (full !== '') {
      list.push(full)
      joined.push(before === 'y' || before === 'i' || before === 'e' ? full : before + full)
    }
    before = ''
  })
  if (list.length === 0) return { list: all, suffix }
  return joined.some((w, i) => w !== list[i]) ? { list, joined, suffix } : { list, suffix }
}

/** Nothing that was decoded wrongly is a name: it is not compared, and nothing is learnt of it. */
export const isMojibake = (text: string): boolean =>
  /\ufffd|[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]|\u00e2\u20ac/.test(text)

/**
 * Reads a name from its parts, or cuts a whole one every way it may be meant. Null for nobody's names and for
 * empty ones.
 */
export function parseName(name: PersonName): Name | null {
  const said = name.given || name.family ? `${name.given ?? ''} ${name.family ?? ''}` : name.full
  if (isMojibake(said) || isNobody(said) || words(said).length === 0) return null
  if (name.given?.trim() && name.family?.trim()) {
    const given = tokens(name.given, 'given')
    const family = tokens(name.family, 'family')
    return {
      cuts: withJoined(given, family),
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
  const isAfter = (w: string) => inTable(suffixes, w) !== undefined || degrees.has(w)
  if (comma > 0 && words(said.slice(comma)).some((w) => !isAfter(w))) {
    const family = tokens(said.slice(0, comma), 'family')
    const given = tokens(said.slice(comma + 1), 'given')
    return {
      cuts: withJoined(given, family),
      suffix: given.suffix || family.suffix,
      text: words(said).join(' '),
    }
  }
  const all = tokens(said, 'full')
  return {
    cuts: all.joined ? [...cuts(all.list), ...cuts(all.joined).slice(0, 2)] : cuts(all.list),
    suffix: all.suffix,
    text: words(said).join(' '),
  }
}

/** Given names and surnames in boxes of their own. «De la Cruz» and «Delacruz» are one: both cuts are there. */
const withJoined = (given: Tokens, family: Tokens): Cut[] => [
  { given: given.list, family: family.list, cost: 0 },
  ...(family.joined ? [{ given: given.list, family: family.joined, cost: 0 }] : []),
]

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
