export { createHub } from './hub.ts'
export * from './ports.ts'
export { defaultSettings, fixedFichas, memoryAudit, memoryCache, memoryGenerics, memoryLinks, memoryMarks, memoryNotices, memoryOutcomes, memoryPorts, plainDoor, sealedHandles } from './memory/index.ts'
export type { Stages } from './stages.ts'
