import { t } from '../../i18n/index.ts'
import { Words } from '../values/safe.tsx'
import { useView } from '../view.ts'

/** Hides the account until one question was confirmed: caller ID identifies a customer, it never unlocks. */
export default function Locked({ words }: { words: string }) {
  const { card } = useView()
  return (
    <div class="locked pad">
      <p>
        <Words>{words}</Words>
      </p>
      <button type="button" class="do" onClick={() => card.confirm()}>
        {t('locked.confirm')}
      </button>
    </div>
  )
}
