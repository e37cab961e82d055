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
 * Who answers a draft. On a made-up customer this page does, at once, with the hub's own stages (a chunk only
 * the editor loads); on a real one the gateway, which alone may see them. Where the chunk does not come, the
 * gateway answers both.
 */
export function previews(
  api: Api,
  material: ReadonlySignal<MaterialAnswer>,
  published: () => FichaSet,
): (request: PreviewRequest, signal?: AbortSignal) => Promise<PreviewAnswer> {
  type Module = typeof import('../../source/local-preview.ts')
  let loading: Promise<Module | undefined> | undefined
  let loaded: Module | undefined
  let stage: { house: PreviewMaterial; run: PreviewDraft } | undefined
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
    const { preview: house, systems } = material.peek()
    if (stage?.house !== house) stage = { house, run: module.localPreview(house) }
    try {
      return await stage.run(request, published(), (connector) => {
        const s = systems.find((one) => one.connector === connector)
        return s?.seconds === undefined ? undefined : { mean: s.seconds, count: s.measured ?? 0 }
      })
    } catch (error) {
      const says = module.refusalOf(error)
      throw says === undefined ? error : new Refused('forbidden', says)
    }
  }
}
