export { findProgram } from './program.ts'
export { answerInThread, openThreadPool, type Thread } from './threads.ts'
