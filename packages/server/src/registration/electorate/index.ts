/** Who elects a township's deputies: the committee's list, and people of whom it is not settled. */
export { ELECTORATE_FAILURES } from './errors.ts'
export { type ElectorateUseCases, registerElectorateRoutes } from './routes.ts'
export { townshipList } from './service.list.ts'
export { answerForPerson, findTownshipPeople } from './service.people.ts'
export { exportElectorate, importElectorate } from './service.table.ts'
export {
  countTownshipVoters,
  getElectorate,
  removeUnit,
  setCommunityDefaults,
  setUnit,
} from './service.ts'
