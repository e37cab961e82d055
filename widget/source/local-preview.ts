import type {
  FichaSet,
  PreviewAnswer,
  PreviewMaterial,
  PreviewRequest,
} from '../../connectors/contract/index.ts'
import { openPreview } from '../../connectors/hub/operations/preview/open-preview.ts'
import { Refusal, realClock } from '../../connectors/hub/ports.ts'

/** Previews a draft. `measured`: the mean seconds of each system, as the gateway last reported them. */
export type PreviewDraft = (
  request: PreviewRequest & { on: { sample: string } },
  published: FichaSet,
  measured: Parameters<typeof openPreview>[2],
) => Promise<PreviewAnswer>

/**
 * The editor's preview inside its own page: the hub over made-up customers, so that a keystroke waits for no
 * network. It holds no real data and cannot reach any system. A real customer is previewed by the gateway,
 * which alone decides what may be shown.
 */
export function localPreview(material: PreviewMaterial): PreviewDraft {
  let latest: Parameters<typeof openPreview>[2] = () => undefined
  const preview = openPreview(material, realClock, (connector) => latest(connector))
  return ({ template, rules, role, locale = 'es', on }, published, measured) => {
    latest = measured
    return preview.run({ template, rules, role, locale, published }, on.sample)
  }
}
/** The text of a refusal by the preview; undefined for any other error. */
export const refusalOf = (error: unknown): string | undefined =>
  error instanceof Refusal ? error.message : undefined
