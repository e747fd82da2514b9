/** HTTP of devices: enrol this browser, ask for its state, list the devices of the area, deactivate one. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AreaCode, answers, type Failure, Instant, RetryHeaders } from '../../platform/http/index.ts'
import type { Context } from '../gate/index.ts'
import { contextOf } from '../gate/index.ts'
import { type DeviceFailure, deviceFailures } from './errors.ts'
import type { DeviceRow, Enrolled, NewDevice } from './service.ts'

type Answer<T> = Promise<Result<T, Failure<DeviceFailure>>>

export interface DeviceUseCases {
  enrolDevice(ctx: Context, input: NewDevice): Answer<Enrolled>
  findDevices(ctx: Context): Answer<DeviceRow[]>
  deactivateDevice(ctx: Context, id: string): Answer<{ ok: true }>
  /** Without a session: the device proves itself by its credential. */
  getDeviceState(header: string): Answer<{ deactivated: boolean; over: boolean; now: Date }>
}

/** Which device sends this. */
export const DeviceHeader = z.looseObject({
  'mingce-device': z.string().max(120).meta({ description: '`<id>.<credential>` of the device that sends this.' }),
})

const EnrolledSchema = z
  .object({
    id: z.uuid(),
    credential: z.string().meta({ description: 'Shown once. With the id and a dot before it, the header `mingce-device`.' }),
    sealTo: z
      .string()
      .meta({ description: 'Public key, base64 of the raw P-256 point; the device seals its queue to it (HPKE).' }),
    area: z.object({ code: z.string(), name: z.string() }),
    shiftEndsAt: Instant,
  })
  .meta({ id: 'EnrolledDevice' })

const DeviceSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    worker: z.string(),
    areaCode: z.string(),
    areaName: z.string(),
    enrolledAt: Instant,
    shiftEndsAt: Instant,
    deactivatedAt: Instant.nullable(),
    deactivatedBy: z.string().nullable(),
    lastSeenAt: Instant.nullable(),
  })
  .meta({ id: 'Device' })

export const registerDeviceRoutes = (instance: FastifyInstance, useCases: DeviceUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = deviceFailures

  app.post(
    '/api/devices',
    {
      config: { access: 'register' },
      schema: {
        operationId: 'enrolDevice',
        tags: ['devices'],
        summary: 'Use this browser at a station or a door for one shift',
        body: z.object({ name: z.string().trim().min(1).max(60), areaCode: AreaCode, shiftEndsAt: z.iso.datetime() }),
        response: answers({ 200: EnrolledSchema }),
      },
    },
    async request => {
      const { name, areaCode, shiftEndsAt } = request.body
      const made = unwrap(await useCases.enrolDevice(contextOf(request), { name, areaCode, shiftEndsAt: new Date(shiftEndsAt) }))
      return { ...made, sealTo: Buffer.from(made.sealTo).toString('base64') }
    },
  )

  app.get(
    '/api/devices',
    {
      config: { access: ['accounts', 'register'] },
      schema: {
        operationId: 'findDevices',
        tags: ['devices'],
        summary: 'Devices of your area, or your own',
        response: answers({ 200: z.array(DeviceSchema) }),
      },
    },
    async request => unwrap(await useCases.findDevices(contextOf(request))),
  )

  app.post(
    '/api/devices/:deviceId/deactivate',
    {
      config: { access: ['accounts', 'register'] },
      schema: {
        operationId: 'deactivateDevice',
        tags: ['devices'],
        summary: 'A device is lost and deactivated: neither list nor queue from now on, and it wipes itself at its next contact',
        headers: RetryHeaders,
        params: z.object({ deviceId: z.uuid() }),
        response: answers({ 200: z.object({ ok: z.literal(true) }) }),
      },
    },
    async request => unwrap(await useCases.deactivateDevice(contextOf(request), request.params.deviceId)),
  )

  app.get(
    '/api/devices/this',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'deviceStanding',
        tags: ['devices'],
        summary: 'May this device go on? Asked by the device with its credential, also when nobody is signed in',
        security: [],
        headers: DeviceHeader,
        response: answers({ 200: z.object({ deactivated: z.boolean(), over: z.boolean(), now: Instant }) }),
      },
    },
    async request => unwrap(await useCases.getDeviceState(request.headers['mingce-device'])),
  )
}
