export { DEVICE_FAILURES } from './errors.ts'
export { DeviceHeader, type DeviceUseCases, registerDeviceRoutes } from './routes.ts'
export { openQueue, sealForQueue } from './service.seal.ts'
export {
  deactivateDevice,
  type Enrolled,
  enrolDevice,
  findDevices,
  getDevice,
  getDeviceState,
  LONGEST_SHIFT_MS,
} from './service.ts'
