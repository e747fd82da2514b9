export { addDemoCommand } from './demo.ts'
export { demoLoginOf } from './login.ts'
export { addSynthCommand, wholeNumber } from './synth.ts'
export { addTrainingCommands } from './training.ts'
