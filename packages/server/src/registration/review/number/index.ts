/** A case of a number that was withheld: what approving it does. */
export { confirmNumber } from './service.ts'
