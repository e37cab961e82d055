import { Words } from '../values/safe.tsx'
import { guessType, valueText } from '../values/value-text.ts'
import { useView } from '../view.ts'

/** The line items of one row, one per line. */
export default function Lines({ lines }: { lines: readonly Record<string, unknown>[] }) {
  const { now } = useView()
  return (
    <ul>
      {lines.map((line, i) => (
        <li key={i}>
          {Object.values(line)
            .filter((v) => v !== undefined && v !== null)
            .map((v, j) => (
              <span key={j}>
                {j > 0 && ' · '}
                <Words>{typeof v === 'number' ? `× ${v}` : valueText(guessType(v), v, now.peek())}</Words>
              </span>
            ))}
        </li>
      ))}
    </ul>
  )
}
