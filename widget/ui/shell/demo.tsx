import { t } from '../../i18n/index.ts'

/** Says that this card is a demo: a hub inside the page protects nothing. */
export default function Demo() {
  return <p class="banner demo">{t('demo.banner')}</p>
}
