import { configuredFichas } from '../../connectors/gateway/admin/templates.ts'
import { overShipped } from '../../connectors/hub/templates/index.ts'
import acceptsOffers from './accepts-offers.rule.json' with { type: 'json' }
import adviser from './adviser.ficha.json' with { type: 'json' }
import answered4h from './answered-4h.rule.json' with { type: 'json' }
import bestCustomer from './best-customer.rule.json' with { type: 'json' }
import birthday from './birthday.rule.json' with { type: 'json' }
import claims from './claims.ficha.json' with { type: 'json' }
import delivered48h from './delivered-48h.rule.json' with { type: 'json' }
import helpOpen from './help-open.rule.json' with { type: 'json' }
import night from './night.ficha.json' with { type: 'json' }
import policy from './policy.json' with { type: 'json' }
import prefersChannel from './prefers-channel.rule.json' with { type: 'json' }
import repairLateOrder from './repair-late-order.rule.json' with { type: 'json' }
import satisfied from './satisfied.rule.json' with { type: 'json' }
import store from './store.ficha.json' with { type: 'json' }
import wouldRecommend from './would-recommend.rule.json' with { type: 'json' }
import yourMargin from './your-margin.rule.json' with { type: 'json' }

/**
 * The set of the demo's invented company: this folder over the set that ships. A company's configuration says
 * only `fichas: './fichas'`; the demo is also one file and a page without a server, and so imports its files.
 */
export const demoFichas = configuredFichas(
  overShipped({
    templates: [adviser, store, claims, night],
    rules: [
      bestCustomer,
      satisfied,
      birthday,
      acceptsOffers,
      prefersChannel,
      wouldRecommend,
      delivered48h,
      answered4h,
      yourMargin,
      repairLateOrder,
      helpOpen,
    ],
    policy,
  }),
)
