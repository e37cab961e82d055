import type { ComponentChildren } from 'preact'
import { safeLink, unseenLetters } from '../../../connectors/contract/safe-link.ts'

/** Characters that can deceive in an identifier; each is shown as a mark. */
export const marked = (text: string): string =>
  text.replace(
    unseenLetters,
    (c) => `⟨${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )

/** A value from outside, isolated so that its text direction does not affect the text around it. */
export const Words = 'bdi'

/** A link to the system that owns what is shown; plain text when the address is not safe to follow. */
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
