export { answerInThread, openThreadPool, type Thread } from './threads.ts'
