/** Faults of the machine and of the database, in words: what happened, the HTTP status, and what to do. */
export { briefOfErrno, describeFault } from './faults.ts'
