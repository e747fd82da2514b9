export { answerInThread, openThreadPool, type Thread, type ThreadPool } from './threads.ts'
