export {
  comeBack,
  leaveInstallation,
  letHeldStand,
  lockHolding,
  markElsewhere,
  markGivenBack,
  removeGivenBack,
  takeHeldBack,
} from './service.ts'
export {
  findElectionOfRegistration,
  findHolding,
  findPeopleNamed,
  findPersonOf,
  type Holding,
  holdCleared,
  holdReleased,
} from './store.ts'
