/** The failures of devices, with their HTTP status and texts. The page on the device acts on the codes: `device.deactivated` makes it erase its data. */
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const DEVICE_FAILURES = {
  forbidden: HTTP_FAILURES.forbidden,
  'device.invalid': { status: 422, text: { zh: '设备的设置有误', en: 'The device settings are invalid' } },
  'device.unknown': {
    status: 404,
    text: { zh: '没有这台设备，或不是由您启用的', en: 'This device does not exist, or was activated by someone else' },
    next: { zh: '用启用这台设备的账号登录，或重新启用', en: 'Sign in with the account that activated it, or activate it again' },
  },
  'device.deactivated': {
    status: 410,
    text: { zh: '这台设备已被停用，本机数据已清除', en: 'This device was deactivated and its data was erased' },
    next: { zh: '请与选举委员会联系，重新启用', en: 'Contact the election committee and activate the device again' },
  },
  'device.over': {
    status: 410,
    text: { zh: '这台设备的班次已经结束', en: 'The shift of this device is over' },
    next: { zh: '开始新的班次', en: 'Start a new shift' },
  },
} as const satisfies FailureTable

export type DeviceFailure = keyof typeof DEVICE_FAILURES
export const deviceFailures = failuresOf<DeviceFailure>(DEVICE_FAILURES)
