/** Passkeys in the browser: the server's offer goes to the device, what the device answers goes back. */
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type { PasskeyAnswer, PasskeyOffer } from '../../../api/index.ts'

/** The person stopped, or the device had nothing to offer. */
export class PasskeyStopped extends Error {
  constructor() {
    super('no passkey was used')
  }
}

/** Does this browser know passkeys here? Only on https and on localhost. */
export const supportsPasskeys = (): boolean => window.isSecureContext && 'PublicKeyCredential' in window

const orStopped = async <T>(ceremony: Promise<T>): Promise<T> => {
  try {
    return await ceremony
  } catch {
    throw new PasskeyStopped()
  }
}

type Options = PasskeyOffer['options']
type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON']
type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']

const isRequest = (options: Options): options is Options & RequestOptions => typeof options.challenge === 'string'
const isCreation = (options: Options): options is Options & CreationOptions =>
  isRequest(options) && typeof options.rp === 'object' && typeof options.user === 'object'

/** The server's offer as the browser takes it. Throws where it is none of that kind. */
const optionsFor = <Kind extends Options>(options: Options, isKind: (options: Options) => options is Kind): Kind => {
  if (!isKind(options)) throw new Error('the server offered no passkey of this kind')
  return options
}

/** Makes a passkey on this device. Throws PasskeyStopped. */
export const createPasskey = async ({ ticket, options }: PasskeyOffer): Promise<PasskeyAnswer> => {
  const optionsJSON = optionsFor(options, isCreation)
  const made = await orStopped(startRegistration({ optionsJSON }))
  const { clientDataJSON, attestationObject, transports } = made.response
  const said = transports as PasskeyAnswer['response']['response']['transports']
  return {
    ticket,
    response: {
      id: made.id,
      rawId: made.rawId,
      type: 'public-key',
      response: { clientDataJSON, attestationObject, ...(said ? { transports: said } : {}) },
    },
  }
}

/** Lets the device answer with one of its passkeys. Throws PasskeyStopped. */
export const signWithPasskey = async ({ ticket, options }: PasskeyOffer): Promise<PasskeyAnswer> => {
  const optionsJSON = optionsFor(options, isRequest)
  const shown = await orStopped(startAuthentication({ optionsJSON }))
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response
  return {
    ticket,
    response: {
      id: shown.id,
      rawId: shown.rawId,
      type: 'public-key',
      response: { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) },
    },
  }
}
