import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { postgresMigrations } from './postgres-schema.ts'
import { migrations } from './schema.ts'

const digests = (steps: readonly (readonly string[])[]) =>
  steps.map((step) => createHash('sha256').update(JSON.stringify(step)).digest('hex').slice(0, 16))

// A file or a database that took a step never takes it again: an edit would reach new ones only. What is to
// change is a new step, whose digest is added here.
test('a step that was released never changes: SQLite', () => {
  expect(digests(migrations)).toEqual([
    '4440784e2b9085ce',
    'cb094ad56b730412',
    '6d1a53bf6abb2fa3',
    'a34887a4215f355b',
    '77d4f5262f47c1b0',
    'e2df68ca78445936',
  ])
})
test('a step that was released never changes: PostgreSQL', () => {
  expect(digests(postgresMigrations)).toEqual(['c19bcaaa6d5be2c0', 'cf3795a64424d437', 'f22333925da421f9'])
})
