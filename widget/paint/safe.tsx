import type { ComponentChildren } from 'preact'

/** Letters that cannot be seen or that turn the reading direction: in an identifier they deceive, so each shows as a mark. */
const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff0-\uffff]/gu
export const marked = (text: string): string =>
  text.replace(unseen, (c) => `⟨${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)

/** A value from outside, kept from turning the words around it. */
export const Words = 'bdi'

/** https, mailto, tel; anything else is no link at all. Demo systems on this computer may be plain http. */
export function safeUrl(url: string | undefined): string | undefined {
  if (!url || unseen.test(url)) {
    unseen.lastIndex = 0
    return undefined
  }
  try {
    const { protocol, hostname } = new URL(url)
    return protocol === 'https:' ||
      protocol === 'mailto:' ||
      protocol === 'tel:' ||
      (protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost'))
      ? url
      : undefined
  } catch {
    return undefined
  }
}

/** A way out to the system that owns what is shown; plain text when the address is not one we follow. */
export function Out({
  url,
  label,
  children,
}: {
  url: string | undefined
  label?: string
  children: ComponentChildren
}) {
  const href = safeUrl(url)
  return href ? (
    <a href={href} target="_blank" rel="noopener noreferrer" data-v="" aria-label={label} title={label}>
      {children}
    </a>
  ) : (
    children
  )
}
