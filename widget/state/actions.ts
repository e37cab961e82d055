/**
 * What the card does only when the agent asks for something: loaded on first use, so that the first look is
 * light.
 */
export { act, advise, answerQuestion, decide, reveal, setApart } from './agent.ts'
export { ask, askMore, reopen } from './ask.ts'
export { watch } from './changes.ts'
export { keepDraft, keepRecent, readDraft } from './keep.ts'
