/** How the failures of shifts and queues are told over HTTP. */
import { DEVICE_FAILURES } from '../../access/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'
import { WORKLIST_FAILURES } from '../worklist/index.ts'

export const SHIFT_FAILURES = {
  ...WORKLIST_FAILURES,
  ...DEVICE_FAILURES,
  'shift.too-large': {
    status: 422,
    text: {
      zh: '这个区域尚未登记的人超过 20,000，一台设备容纳不下',
      en: 'More than 20,000 people in this area are not yet registered; that is too many for one device',
    },
    next: { zh: '开始班次时选择一个街道或社区', en: 'Choose one subdistrict or community when you start the shift' },
  },
  'queue.unreadable': {
    status: 422,
    text: {
      zh: '这一条无法解密：不是这台设备加密的，或已损坏',
      en: 'This item cannot be decrypted: it was encrypted by another device, or it is damaged',
    },
    next: { zh: '请重新录入这个人', en: 'Enter this person again' },
  },
} as const satisfies FailureTable

export type ShiftFailure = keyof typeof SHIFT_FAILURES
export const shiftFailures = failuresOf<ShiftFailure>(SHIFT_FAILURES)
