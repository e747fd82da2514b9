/** Made-up elections to learn and to measure with: people, files with faults, the truth, and what a check made of them. */
export { addRows, compareWithTruth, type FaultRow, type FaultTable, type FoundRow, printFaultTable } from './compare/index.ts'
export { demoElection } from './demo.ts'
export { trainingModule } from './module.ts'
export { findSynthObstacle, synthesise } from './synth/index.ts'
export { findWipe, WIPE_FAILURES, wipeTraining } from './wipe/index.ts'
