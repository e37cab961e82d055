/**
 * Any SQL database, through declared SELECTs.
 *
 * @module ficha-nucleo/catalog/sql
 */
export * from '../../../../dist/sdk/connectors/catalog/sql/index.d.ts'
export { default } from '../../../../dist/sdk/connectors/catalog/sql/index.d.ts'
