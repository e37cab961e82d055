import { type Language, languages } from '../../contract/index.ts'

const spelled = `${languages.slice(0, -1).join(', ')} or ${languages.at(-1)}`

/** What `--help` says of `--locale`. */
export const localeDescription = `language of the reasons: ${spelled}`

/**
 * The language that `--locale` asks for. A region may follow it: `pt-BR` is Portuguese.
 *
 * @throws Error when there are no texts in that language; it names the languages there are
 */
export function languageOf(locale: string): Language {
  const subtag = locale.trim().toLowerCase().split(/[-_]/)[0]
  const language = languages.find((one) => one === subtag)
  if (!language) throw new Error(`--locale ${locale}: there are no texts in this language; write ${spelled}`)
  return language
}
