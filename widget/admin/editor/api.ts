import type {
  Candidate,
  FichaFault,
  FichaSet,
  FichasAnswer,
  FichasSaved,
  MaterialAnswer,
  PreviewAnswer,
  PreviewRequest,
  ProposalsAnswer,
  SearchRequest,
} from '../../../connectors/contract/index.ts'
import { openSession } from '../../source/session.ts'

/**
 * A refusal by the gateway. `code` is `conflict` when somebody else published meanwhile, and `offline` when
 * there was no answer; `faults` say where a draft is wrong.
 */
export class Refused extends Error {
  readonly code: string
  readonly faults: readonly FichaFault[]
  constructor(code: string, detail: string, faults: readonly FichaFault[] = []) {
    super(detail)
    this.code = code
    this.faults = faults
  }
}

export interface Api {
  agent(): Promise<{ name?: string | undefined; mayEdit?: boolean | undefined; languages: readonly string[] }>
  fichas(): Promise<FichasAnswer>
  material(locale: string): Promise<MaterialAnswer>
  proposals(locale: string): Promise<ProposalsAnswer>
  preview(request: PreviewRequest, signal?: AbortSignal): Promise<PreviewAnswer>
  save(draft: FichaSet, base: string): Promise<FichasSaved>
  publish(base: string, note: string, lowered: readonly string[]): Promise<FichasSaved>
  undo(revision: string, base: string): Promise<FichasSaved>
  importSet(set: unknown, base: string): Promise<FichasSaved>
  exported(revision: string | undefined): Promise<FichaSet>
  search(text: string): Promise<readonly Candidate[]>
}

/**
 * The editor's client of the gateway. `locale` is read at each call, so refusals are in the language on
 * screen.
 */
export function openApi(hostToken: () => Promise<string>, locale: () => string): Api {
  const session = openSession('', hostToken, (url, init) => fetch(url, init), Date.now)
  const once = async (
    method: string,
    path: string,
    body: unknown,
    token: string,
    signal?: AbortSignal,
  ): Promise<Response> => {
    try {
      return await fetch(path, {
        method,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        headers: {
          authorization: `Bearer ${token}`,
          'accept-language': locale(),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      })
    } catch (cause) {
      if (signal?.aborted) throw cause
      throw new Refused('offline', '')
    }
  }
  const call = async <T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> => {
    const token = await session.token()
    let answer = await once(method, path, body, token, signal)
    if (answer.status === 401) {
      // The token may have expired by the gateway's clock and not by ours.
      session.forget(token)
      answer = await once(method, path, body, await session.token(), signal)
    }
    const parsed = (await answer.json().catch(() => ({}))) as T & {
      code?: string
      detail?: string
      faults?: readonly FichaFault[]
    }
    if (!answer.ok) throw new Refused(parsed.code ?? 'internal', parsed.detail ?? '', parsed.faults ?? [])
    return parsed
  }
  return {
    agent: async () => (await session.answer()).agent,
    fichas: () => call('GET', '/v1/fichas'),
    material: (of) => call('GET', `/v1/fichas/material?locale=${of}`),
    proposals: (of) => call('GET', `/v1/fichas/proposals?locale=${of}`),
    preview: (request, signal) => call('POST', '/v1/fichas/preview', request, signal),
    save: (draft, base) => call('PUT', '/v1/fichas', { draft, base }),
    publish: (base, note, lowered) => call('POST', '/v1/fichas/publish', { base, note, lowered }),
    undo: (revision, base) => call('POST', '/v1/fichas/undo', { revision, base }),
    importSet: (set, base) => call('POST', '/v1/fichas/import', { set, base }),
    exported: (revision) =>
      call(
        'GET',
        `/v1/fichas/export${revision === undefined ? '' : `?revision=${encodeURIComponent(revision)}`}`,
      ),
    search: async (text) =>
      (
        await call<{ candidates: readonly Candidate[] }>('POST', '/v1/search', {
          text,
          locale: locale(),
        } satisfies Partial<SearchRequest>)
      ).candidates,
  }
}
