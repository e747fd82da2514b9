export { type HouseholdUseCases, registerHouseholdRoutes } from './routes.ts'
export { findHouseholds, openHousehold, printHouseholds } from './service.ts'
