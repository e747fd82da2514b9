export { DEVICE_FAILURES } from './errors.ts'
export { DeviceHeader, type DeviceUseCases, registerDeviceRoutes } from './routes.ts'
export { openQueue, sealForQueue } from './service.seal.ts'
export { type Enrolled, enrolDevice, findDevices, getDevice, getDeviceState, LONGEST_SHIFT_MS, revokeDevice } from './service.ts'
