import { type ForeignBlock, type ForeignTone, toDateTime } from '../../contract/index.ts'
import { linkOf, plainText } from './markdown.ts'

type Bag = Record<string, unknown>
const bag = (x: unknown): Bag | undefined =>
  x !== null && typeof x === 'object' && !Array.isArray(x) ? (x as Bag) : undefined
const str = (x: unknown, max: number): string | undefined =>
  typeof x === 'string' && x !== '' ? x.slice(0, max) : undefined

const textTones: Readonly<Record<string, ForeignTone>> = {
  NORMAL: 'normal',
  MUTED: 'muted',
  SUCCESS: 'good',
  WARNING: 'warn',
  ERROR: 'bad',
}
const badgeTones: Readonly<Record<string, ForeignTone>> = {
  GREY: 'muted',
  GREEN: 'good',
  YELLOW: 'warn',
  RED: 'bad',
  BLUE: 'normal',
}
const sizes: Readonly<Record<string, 's' | 'm' | 'l'>> = { S: 's', M: 'm', L: 'l' }
const pick = <T>(table: Readonly<Record<string, T>>, word: unknown, other: T): T =>
  typeof word === 'string' && Object.hasOwn(table, word) ? (table[word] as T) : other

/** A card with more components than this does not fit a sidebar. */
export const maxBlocks = 500

/**
 * A card's components as blocks of text and checked links. What only Plain has (workflow buttons, a user by
 * id) and what is unknown is left out.
 */
export function blocksOf(components: readonly unknown[]): ForeignBlock[] | undefined {
  let left = maxBlocks
  const walk = (list: unknown, depth: 'card' | 'box' | 'row'): ForeignBlock[] =>
    (Array.isArray(list) ? list : []).flatMap((each) => {
      if (left-- <= 0) return []
      const c = bag(each)
      return c ? component(c, depth, walk) : []
    })
  const blocks = walk(components, 'card')
  return left < 0 ? undefined : blocks
}

type Walk = (list: unknown, depth: 'box' | 'row') => ForeignBlock[]
/**
 * Each component is an object with one key. Rows contain no rows or boxes, and boxes no boxes: deeper nesting
 * is ignored.
 */
function component(c: Bag, depth: 'card' | 'box' | 'row', walk: Walk): ForeignBlock[] {
  const of = (name: string) => (Object.hasOwn(c, name) ? bag(c[name]) : undefined)
  let b: Bag | undefined
  if ((b = of('componentText'))) return markdown(b)
  if ((b = of('componentPlainText')))
    return text(
      str(b.plainText, 10_000),
      pick(textTones, b.plainTextColor, 'normal'),
      pick(sizes, b.plainTextSize, 'm'),
    )
  if ((b = of('componentBadge'))) {
    const label = str(b.badgeLabel, 500)
    return label ? [{ is: 'badge', text: label, tone: pick(badgeTones, b.badgeColor, 'muted') }] : []
  }
  if ((b = of('componentCopyButton'))) {
    const value = str(b.copyButtonValue, 1_000)
    return value ? [{ is: 'copy', value, label: str(b.copyButtonTooltipLabel, 500) }] : []
  }
  if ((b = of('componentLinkButton'))) return link(str(b.linkButtonLabel, 500), b.linkButtonUrl)
  if ((b = of('componentDateTime'))) {
    const at = toDateTime(b.dateTimeIso8601)
    return at ? [{ is: 'datetime', at }] : text(str(b.dateTimeIso8601, 100), 'normal', 'm')
  }
  if ((b = of('componentUser'))) return text(str(bag(b.userIdentifier)?.emailAddress, 320), 'muted', 'm')
  if (of('componentDivider')) return [{ is: 'divider' }]
  if (of('componentSpacer')) return [{ is: 'spacer' }]
  if (depth !== 'row' && (b = of('componentRow')))
    return [{ is: 'row', main: walk(b.rowMainContent, 'row'), aside: walk(b.rowAsideContent, 'row') }]
  if (depth === 'card' && (b = of('componentContainer')))
    return [{ is: 'box', content: walk(b.containerContent, 'box') }]
  return []
}

const text = (words: string | undefined, tone: ForeignTone, size: 's' | 'm' | 'l'): ForeignBlock[] =>
  words ? [{ is: 'text', text: words, tone, size }] : []
/** An unsafe link becomes its plain text. */
const link = (label: string | undefined, url: unknown): ForeignBlock[] => {
  const checked = linkOf(url)
  return label === undefined
    ? []
    : checked
      ? [{ is: 'link', label, url: checked }]
      : text(label, 'normal', 'm')
}

function markdown(b: Bag): ForeignBlock[] {
  const source = str(b.text, 10_000)
  if (!source) return []
  const { words, links } = plainText(source)
  // A text that is only one link becomes a link. Otherwise the text stays, and its links follow it.
  const alone = links.length === 1 && links[0]?.label === words.trim()
  return [
    ...(alone ? [] : text(words, pick(textTones, b.textColor, 'normal'), pick(sizes, b.textSize, 'm'))),
    ...links.map((l): ForeignBlock => ({ is: 'link', ...l })),
  ]
}
