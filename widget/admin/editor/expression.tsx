import { useId, useRef } from 'preact/hooks'
import type { FichaFault } from '../../../connectors/contract/index.ts'
import { t } from '../../i18n/index.ts'

interface Props {
  label: string
  value: string
  faults: readonly FichaFault[]
  onChange(value: string): void
  hint?: string
  rows?: number
}

/**
 * A CEL expression. Each fault is shown under its own line, at its column; pressing it puts the cursor there.
 */
export function Expression({ label, value, faults, onChange, hint, rows = 3 }: Props) {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const go = ({ line, column, length }: NonNullable<FichaFault['at']>): void => {
    const start =
      value
        .split('\n')
        .slice(0, line - 1)
        .reduce((n, l) => n + l.length + 1, 0) +
      column -
      1
    area.current?.focus()
    area.current?.setSelectionRange(start, start + length)
  }
  return (
    <div class="expression field wide">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        ref={area}
        rows={Math.max(rows, value.split('\n').length)}
        value={value}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        class="code"
        aria-invalid={faults.length > 0 ? true : undefined}
        aria-describedby={`${id}h ${id}f`}
        onInput={(e) => onChange(e.currentTarget.value)}
      />
      {hint && (
        <small id={`${id}h`} class="soft">
          {hint}
        </small>
      )}
      <div id={`${id}f`} aria-live="polite">
        {faults.map((f) => (
          <div class="fault" key={`${f.says}${f.at?.line}:${f.at?.column}`}>
            {f.at && (
              <pre aria-hidden="true">
                {value.split('\n')[f.at.line - 1]}
                {'\n'}
                {' '.repeat(Math.max(0, f.at.column - 1))}
                <b>
                  {'^'.repeat(
                    Math.max(
                      1,
                      Math.min(
                        f.at.length,
                        (value.split('\n')[f.at.line - 1]?.length ?? 1) - f.at.column + 1,
                      ),
                    ),
                  )}
                </b>
              </pre>
            )}
            <p class="bad">
              {f.at && (
                <button type="button" class="link" onClick={() => f.at && go(f.at)}>
                  {t('editor.at', { line: f.at.line, column: f.at.column })}
                </button>
              )}{' '}
              {f.says}
            </p>
          </div>
        ))}
      </div>
    </div>
  )
}
