import { safeLink } from '../../contract/index.ts'

/**
 * Converts Plain's markdown subset (bold, italic, links) to text: no markup is left, and every link is
 * checked. Each pattern repeats a class that excludes its own end, so time is linear in the length.
 */
export function plainText(markdown: string): { words: string; links: { label: string; url: string }[] } {
  const links: { label: string; url: string }[] = []
  const words = markdown.replace(
    /\[([^[\]\n]{1,500})\]\(([^()\s]{1,2048})\)/g,
    (_, label: string, target: string) => {
      const url = linkOf(target)
      const bare = unmark(label)
      if (url) links.push({ label: bare, url })
      return label
    },
  )
  return { words: unmark(words), links }
}

const unmark = (text: string) =>
  text
    .replace(/\*\*(?=\S)([^*]{1,5000})\*\*/g, '$1')
    .replace(/(?<!\w)__(?=\S)([^_]{1,5000})__(?!\w)/g, '$1')
    .replace(/\*(?=[^\s*])([^*\n]{1,5000})\*/g, '$1')
    .replace(/(?<!\w)_(?=\S)([^_\n]{1,5000})_(?!\w)/g, '$1')
    .replace(/\\([\\*_[\]()])/g, '$1')

/**
 * Trims the spaces around a link. One with spaces inside is no link, because Plain's markdown ends a link
 * there.
 */
export function linkOf(raw: unknown): string | undefined {
  const link = typeof raw === 'string' ? raw.trim() : ''
  return /\s/.test(link) ? undefined : safeLink(link)
}
