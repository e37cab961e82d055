import { expect, it } from 'vitest'
import { compiledOf } from './compile.ts'
import { rule } from './sample.ts'

const broken = rule('orders.count() +')

it('says what is wrong with a rule in the language asked for, whoever asked before', () => {
  const problemsIn = (locale: string) => {
    const result = compiledOf(broken, locale)
    return 'problems' in result ? result.problems.map((p) => p.says) : []
  }
  const spanish = problemsIn('es')
  const english = problemsIn('en')
  expect(spanish).toHaveLength(1)
  expect(english).not.toEqual(spanish)
  expect(problemsIn('es')).toEqual(spanish)
})
