/** The second of two officers, wherever a change needs one. */
export { OTHER_OFFICER_FAILURES } from './errors.ts'
export { registerSecondOfficerRoutes } from './routes.ts'
export { SecondBody, SecondGiven } from './schema.ts'
export {
  askSecondOfficer,
  type Change,
  type ChangeSource,
  CountedSecond,
  checkCodeOf,
  checkSecondOfficer,
  giveSecondCode,
  SECOND_CHANGES,
} from './service.ts'
