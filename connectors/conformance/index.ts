export { testConnector, oddStrings } from './kit.ts'
export { key, type ConformanceCases, type ConformanceOptions, type TestFn } from './types.ts'
