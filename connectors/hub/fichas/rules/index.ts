import alreadyTold from './already-told.rule.json'
import answered4h from './answered-4h.rule.json'
import atRisk from './at-risk.rule.json'
import bestCustomer from './best-customer.rule.json'
import birthday from './birthday.rule.json'
import contactsALot from './contacts-a-lot.rule.json'
import delivered48h from './delivered-48h.rule.json'
import effort from './effort.rule.json'
import helpAlreadyTold from './help-already-told.rule.json'
import helpOpen from './help-open.rule.json'
import helpPickup from './help-pickup.rule.json'
import history from './history.rule.json'
import lapsed from './lapsed.rule.json'
import newCustomer from './new.rule.json'
import offerRenewal from './offer-renewal.rule.json'
import offerVoucher from './offer-voucher.rule.json'
import openMatters from './open.rule.json'
import paymentTrouble from './payment-trouble.rule.json'
import pickupHere from './pickup-here.rule.json'
import promiseDue from './promise-due.rule.json'
import promiseOverdue from './promise-overdue.rule.json'
import recommendedUs from './recommended-us.rule.json'
import renewalNear from './renewal-near.rule.json'
import repairLateOrder from './repair-late-order.rule.json'
import repairUnhappy from './repair-unhappy.rule.json'
import returnsALot from './returns-a-lot.rule.json'
import satisfied from './satisfied.rule.json'
import saysAndDoes from './says-and-does.rule.json'
import stage from './stage.rule.json'
import thanksBirthday from './thanks-birthday.rule.json'
import thanksRecommended from './thanks-recommended.rule.json'
import unhappy from './unhappy.rule.json'
import whoMarks from './who-marks.rule.json'
import yourMargin from './your-margin.rule.json'

/** What a retailer would start from, one file each: the house norm of a rule is one line of it. */
export const ruleFiles: readonly unknown[] = [
  whoMarks, history, bestCustomer, contactsALot, satisfied, openMatters, recommendedUs,
  stage, pickupHere, unhappy, promiseOverdue, newCustomer, atRisk, lapsed,
  renewalNear, paymentTrouble, returnsALot, birthday, alreadyTold, saysAndDoes, effort,
  delivered48h, answered4h, yourMargin, repairLateOrder, repairUnhappy, promiseDue, helpOpen,
  helpAlreadyTold, helpPickup, thanksRecommended, thanksBirthday, offerRenewal, offerVoucher,
]
