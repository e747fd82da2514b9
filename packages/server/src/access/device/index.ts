export { DEVICE_FAILURES } from './errors.ts'
export { DeviceHeader, type DeviceUseCases, registerDeviceRoutes } from './routes.ts'
export { openQueue, sealForQueue } from './service.seal.ts'
export { cutOffDevice, deviceStanding, type Enrolled, enrolDevice, findDevices, getDevice, LONGEST_SHIFT_MS } from './service.ts'
