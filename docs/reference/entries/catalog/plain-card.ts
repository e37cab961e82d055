/**
 * Any endpoint that serves Plain customer cards.
 *
 * @module ficha-nucleo/catalog/plain-card
 */
export * from '../../../../dist/sdk/connectors/catalog/plain-card/index.d.ts'
export { default } from '../../../../dist/sdk/connectors/catalog/plain-card/index.d.ts'
