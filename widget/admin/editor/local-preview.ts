import type { ReadonlySignal } from '@preact/signals'
import type {
  FichaSet,
  MaterialAnswer,
  PreviewAnswer,
  PreviewMaterial,
  PreviewRequest,
} from '../../../connectors/contract/index.ts'
import type { PreviewDraft } from '../../source/local-preview.ts'
import { type Api, Refused } from './api.ts'

type OnSample = PreviewRequest & { on: { sample: string } }
const isSample = (request: PreviewRequest): request is OnSample => 'sample' in request.on

/**
 * Returns a function that previews a draft. For a made-up customer it runs the hub's own stages in this page,
 * at once (a chunk that only the editor loads). For a real customer, or where that chunk cannot be loaded, it
 * asks the gateway.
 */
export function previews(
  api: Api,
  material: ReadonlySignal<MaterialAnswer>,
  published: () => FichaSet,
): (request: PreviewRequest, signal?: AbortSignal) => Promise<PreviewAnswer> {
  type Module = typeof import('../../source/local-preview.ts')
  let loading: Promise<Module | undefined> | undefined
  let loaded: Module | undefined
  let localRun: { company: PreviewMaterial; run: PreviewDraft } | undefined
  const load = (): Promise<Module | undefined> =>
    (loading ??= import('../../source/local-preview.ts').then(
      (module) => (loaded = module),
      () => {
        loading = undefined
        return undefined
      },
    ))
  return async (request, signal) => {
    if (!isSample(request)) return api.preview(request, signal)
    const module = loaded ?? (await load())
    if (!module) return api.preview(request, signal)
    const { preview: company, systems } = material.peek()
    if (localRun?.company !== company) localRun = { company, run: module.localPreview(company) }
    try {
      return await localRun.run(request, published(), (connector) => {
        const s = systems.find((one) => one.connector === connector)
        return s?.seconds === undefined ? undefined : { mean: s.seconds, count: s.measured ?? 0 }
      })
    } catch (error) {
      const says = module.refusalOf(error)
      throw says === undefined ? error : new Refused('forbidden', says)
    }
  }
}
