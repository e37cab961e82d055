/**
 * A system that lives in an array: the connector to read first.
 *
 * @module ficha-nucleo/catalog/memory
 */
export * from '../../../../dist/sdk/connectors/catalog/memory/index.d.ts'
export { default } from '../../../../dist/sdk/connectors/catalog/memory/index.d.ts'
