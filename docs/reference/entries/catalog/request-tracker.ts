/**
 * Request Tracker 5.
 *
 * @module ficha-nucleo/catalog/request-tracker
 */
export * from '../../../../dist/sdk/connectors/catalog/request-tracker/index.d.ts'
export { default } from '../../../../dist/sdk/connectors/catalog/request-tracker/index.d.ts'
