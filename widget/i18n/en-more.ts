import type { MoreWords } from './index.ts'

export const enMore: MoreWords = {
  'search.label': 'Search for a person', 'search.hint': 'Name, phone, mail, order or card', 'search.short': 'Type at least 3 characters.', 'search.none': 'Nobody with “{text}”.', 'search.busy': 'Searching…',
  'search.exact': 'Search exactly “{text}”', 'search.failed': 'The search did not work. {says}', 'search.recent': 'Recent', 'search.count': { one: '{n} result', other: '{n} results' },
  'chooser.ask': 'Ask for something that tells them apart, then choose. Keys 1–9.', 'chooser.none': 'None of these', 'chooser.pick': 'Choose {name}', 'chooser.likely': 'the most likely',
  'reasons': 'Why we think this is one person', 'reasons.bits': '{n} bits', 'reasons.systems': 'in {systems}', 'reasons.none': 'A single key; nothing had to be joined.', 'reasons.facts': 'Facts taken into account', 'reasons.no-facts': 'No fact was needed.', 'reasons.hidden': 'another fact your role does not see',
  'reason.label': 'Why not now?', 'reason.busy': 'Not the moment', 'reason.known': 'Already knows', 'reason.refused': 'Does not want it', 'reason.wrong': 'Beside the point',
  'other.label': 'What did you do?', 'send': 'Note it', 'cancel': 'Cancel',
  'reveal.reason': 'What do you need it for?', 'reveal.short': 'Type at least 3 characters: it goes on record.', 'reveal.show': 'Show for 60 s', 'reveal.failed': 'It cannot be shown. {says}',
  'form.required': 'Needed', 'form.send': 'Confirm', 'form.sending': 'Sending…', 'form.failed': 'It did not arrive. What you wrote is still here. {says}', 'form.refused': 'The system did not do it. {says}', 'form.done': 'Done.', 'form.optional': 'optional', 'form.choose': 'Choose', 'form.long': 'At most {n} characters.', 'form.bad': 'That is not {what}.', 'form.number': 'a number', 'form.mail': 'a mail address', 'form.phone': 'a phone with prefix (+44…)', 'form.date': 'a date', 'form.money': 'an amount',
  'timeline.title': 'Timeline', 'timeline.coming': 'Coming up', 'timeline.past': 'What happened', 'timeline.filter': 'Filter', 'timeline.search': 'Search the timeline', 'timeline.none': 'Nothing with these filters.', 'timeline.all': 'All', 'timeline.older': 'Earlier', 'timeline.partial': 'Missing: {who}.', 'timeline.today': 'Today', 'timeline.yesterday': 'Yesterday', 'timeline.tomorrow': 'Tomorrow', 'timeline.shown': { one: '{n} entry', other: '{n} entries' },
  'when.orders': 'Order', 'when.requests': 'Case', 'when.interactions': 'Contact', 'when.payments': 'Payment', 'when.returns': 'Return', 'when.feedback': 'Opinion', 'when.subscriptions': 'Subscription', 'when.referrals': 'Referral', 'when.consents': 'Consent', 'when.campaigns': 'Campaign', 'when.behaviour': 'Activity', 'when.things': 'Product', 'when.scores': 'Score', 'when.promises': 'Promise',
  'come.orders': 'Delivery', 'come.requests': 'Due', 'come.payments': 'Payment due', 'come.subscriptions': 'Renewal', 'come.things': 'Warranty ends', 'come.promises': 'Promise', 'come.loyalty': 'Points expire',
  'help.title': 'Keys', 'help.search': 'Search', 'help.help': 'This help', 'help.close': 'Close what is open', 'help.panel': 'Go to section n', 'help.copy': 'Copy the focused value', 'help.rows': 'Move through rows', 'help.pick': 'Choose between several people', 'help.open': 'Open the row in its system',
  'foreign.missing': 'This system did not send the card.', 'foreign.nothing': 'This system has nothing to show.', 'foreign.copied': 'Copied',
  'more.title': 'Ask for more', 'more.none': 'Your role can ask for nothing more.',
}
