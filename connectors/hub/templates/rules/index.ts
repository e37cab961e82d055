import acceptsOffers from './accepts-offers.rule.json' with { type: 'json' }
import alreadyTold from './already-told.rule.json' with { type: 'json' }
import atRisk from './at-risk.rule.json' with { type: 'json' }
import bestCustomer from './best-customer.rule.json' with { type: 'json' }
import birthday from './birthday.rule.json' with { type: 'json' }
import contactsALot from './contacts-a-lot.rule.json' with { type: 'json' }
import effort from './effort.rule.json' with { type: 'json' }
import helpAlreadyTold from './help-already-told.rule.json' with { type: 'json' }
import helpOpen from './help-open.rule.json' with { type: 'json' }
import helpPickup from './help-pickup.rule.json' with { type: 'json' }
import history from './history.rule.json' with { type: 'json' }
import lapsed from './lapsed.rule.json' with { type: 'json' }
import newCustomer from './new.rule.json' with { type: 'json' }
import offerRenewal from './offer-renewal.rule.json' with { type: 'json' }
import offerVoucher from './offer-voucher.rule.json' with { type: 'json' }
import openMatters from './open.rule.json' with { type: 'json' }
import paymentTrouble from './payment-trouble.rule.json' with { type: 'json' }
import pickupHere from './pickup-here.rule.json' with { type: 'json' }
import prefersChannel from './prefers-channel.rule.json' with { type: 'json' }
import promiseDue from './promise-due.rule.json' with { type: 'json' }
import promiseOverdue from './promise-overdue.rule.json' with { type: 'json' }
import recommendedUs from './recommended-us.rule.json' with { type: 'json' }
import renewalNear from './renewal-near.rule.json' with { type: 'json' }
import repairLateOrder from './repair-late-order.rule.json' with { type: 'json' }
import repairUnhappy from './repair-unhappy.rule.json' with { type: 'json' }
import returnsALot from './returns-a-lot.rule.json' with { type: 'json' }
import satisfied from './satisfied.rule.json' with { type: 'json' }
import saysAndDoes from './says-and-does.rule.json' with { type: 'json' }
import stage from './stage.rule.json' with { type: 'json' }
import thanksBirthday from './thanks-birthday.rule.json' with { type: 'json' }
import thanksRecommended from './thanks-recommended.rule.json' with { type: 'json' }
import unhappy from './unhappy.rule.json' with { type: 'json' }
import whoMarks from './who-marks.rule.json' with { type: 'json' }
import wouldRecommend from './would-recommend.rule.json' with { type: 'json' }

/**
 * The rules a retailer starts from, one file each; the house norm of a rule is one line of it. A rule's texts
 * are in its file, in every language, and not in `messages/`: whoever changes a rule changes its texts.
 */
export const ruleFiles: readonly unknown[] = [
  whoMarks,
  history,
  bestCustomer,
  contactsALot,
  satisfied,
  openMatters,
  recommendedUs,
  stage,
  pickupHere,
  unhappy,
  promiseOverdue,
  newCustomer,
  atRisk,
  lapsed,
  renewalNear,
  paymentTrouble,
  returnsALot,
  birthday,
  acceptsOffers,
  prefersChannel,
  wouldRecommend,
  alreadyTold,
  saysAndDoes,
  effort,
  repairLateOrder,
  repairUnhappy,
  promiseDue,
  helpOpen,
  helpAlreadyTold,
  helpPickup,
  thanksRecommended,
  thanksBirthday,
  offerRenewal,
  offerVoucher,
]
