export { registerShiftRoutes, type ShiftUseCases } from './routes.shift.ts'
export { registerQueued } from './service.queued.ts'
export { takeShift } from './service.shift.ts'
export { syncQueue } from './service.sync.ts'
