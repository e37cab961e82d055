import { t } from '../i18n/index.ts'
import { look, Said } from './glance.tsx'
import { useView } from './view.ts'

export default function Chips() { return <><Margin /><Signals /></> }

/** Signals beyond the glance: what is true, and what could not be known. */
function Signals() {
  const { sheet } = useView()
  const ficha = sheet.who.value?.ficha
  const shown = [...sheet.signals.value.values()].map((k) => k.value).filter((s) => s.kind !== 'margin' && !ficha?.glance.some((g) => g.rule === s.rule) && s.answer.shown === 'clear' && (s.answer.value.is !== 'no' || s.kind === 'promise'))
  if (shown.length === 0) return null
  return <ul class="chips pad" aria-label={t('signals')}>{shown.map((s) => <li key={s.rule} class={`tag ${look(s)}`}>{s.title}{': '}<Said signal={s} /></li>)}</ul>
}

/** What the company lets this agent give now: said quietly, never as a script. */
function Margin() {
  const { sheet, open } = useView()
  const margin = [...sheet.signals.value.values()].map((k) => k.value).filter((s) => s.kind === 'margin' && s.answer.shown === 'clear' && s.answer.value.is === 'yes')
  const action = sheet.who.value?.ficha.actions.find((a) => a.name === 'gesture')
  if (margin.length === 0) return null
  return <p class="margin pad">{t('margin')}: {margin.map((s) => <Said key={s.rule} signal={s} />)} {action && <button type="button" class="link" onClick={() => { open.value = { action } }}>{t('margin.give')}</button>}</p>
}
