import Postmate from 'postmate'

/**
 * Postmate as its manual says to use it: the control that shows what each test would see without the gate.
 */
const model = {
  customer: 'Marta',
  secret: () => 'MARTA-600123456',
  slow: () => new Promise((resolve) => setTimeout(() => resolve('GENUINE'), 500)),
  fails: () => {
    throw new Error('no agent')
  },
  ...{ calls: [] as string[] },
}
Object.assign(window, { model, errors: [] as string[] })
addEventListener('error', (event) =>
  (window as unknown as { errors: string[] }).errors.push(String(event.error)),
)
const withCall = Object.assign(model, {
  note: (text: string) => {
    model.calls.push(text)
  },
})
new Postmate.Model(withCall).then(
  (api) => Object.assign(window, { api, bound: (api as unknown as { parentOrigin: string }).parentOrigin }),
  (why: unknown) => Object.assign(window, { refused: String(why) }),
)
