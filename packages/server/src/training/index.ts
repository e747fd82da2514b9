/** Made-up elections to learn and to measure with: people, files with faults, the truth, and what a check made of them. */
export { compareWithTruth, type FaultRow, type FaultTable, type FoundRow } from './compare/compare.ts'
export { printFaultTable } from './compare/fault-table.ts'
export { demoElection } from './demo.ts'
export { findSynthObstacle, type SynthRequest, type SynthSummary, synthesise } from './synth/synth.ts'
export { findWipe, WIPE_FAILURES, wipeTraining } from './wipe/service.ts'
