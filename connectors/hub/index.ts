export { createHub } from './hub.ts'
export type { Observed } from './memory/index.ts'
export {
  defaultSettings,
  fixedFichas,
  hourOf,
  memoryAudit,
  memoryCache,
  memoryGenerics,
  memoryLinks,
  memoryMarks,
  memoryNotices,
  memoryObservations,
  memoryOutcomes,
  memoryPorts,
  plainEgress,
  sealedHandles,
} from './memory/index.ts'
export * from './ports.ts'
export type { Stages } from './stages.ts'
