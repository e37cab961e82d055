/** Where a libsql URL leads over HTTP; undefined when it does not. */
export function libsqlOrigin(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, searchParams } = new URL(url)
  const scheme = protocol === 'libsql:' ? (searchParams.get('tls') === '0' ? 'http:' : 'https:') : protocol
  return scheme === 'https:' || scheme === 'http:' ? new URL(`${scheme}//${host}`).origin : undefined
}
