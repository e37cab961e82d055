export { oddStrings, testConnector } from './kit.ts'
export { type ConformanceCases, type ConformanceOptions, key, type TestFn } from './types.ts'
