/**
 * Vendure 3.
 *
 * @module ficha-nucleo/catalog/vendure
 */
export * from '../../../../dist/sdk/connectors/catalog/vendure/index.d.ts'
export { default } from '../../../../dist/sdk/connectors/catalog/vendure/index.d.ts'
