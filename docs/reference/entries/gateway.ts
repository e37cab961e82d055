/**
 * The gateway: its configuration, and what starts it in a program of your own.
 *
 * @module ficha-nucleo/gateway
 */
export * from '../../../dist/sdk/connectors/gateway/node.d.ts'
