/** Made-up elections to learn and to measure with: people, files with faults, the truth, and what a check made of them. */
export { compareWithTruth, type FaultRow, type FaultTable, type FoundRow } from './compare.ts'
export { demoElection } from './demo.ts'
export { printFaultTable } from './fault-table.ts'
export { findSynthObstacle, type SynthRequest, type SynthSummary, synthesise } from './synth.ts'
export { findWipe, WIPE_FAILURES, wipeTraining } from './usecases.wipe.ts'
