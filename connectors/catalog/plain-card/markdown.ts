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

/** https, mailto and tel; http only to this very machine (development). No credentials, no control characters. */
export function linkOf(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || raw.length > 2_048 || /[\u0000-\u001f\u007f\s]/.test(raw.trim()))
    return undefined
  let url: URL
  try {
    url = new URL(raw.trim())
  } catch {
    return undefined
  }
  if (url.username || url.password) return undefined
  const local = url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === 'localhost')
  return local || ['https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : undefined
}
