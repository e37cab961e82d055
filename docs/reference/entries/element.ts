/**
 * The element that a host page uses. Importing it defines `<ficha-nucleo>`.
 *
 * @module ficha-nucleo
 */
export * from '../../../dist/sdk/widget/element.d.ts'
