import type {
  FichaSet,
  PreviewAnswer,
  PreviewMaterial,
  PreviewRequest,
} from '../../connectors/contract/index.ts'
import { openPreview } from '../../connectors/hub/operations/preview/open-preview.ts'
import { Refusal, realClock } from '../../connectors/hub/ports.ts'

/** `measured`: mean seconds of each system, as the gateway last told. */
export type PreviewDraft = (
  request: PreviewRequest & { on: { sample: string } },
  published: FichaSet,
  measured: Parameters<typeof openPreview>[2],
) => Promise<PreviewAnswer>

/**
 * The editor's own stage, in its page: the hub over made-up customers, so that a keystroke waits for no
 * network. There is nobody real in it and no way out of it; a real customer is looked at through the gateway,
 * which alone releases.
 */
export function localPreview(house: PreviewMaterial): PreviewDraft {
  let latest: Parameters<typeof openPreview>[2] = () => undefined
  const stage = openPreview(house, realClock, (connector) => latest(connector))
  return ({ template, rules, role, locale = 'es', on }, published, measured) => {
    latest = measured
    return stage.run({ template, rules, role, locale, published }, on.sample)
  }
}
/** What the stage refuses, in words. */
export const refusalOf = (error: unknown): string | undefined =>
  error instanceof Refusal ? error.message : undefined
