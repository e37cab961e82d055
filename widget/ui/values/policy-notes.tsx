import type { PolicyView, ReleasedRow } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'
import { Words } from './safe.tsx'

/** A code or a text, trimmed and in lower case for comparison. */
const plain = (value: unknown): string =>
  String(typeof value === 'object' && value !== null && 'code' in value ? value.code : value)
    .trim()
    .toLowerCase()
const governs = ({ where }: PolicyView, row: ReleasedRow): boolean => {
  const field = where && row.fields[where.field]
  if (!where || field?.shown !== 'clear') return false
  const values = Array.isArray(field.value) ? field.value : [field.value]
  return values.some((value) => where.is.some((is) => plain(is) === plain(value)))
}

/**
 * The company's policy texts beside the case they govern, collapsed at first: for one row, or for the whole
 * panel.
 */
export function PolicyNotes({
  of = [],
  row,
}: {
  of?: readonly PolicyView[] | undefined
  row?: ReleasedRow | undefined
}) {
  const here = of.filter((policy) => (row ? governs(policy, row) : !policy.where))
  return (
    <>
      {here.map((policy) => (
        <details key={policy.id} class="lines norm">
          <summary>
            {t('panel.policy')}: <Words>{policy.title}</Words>
          </summary>
          <p>
            <Words>{policy.text}</Words>
          </p>
        </details>
      ))}
    </>
  )
}
