/**
 * Any JSON API, by mapping.
 *
 * @module ficha-nucleo/catalog/rest
 */
export * from '../../../../dist/sdk/connectors/catalog/rest/index.d.ts'
export { default } from '../../../../dist/sdk/connectors/catalog/rest/index.d.ts'
