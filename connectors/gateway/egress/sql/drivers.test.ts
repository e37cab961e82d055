import { expect, test } from 'vitest'
import { missingDrivers } from './drivers.ts'

const databases = {
  till: { dialect: 'postgres', url: 'TILL_URL' },
  shop: { dialect: 'mysql', url: 'SHOP_URL' },
  file: { dialect: 'sqlite', file: './f.sqlite' },
  far: { dialect: 'libsql', url: 'FAR_URL' },
} as const
const fails = (code: string) => () => Promise.reject(Object.assign(new Error('x'), { code }))

test('a driver that is not installed is told for each database, with what to run', async () => {
  expect(await missingDrivers({ databases }, fails('ERR_MODULE_NOT_FOUND'))).toEqual([
    "databases.till.dialect: found 'postgres', whose driver pg is not installed; run npm i pg",
    "databases.shop.dialect: found 'mysql', whose driver mysql2 is not installed; run npm i mysql2",
  ])
})

test('the store in PostgreSQL needs its driver too', async () => {
  expect(
    await missingDrivers(
      { store: { dialect: 'postgres', url: 'FICHA_STORE_URL' } },
      fails('ERR_MODULE_NOT_FOUND'),
    ),
  ).toEqual(["store.dialect: found 'postgres', whose driver pg is not installed; run npm i pg"])
})

test('a driver that is there and does not load is another fault', async () => {
  expect(await missingDrivers({ databases: { till: databases.till } }, fails('ERR_DLOPEN_FAILED'))).toEqual([
    "databases.till.dialect: found 'postgres', whose driver pg does not load (ERR_DLOPEN_FAILED); run npm i pg again",
  ])
})

test('those that are installed, those that come with Ficha, and what is no database: nothing to tell', async () => {
  expect(await missingDrivers({ databases })).toEqual([])
  expect(await missingDrivers({ store: { file: './f.sqlite' } }, fails('ERR_MODULE_NOT_FOUND'))).toEqual([])
  for (const wrong of [undefined, 'x', { databases: 'x' }, { databases: { a: null } }, { store: 7 }])
    expect(await missingDrivers(wrong as never)).toEqual([])
})
