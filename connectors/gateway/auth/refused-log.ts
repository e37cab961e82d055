import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { Clock } from '../../hub/ports.ts'
import type { Issuer } from '../config/config.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

/**
 * Names of issuers and keys, not of people: what looks otherwise was put there by whoever made the token up,
 * and is left out.
 */
const plain = /^[\w.:/-]{1,100}$/
const shown = (word: unknown): string | undefined =>
  typeof word === 'string' && plain.test(word) ? word : undefined

/** What whoever runs the gateway does about a cause. */
function remedy(
  why: string,
  issuers: readonly Issuer[],
  of: Issuer | undefined,
  found: string | undefined,
): string {
  if (why === 'issuer')
    return `its «iss» is not one of the configured issuers (${issuers.map((i) => i.issuer).join(', ')}); correct one of the two`
  if (/^claim (exp|iat|nbf)$|^jwt_expired$|^lives too long$/.test(why))
    return `${found ? `${found}; ` : ''}compare both clocks; the host must sign a new token for each session, good for 300 s at most`
  if (why === 'claim aud' || why === 'several audiences')
    return `its «aud» must be «${of?.audience ?? ''}» and nothing else`
  if (why === 'tenant') return 'its «tenant» must be the tenant of the configuration'
  if (/^role/.test(why))
    return `its «roles» must be a list of names${of?.roles ? ` out of ${of.roles.join(', ')}` : ''}; issuers[].roles says which the host may claim`
  if (why === 'replayed')
    return 'it was used before: the host must sign a new token, with a «jti» of its own, each time the card asks'
  if (why === 'keys unavailable' && of && 'url' in of.keys)
    return `${of.keys.url} gave no keys${found ? ` (${found})` : ''}; check that it is up, that the gateway reaches it, and that it answers 200 with a JSON Web Key Set`
  if (/^jwks_|^unreadable$|^jwk_/.test(why))
    return of && 'url' in of.keys
      ? `no key of ${of.keys.url} fits its «kid»: the host must publish the public key it signs with there`
      : "no key of issuers[].keys fits its «kid»: add the host's public key"
  if (why === 'jws_signature_verification_failed')
    return "it was signed with another key than the one its «kid» names: take the host's present public key, or find out who else signs"
  if (/^header |alg/.test(why))
    return 'the host must sign with ES256, EdDSA or another algorithm of issuers[].algorithms, and put no key into the header'
  if (/^claim |^sub$|^jti$/.test(why))
    return 'the claim is missing or not as it should be: iss, aud, sub, tenant, roles, iat, exp and jti are needed'
  return "token-url (or the property token) of the element must give the JWT that the host's backend signed, and nothing else"
}

/**
 * One line a minute for each cause and issuer: why host tokens are refused, whose, by which key, how many
 * since the last line, and what to do. `found`: the figures, in closed words. Never the token, nor who it is about.
 */
export function createRefusedLog(
  issuers: readonly Issuer[],
  telemetry: Pick<Telemetry, 'log'>,
  clock: Clock,
): (why: string, token: string, found?: string) => void {
  const lastLogged = new Map<string, { at: number; since: number }>()
  return (why, token, found) => {
    let iss: string | undefined
    let kid: string | undefined
    if (token.length <= 8_192)
      try {
        kid = shown(decodeProtectedHeader(token).kid)
        iss = shown(decodeJwt(token).iss)
      } catch {
        /* not a token: its cause says so */
      }
    const of = issuers.find((i) => i.issuer === iss)
    // By what the configuration knows: what a stranger makes up neither fills this nor the log.
    const key = `${why}\n${of?.issuer ?? ''}`
    const now = clock.now().getTime()
    const last = lastLogged.get(key)
    if (last && now - last.at < 60_000) {
      last.since++
      return
    }
    lastLogged.set(key, { at: now, since: 0 })
    telemetry.log({
      log: 'session-refused',
      why,
      issuer: iss,
      kid,
      ...(last?.since ? { more: last.since } : {}),
      do: remedy(why, issuers, of, found),
    })
  }
}
