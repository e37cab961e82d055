import type { Asked } from '../../../contract/index.ts'
import { followDays, localize, type QualityAnswer } from '../../../contract/index.ts'
import { factLabel, questionLabel } from '../../../hub/messages/labels.ts'
import type { HubPorts } from '../../../hub/ports.ts'
import type { Stores } from '../../stores/ports.ts'
import { customerMeasures } from './customer.ts'
import { checked, minGroupSize } from './disclosure-control.ts'
import { addDays, calendar, periodOf, within } from './period.ts'
import { type KeyLabels, usageTables } from './usage-tables.ts'

/**
 * Whether customers are better served, counted from observations and outcomes. No group smaller than
 * `minGroupSize` leaves this function.
 */
export async function quality(
  ports: HubPorts,
  stores: Pick<Stores, 'outcomes' | 'observations'>,
  tenant: string,
  days: number,
  locale: string,
): Promise<QualityAnswer> {
  const dayOf = calendar(ports.settings.timeZone)
  const now = ports.clock.now()
  const today = dayOf(now.toISOString())
  const period = periodOf(today, days)
  const first = period.mondays[0] as string
  // A day either side, for the time zone; what follows a contact may lie before or after its period.
  const [observed, outcomes, published] = await Promise.all([
    stores.observations.between(tenant, addDays(first, -followDays - 1), addDays(today, 2)),
    stores.outcomes.between(tenant, addDays(first, -1), addDays(period.now.to, 2)),
    ports.fichas.current(tenant),
  ])
  const dated = outcomes.map((o) => ({ ...o, day: dayOf(o.received) }))
  const connectors = new Map(ports.connectors.map((c) => [c.id, c]))
  const titled = (list: readonly { id: string; title: Parameters<typeof localize>[0] }[]) => (id: string) => {
    const one = list.find((t) => t.id === id)
    return one ? localize(one.title, locale) : id
  }
  const labels: KeyLabels = {
    system: titled(ports.connectors),
    rule: titled(published.rules),
    template: titled(published.templates),
    question: (q) => questionLabel(q as Asked, locale),
    fact: (path) =>
      `${questionLabel((path.split('.')[0] ?? '') as Asked, locale)} · ${factLabel(path, locale, connectors)}`,
  }
  return checked({
    days,
    from: period.now.from,
    to: period.now.to,
    before: period.before,
    minGroupSize,
    sample: observed.some((o) => o.what.sample) || dated.some((o) => o.sample && within(o.day, period.now)),
    customer: customerMeasures(observed, dayOf, period, today),
    ours: usageTables(dated, labels, period),
  })
}
