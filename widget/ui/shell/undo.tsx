import { useSignal } from '@preact/signals'
import { t } from '../../i18n/index.ts'
import type { Notice } from '../../state/index.ts'
import { Words } from '../values/safe.tsx'
import { useView } from '../view.ts'

/** The agent's last decision about who this is, with its undo button. */
export default function Undo({ notice }: { notice: Notice }) {
  const { card } = useView()
  const says = useSignal('')
  const undo = async (link: string) => {
    const done = await card.decide('undo', { link, card: notice.card })
    if (done.is === 'failed') says.value = t('act.failed', { says: done.says })
  }
  return (
    <p class="banner notice">
      <span>
        <Words>{says.value || notice.says}</Words>
      </span>{' '}
      {notice.link && (
        <button type="button" class="link" onClick={() => void undo(notice.link as string)}>
          {t('undo')}
        </button>
      )}
    </p>
  )
}
