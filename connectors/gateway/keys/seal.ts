import { EncryptJWT, type JWTPayload, jwtDecrypt } from 'jose'
import type { Keys, KeyUse } from './keys.ts'

/** Sealed: nobody outside reads or forges it. Dies at `expires` (seconds since 1970). */
export async function seal(
  keys: Keys,
  use: KeyUse,
  audience: string,
  payload: JWTPayload,
  expires: number,
): Promise<string> {
  return new EncryptJWT(payload)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setAudience(audience)
    .setExpirationTime(expires)
    .encrypt(await keys.key(use))
}

/**
 * null: forged, expired, sealed for something else, or under a secret no longer kept. Which one, an attacker
 * need not know.
 */
export async function unseal(
  keys: Keys,
  use: KeyUse,
  audience: string,
  sealed: string,
  now: Date,
): Promise<JWTPayload | null> {
  for (const key of await keys.every(use)) {
    try {
      const { payload } = await jwtDecrypt(sealed, key, {
        audience,
        currentDate: now,
        requiredClaims: ['exp'],
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      })
      return payload
    } catch {
      /* the next key, or nothing */
    }
  }
  return null
}
