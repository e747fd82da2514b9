export { addDemoCommand } from './demo.ts'
export { addSynthCommand } from './synth.ts'
export { addTrainingCommands } from './training.ts'
