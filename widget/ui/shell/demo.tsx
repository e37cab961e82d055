import { t } from '../../i18n/index.ts'

/** A hub in the page protects nothing, and the card says so. */
export default function Demo() {
  return <p class="banner demo">{t('demo.banner')}</p>
}
