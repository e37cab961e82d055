import type { MiddlewareHandler } from 'hono'

/** What a careful host sends: nothing inline, only its own files, and the one frame it shows. */
export const strictHeaders =
  (card: string): MiddlewareHandler =>
  async (c, next) => {
    await next()
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      `frame-src ${card}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "object-src 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]
    c.header('content-security-policy', policy.join('; '))
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'strict-origin-when-cross-origin')
    c.header('cross-origin-opener-policy', 'same-origin')
    c.header('x-frame-options', 'DENY')
    c.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  }

/** Only a page of this very origin may change anything: a browser says where a request comes from. */
export const ownPagesOnly: MiddlewareHandler = async (c, next) => {
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  if (
    (site !== undefined && site !== 'same-origin') ||
    (origin !== undefined && new URL(origin).host !== c.req.header('host'))
  )
    return c.json({ error: 'only pages of this host may ask this' }, 403)
  return next()
}
