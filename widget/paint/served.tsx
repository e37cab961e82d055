import { useEffect, useId, useState } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { useView } from './view.ts'

/** Now and then, and only where the company wants it: one question to the agent about the card. Leaving it costs nothing. */
export function Served() {
  const { card } = useView()
  const [step, go] = useState<'' | 'asked' | 'missed' | 'thanks'>('')
  useEffect(() => { void card.wonders().then((yes) => { if (yes) go('asked') }, () => {}) }, [])
  const say = (answer: 'yes' | 'partly' | 'no') => { card.served(answer); go(answer === 'yes' ? 'thanks' : 'missed') }
  if (step === '') return null
  if (step === 'thanks') return <p class="soft pad" role="status">{t('served.thanks')}</p>
  if (step === 'missed') return <div class="pad"><Missed focus done={() => go('thanks')} /></div>
  return <div class="inline pad" role="group" aria-label={t('served')}><span>{t('served')}</span>
    {(['yes', 'partly', 'no'] as const).map((answer) => <button type="button" key={answer} onClick={() => say(answer)}>{t(`served.${answer}`)}</button>)}
    <button type="button" class="link" onClick={() => go('thanks')}>{t('question.skip')}</button></div>
}

/** What this ficha does not show and should: goes to whoever writes fichas, without anybody's name. */
export function Missed({ focus = false, done }: { focus?: boolean; done?: () => void }) {
  const { card } = useView()
  const [words, write] = useState('')
  const [sent, mark] = useState(false)
  const id = useId()
  useEffect(() => { if (focus) document.getElementById(id)?.focus() }, [])
  if (sent) return <p class="soft" role="status">{t('served.thanks')}</p>
  return <form class="inline" onSubmit={(e) => { e.preventDefault(); if (!words.trim()) return; card.missed(words.trim()); mark(true); done?.() }}>
    <label for={id}>{t('missed.label')}</label>
    <input id={id} maxLength={200} autocomplete="off" value={words} onInput={(e) => write(e.currentTarget.value)} /><button type="submit">{t('send')}</button></form>
}
