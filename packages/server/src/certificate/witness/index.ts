export { registerWitnessRoutes } from './routes.ts'
export { addCheckpoint, cosignByPartners, findCosigned, openWitnessing } from './service.ts'
