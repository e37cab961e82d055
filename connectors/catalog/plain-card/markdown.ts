import { safeLink } from '../../contract/index.ts'

/**
 * Plain's markdown subset (bold, italic, links) to text: no markup survives, and every link is checked.
 * Each pattern runs over a class that excludes its own end, so time grows with the length only.
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

/** A link without spaces around it; none with spaces inside, where Plain's markdown ends a link. */
export function linkOf(raw: unknown): string | undefined {
  const link = typeof raw === 'string' ? raw.trim() : ''
  return /\s/.test(link) ? undefined : safeLink(link)
}
