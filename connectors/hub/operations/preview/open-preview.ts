import type { Connector, PreviewAnswer } from '../../../contract/index.ts'
import { defaultSettings } from '../../memory/index.ts'
import { type Clock, Refusal } from '../../ports.ts'
import type { CompanySetup } from './company-setup.ts'
import { type Measured, previewCost } from './preview-cost.ts'
import { openPreviewRun, type PreviewRun } from './preview-run.ts'
import { type Draft, readDraft } from './read-draft.ts'
import { samples } from './samples.ts'

/** A draft on a made-up customer: checked, costed, shown. Nobody is asked anything. */
export interface PreviewStage {
  run(draft: Draft, sample: string): Promise<PreviewAnswer>
}

/** Dates of the made-up customers count from today: a preview opened longer ago than this is opened again. */
const maxAgeMs = 600_000
const mostPermissive = 12

export function openPreview(company: CompanySetup, clock: Clock, measured: Measured): PreviewStage {
  const open = new Map<string, { run: PreviewRun; since: number }>()
  const previewRunOf = (id: string, locale: string): PreviewRun => {
    const sample = samples.find((s) => s.id === id)
    if (!sample)
      throw new Refusal(
        'not-found',
        `no such sample customer; there are ${samples.map((s) => s.id).join(', ')}`,
      )
    const key = `${id} ${locale}`
    const known = open.get(key)
    const now = clock.now().getTime()
    if (known && now - known.since < maxAgeMs) return known.run
    if (open.size >= mostPermissive) open.clear()
    const run = openPreviewRun(company, sample, locale, clock)
    open.set(key, { run, since: now })
    return run
  }
  return {
    async run(draft, sample) {
      const { ready, ...read } = readDraft(draft)
      if (!ready) return read
      const card = { ...ready, policy: draft.published.policy, role: draft.role }
      const cost = previewCost(
        card,
        {
          connectors: company.declared as readonly Connector[],
          settings: { ...defaultSettings, ...company },
        },
        measured,
        draft.locale,
      )
      return { ...read, cost, events: await previewRunOf(sample, draft.locale).show(card) }
    },
  }
}
