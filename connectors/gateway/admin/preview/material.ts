import {
  type Asked,
  localize,
  type MaterialAnswer,
  type Policy,
  question,
  questions,
} from '../../../contract/index.ts'
import { answererOf } from '../../../hub/fetch/inquiry.ts'
import { factLabel, questionLabel } from '../../../hub/messages/labels.ts'
import { companySetupOf } from '../../../hub/operations/preview/company-setup.ts'
import type { Measured } from '../../../hub/operations/preview/preview-cost.ts'
import { sampleWords } from '../../../hub/operations/preview/samples.ts'
import { sensitivityOf } from '../../../hub/policy/viewer.ts'
import type { HubPorts } from '../../../hub/ports.ts'

/**
 * Everything a ficha or a rule can name here, with its words: the vocabulary and what this company's systems
 * add.
 */
export function material(
  ports: HubPorts,
  policy: Policy,
  hosts: readonly string[],
  claims: Readonly<Record<string, string>>,
  measured: Measured,
  locale: string,
): MaterialAnswer {
  const known = new Map(ports.connectors.map((c) => [c.id, c]))
  const all: readonly Asked[] = [...questions, 'own', 'cards']
  const fact = (path: string, def: { type: MaterialAnswer['facts'][number]['type']; list?: true }) => ({
    path,
    label: factLabel(path, locale, known),
    type: def.type,
    ...(def.list ? { list: true } : {}),
    sensitivity: sensitivityOf(path, known),
  })
  return {
    questions: all.map((q) => ({
      question: q,
      label: questionLabel(q, locale),
      many: q === 'cards' || (q !== 'own' && question(q).rows === 'many'),
      ...(q !== 'own' && q !== 'cards' && question(q).dated ? { dated: question(q).dated } : {}),
      systems: ports.connectors.filter((c) => answererOf(c, q) !== undefined).map((c) => c.id),
    })),
    facts: [
      ...questions.flatMap((q) =>
        Object.entries(question(q).fields).map(([f, def]) => fact(`${q}.${f}`, def)),
      ),
      ...ports.connectors.flatMap((c) =>
        Object.entries(c.own?.fields ?? {}).map(([f, def]) => fact(`own.${c.id}.${f}`, def)),
      ),
    ],
    systems: ports.connectors.map((c) => {
      const m = measured(c.id)
      return {
        connector: c.id,
        title: localize(c.title, locale),
        ...(m ? { seconds: m.mean, measured: m.count } : {}),
      }
    }),
    actions: ports.connectors.flatMap((c) =>
      Object.entries(c.actions ?? {}).map(([name, action]) => ({
        action: `${c.id}.${name}`,
        title: `${localize(c.title, locale)}: ${localize(action.title, locale)}`,
      })),
    ),
    roles: Object.keys(policy.roles),
    hosts,
    samples: sampleWords(locale),
    preview: companySetupOf(ports, claims),
  }
}
