import type { ComponentChildren } from 'preact'

/** Letters that cannot be seen or that turn the reading direction: in an identifier they deceive, so each shows as a mark. */
const unseen = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]/gu
export const marked = (text: string): string => text.replace(unseen, (c) => `⟨${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)

/** A value from outside, kept from turning the words around it. */
export const Words = ({ children }: { children: ComponentChildren }) => <bdi>{children}</bdi>

/** https, mailto, tel; anything else is no link at all. Demo systems on this computer may be plain http. */
export function safeUrl(url: string | undefined): string | undefined {
  if (!url || unseen.test(url)) { unseen.lastIndex = 0; return undefined }
  try {
    const { protocol, hostname } = new URL(url)
    return protocol === 'https:' || protocol === 'mailto:' || protocol === 'tel:' || (protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost')) ? url : undefined
  } catch { return undefined }
}

/** A way out to the system that owns what is shown; plain text when the address is not one we follow. */
export function Out({ url, label, children }: { url: string | undefined; label?: string; children: ComponentChildren }) {
  const href = safeUrl(url)
  return href ? <a href={href} target="_blank" rel="noopener noreferrer" data-v="" aria-label={label} title={label}>{children}</a> : <>{children}</>
}
