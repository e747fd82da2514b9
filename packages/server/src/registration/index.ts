export { REGISTRATION_FAILURES, type RegistrationFailure } from './failures.ts'
export { type RegistrationUseCases, registerRegistrationRoutes } from './routes.ts'
