import { t } from '../i18n/index.ts'

/** The hub runs in this page: whoever opens it could see everything. */
export default function Demo() { return <p class="banner demo">{t('demo')}</p> }
