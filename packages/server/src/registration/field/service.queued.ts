/** Registering one person out of a device's queue, on the road of every registration at a station or a door. */
import { fail, ok, type Text } from '@mingce/domain/result'
import { NewAtStation, ONLINE_FAILURES, registerAtStation } from '../online/index.ts'
import type { RegisterQueued } from './service.sync.ts'

const INVALID: Text = { zh: '登记内容不符合要求', en: 'The registration is invalid' }
const MEND: Text = { zh: '更正后重新报送', en: 'Correct it and send again' }

/** Reads the body as the route of a station reads it, and answers with as much as a worker has to know. */
export const registerQueued: RegisterQueued = async (ctx, electionId, body) => {
  const read = NewAtStation.safeParse(body)
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.')
    return fail({ code: 'request.invalid', text: INVALID, next: MEND, ...(field ? { field } : {}) })
  }
  const registered = await registerAtStation(ctx, electionId, read.data)
  if (!registered.ok) {
    const { code, field, text, next } = registered.error
    const telling: { readonly text: Text; readonly next?: Text } = ONLINE_FAILURES[code]
    return fail({ code, field, text: text ?? telling.text, next: next ?? telling.next })
  }
  const { outcome, registration, findings, elsewhere } = registered.value
  return ok({
    outcome,
    registration: registration && {
      countyCode: registration.countyCode,
      registrationId: registration.registrationId,
      status: registration.status,
      community: registration.community,
    },
    findings,
    ...(elsewhere ? { elsewhere } : {}),
  })
}
