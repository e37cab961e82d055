/**
 * `testConnector`: says when a connector is done.
 *
 * @module ficha-nucleo/testing
 */
export * from '../../../dist/sdk/connectors/conformance/index.d.ts'
