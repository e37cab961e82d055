import type { Life } from './life.ts'
import type { SeedContext } from './seed-context.ts'

/** Systems that know people only by mail, telephone or visitor: subscriptions, surveys, web, switchboard. */
export function seedMail({ raw, when, count }: SeedContext, life: Life): void {
  const id = () => count.row++
  const mail = life.mails[0]
  if (mail) {
    for (const { day, renews, ended, ...x } of life.subscriptions ?? [])
      raw.subs.subscriptions.push({
        id: `S-${1000 + id()}`,
        mail,
        ...x,
        started: when.at(day, 9),
        ...(renews !== undefined && { renews: when.at(renews, 9) }),
        ...(ended !== undefined && { ended: when.at(ended, 9) }),
      })
    for (const { day, ...x } of life.surveys ?? [])
      raw.survey.answers.push({ id: `e${id()}`, mail, ...x, at: when.past(day, 19) })
    for (const { day, ...x } of life.campaigns ?? [])
      raw.web.campaigns.push({ id: id(), mail, ...x, at: when.past(day, 9) })
  }
  for (const v of life.visitors ?? []) {
    raw.web.visitors.push({
      id: v.id,
      first: when.at(-Math.min(life.since, 200)),
      last: when.past(life.events?.some((e) => e.day === 0) ? 0 : -1),
      device: v.device ?? 'móvil',
      language: life.language ?? 'es',
      ...(v.known && mail && { mail, name: `${life.given} ${life.family}`.trim() }),
    })
  }
  const visitor = life.visitors?.[0]?.id
  if (visitor)
    for (const { day, hour, ...x } of life.events ?? [])
      raw.web.events.push({ id: id(), visitor, ...x, at: when.past(day, hour ?? 21) })
  for (const { day, hour, number, ...x } of life.calls ?? []) {
    const dialled = number ?? life.phones[0]
    if (dialled) raw.phone.calls.push({ id: id(), number: dialled, ...x, at: when.past(day, hour ?? 12) })
  }
}
