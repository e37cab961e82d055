import type { ComponentChildren } from 'preact'
import { safeLink, unseenLetters } from '../../../connectors/contract/safe-link.ts'

/** In an identifier such letters deceive, so each shows as a mark. */
export const marked = (text: string): string =>
  text.replace(
    unseenLetters,
    (c) => `⟨${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )

/** A value from outside, kept from turning the words around it. */
export const Words = 'bdi'

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
  const href = safeLink(url)
  return href ? (
    <a href={href} target="_blank" rel="noopener noreferrer" data-v="" aria-label={label} title={label}>
      {children}
    </a>
  ) : (
    children
  )
}
