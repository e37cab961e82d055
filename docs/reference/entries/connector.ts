/**
 * What a connector is: its types, the vocabulary, and helpers for authors. Types of the gateway's HTTP API and
 * of the card's stream.
 *
 * @module ficha-nucleo/connector
 */
export * from '../../../dist/sdk/connectors/contract/index.d.ts'
