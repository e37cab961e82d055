/**
 * The addresses a link may lead to, as the URL parser writes them. Plain http only on this machine: demo
 * systems run there.
 */
export const safeAddress: RegExp = /^(https:|mailto:|tel:|http:\/\/(127\.0\.0\.1|localhost)[:/])/

/** A page of the web: https, or plain http on this machine. */
export const webAddress: RegExp = /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/

/**
 * Letters that cannot be seen or that turn the reading direction: they make an address or a number look like
 * another.
 */
export const unseenLetters: RegExp =
  /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff0-\uffff]/gu

/**
 * The link as it was written, when it may be followed: https, mailto or tel, without a user and password in
 * it and without unseen letters, of at most 2,048 characters. Anything else is no link: `undefined`.
 *
 * @example safeLink('https://desk.example/7') // 'https://desk.example/7'
 * @example safeLink('javascript:alert(1)') // undefined
 */
export function safeLink(link: unknown): string | undefined {
  if (typeof link !== 'string' || link.length > 2_048 || link.search(unseenLetters) >= 0) return undefined
  try {
    const { href, username, password } = new URL(link)
    return safeAddress.test(href) && !username && !password ? link : undefined
  } catch {
    return undefined
  }
}
