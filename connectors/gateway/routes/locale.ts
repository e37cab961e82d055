import type { Call } from './route.ts'

/** The language of the answer, as `?locale=` asks for it; Spanish when it asks for none, or for nonsense. */
export function localeOf(call: Call): string {
  const wanted = call.query('locale')
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(wanted) ? wanted : 'es'
}
