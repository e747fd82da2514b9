/** Faults of the machine and of the database, in words: what happened, the HTTP status, and what to do. */
export { briefOfErrno, describeFault, FAULTS, type Fault } from './faults.ts'
