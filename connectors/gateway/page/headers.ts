/**
 * Headers of the card's document. `ancestors` is the one list of exact origins; none means that nobody may
 * frame it.
 */
export function cardHeaders(
  ancestors: readonly string[],
  hashes: { scripts: readonly string[]; styles: readonly string[] },
): Record<string, string> {
  const sources = (own: string, list: readonly string[]) => [own, ...list.map((h) => `'${h}'`)].join(' ')
  const policy = [
    "default-src 'none'",
    `script-src ${sources("'self'", hashes.scripts)}`,
    `style-src ${sources("'self'", hashes.styles)}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    `frame-ancestors ${ancestors.length ? ancestors.join(' ') : "'none'"}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'permissions-policy': [
      'accelerometer',
      'autoplay',
      'camera',
      'display-capture',
      'encrypted-media',
      'fullscreen',
      'geolocation',
      'gyroscope',
      'magnetometer',
      'microphone',
      'midi',
      'payment',
      'picture-in-picture',
      'publickey-credentials-get',
      'screen-wake-lock',
      'usb',
      'xr-spatial-tracking',
    ]
      .map((f) => `${f}=()`)
      .join(', '),
    // a host that isolates itself (COEP) may still frame the card: what may frame it is said above, not here
    'cross-origin-resource-policy': 'cross-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'x-robots-tag': 'noindex',
  }
}

/**
 * CSP hashes of what stands inside the HTML itself, so that no 'unsafe-inline' is ever needed. Data blocks
 * (JSON) are not scripts.
 */
export async function inlineHashes(html: string): Promise<{ scripts: string[]; styles: string[] }> {
  const scripts = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)]
    .filter(
      ([, attributes, text]) => !/\bsrc\s*=|type\s*=\s*["']?application\//i.test(attributes ?? '') && text,
    )
    .map((m) => m[2] as string)
  const styles = [...html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/gi)]
    .map((m) => m[1] as string)
    .filter(Boolean)
  return { scripts: await Promise.all(scripts.map(hash)), styles: await Promise.all(styles.map(hash)) }
}

async function hash(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return `sha256-${btoa(String.fromCharCode(...digest))}`
}
