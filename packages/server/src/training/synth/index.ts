export { readNanmofang } from './nanmofang.ts'
export type { TruthCode } from './plan.ts'
export { POPULATION_FILE } from './registers.ts'
export { findSynthObstacle, type SynthRequest, type SynthSummary, synthesise } from './synth.ts'
