/** Made-up elections to learn and to measure with: people, files with faults, the truth, and what a check made of them. */
export { demoElection } from './demo.ts'
export { findSynthObstacle, type SynthRequest, type SynthSummary, synthesise } from './synth.ts'
