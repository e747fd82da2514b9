/** The second of two officers, wherever a change needs one. */
export { OTHER_OFFICER_FAILURES, type OtherOfficerFailure } from './errors.ts'
export { registerSecondOfficerRoutes } from './routes.ts'
export { SecondBody, SecondGiven } from './schema.ts'
export {
  askSecondOfficer,
  type Change,
  type ChangeSource,
  CountedSecond,
  checkCodeOf,
  checkSecondOfficer,
  findWaitingChange,
  giveSecondCode,
  SECOND_CHANGES,
} from './service.ts'
