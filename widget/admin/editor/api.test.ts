import { afterEach, expect, it, vi } from 'vitest'
import { openApi } from './api.ts'

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
/** A gateway: each exchange of a host token gives the next session; `answer` says the rest. */
function gateway(answer: (path: string, token: string) => Response | Error) {
  const asked: { path: string; token: string; method: string }[] = []
  let sessions = 0
  vi.stubGlobal('fetch', async (input: string | URL, init: RequestInit = {}) => {
    const path = String(input)
    if (path.endsWith('/v1/session'))
      return json({
        token: `t${++sessions}`,
        expiresIn: 300,
        agent: { roles: [], languages: [] },
        cacheKey: '',
      })
    const token = new Headers(init.headers).get('authorization') ?? ''
    asked.push({ path, token, method: init.method ?? 'GET' })
    const got = answer(path, token)
    if (got instanceof Error) throw got
    return got
  })
  return {
    asked,
    api: openApi(
      async () => 'host.token',
      () => 'es',
    ),
  }
}
afterEach(() => vi.unstubAllGlobals())

it('a session that ended meanwhile is opened anew, once, and the same is asked again', async () => {
  const { asked, api } = gateway((_, token) =>
    token === 'Bearer t1' ? json({ code: 'unauthorised' }, 401) : json({ revision: '7' }),
  )
  expect(await api.fichas()).toEqual({ revision: '7' })
  expect(asked.map((a) => a.token)).toEqual(['Bearer t1', 'Bearer t2'])
  const refused = gateway(() => json({ code: 'unauthorised', detail: 'No.' }, 401))
  await expect(refused.api.fichas()).rejects.toMatchObject({ code: 'unauthorised' })
  expect(refused.asked).toHaveLength(2)
})
it('a gateway that does not answer is offline; what is called off is no error of the gateway', async () => {
  const { api } = gateway(() => new TypeError('fetch failed'))
  await expect(api.fichas()).rejects.toMatchObject({ code: 'offline' })
  const stop = new AbortController()
  stop.abort(new Error('called off'))
  await expect(api.preview({} as never, stop.signal)).rejects.toThrow('fetch failed')
})
it('a refusal bears its code, its words and its faults, and one without words is the gateway’s fault', async () => {
  const faults = [{ place: 'rules.a.when', says: 'no' }]
  const refused = gateway(() => json({ code: 'rule-refused', detail: 'Por corregir.', faults }, 422))
  await expect(refused.api.save({} as never, '1')).rejects.toMatchObject({
    code: 'rule-refused',
    message: 'Por corregir.',
    faults,
  })
  const broken = gateway(() => new Response('<html>', { status: 502 }))
  await expect(broken.api.fichas()).rejects.toMatchObject({ code: 'internal', faults: [] })
})
it('a revision stands in an address as one value, whatever its letters', async () => {
  const { asked, api } = gateway(() => json({}))
  await api.exported('a&b=c')
  await api.exported(undefined)
  expect(asked.map((a) => a.path)).toEqual(['/v1/fichas/export?revision=a%26b%3Dc', '/v1/fichas/export'])
})
