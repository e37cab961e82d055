export { FactList as default } from './reasons.tsx'
