/** Calls of the API about accounts: signing in by steps, one's own account, and colleagues'. All throw ApiError. */
import { api, bodyOf, once } from './request.ts'
import type { components, operations } from './schema.d.ts'

type Schemas = components['schemas']
export type Account = Schemas['Account']
export type Colleague = Schemas['Colleague']
export type PasskeyOffer = Schemas['PasskeyOffer']
export type PasskeyAnswer = operations['signInByPasskey']['requestBody']['content']['application/json']
export type Proof = operations['removeApp']['requestBody']['content']['application/json']['proof']
export type NewApp = Schemas['NewApp']
export type ActivationCode = Schemas['ActivationCode']
export type NewColleague = operations['addColleague']['requestBody']['content']['application/json']
export type ColleagueChange = operations['changeColleague']['requestBody']['content']['application/json']
export type SecondStep = NonNullable<operations['signIn']['responses']['200']['content']['application/json']['secondStep']>

/** What remains to be shown after the password; null: signed in. */
export const signIn = async (username: string, password: string): Promise<SecondStep | null> =>
  (await bodyOf(api.POST('/api/auth/sign-in', { body: { username, password } }))).secondStep ?? null
/** Sets the own password with an activation code and signs in. What remains to be shown; null: signed in. */
export const activateAccount = async (username: string, code: string, newPassword: string): Promise<SecondStep | null> =>
  (await bodyOf(api.POST('/api/auth/activate', { body: { username, code, newPassword } }))).secondStep ?? null
export const takeSecondStep = async (code: string): Promise<void> =>
  void (await api.POST('/api/auth/second-step', { body: { code } }))
export const askForPasskey = () => bodyOf(api.POST('/api/auth/passkey/offer'))
export const signInByPasskey = async (body: PasskeyAnswer): Promise<void> => void (await api.POST('/api/auth/passkey', { body }))

export const readAccount = () => bodyOf(api.GET('/api/account'))
export const changePassword = (password: string, newPassword: string) =>
  bodyOf(api.POST('/api/account/password', { body: { password, newPassword } }))
export const startApp = (password: string, proof?: Proof) =>
  bodyOf(api.POST('/api/account/app/start', { body: proof ? { password, proof } : { password } }))
export const finishApp = (ticket: string, code: string) => bodyOf(api.POST('/api/account/app/finish', { body: { ticket, code } }))
export const removeApp = (password: string, proof: Proof) =>
  bodyOf(api.POST('/api/account/app/remove', { body: { password, proof } }))
export const makeBackupCodes = (password: string, proof: Proof) =>
  bodyOf(api.POST('/api/account/backup-codes', { body: { password, proof } }))
export const offerPasskey = () => bodyOf(api.POST('/api/account/passkeys/offer'))
export const addPasskey = (password: string, name: string, passkey: PasskeyAnswer) =>
  bodyOf(api.POST('/api/account/passkeys', { body: { password, name, passkey } }))
export const removePasskey = (passkeyId: string, password: string, proof: Proof) =>
  bodyOf(api.POST('/api/account/passkeys/{passkeyId}/remove', { params: { path: { passkeyId } }, body: { password, proof } }))
export const askForProof = () => bodyOf(api.POST('/api/account/proof'))
export const endSession = (sessionId: string) =>
  bodyOf(api.POST('/api/account/sessions/{sessionId}/end', { params: { path: { sessionId } } }))
export const endOtherSessions = () => bodyOf(api.POST('/api/account/sessions/end-others'))

export const readColleagues = (filter: { q?: string | undefined; area?: string | undefined }, after?: string) =>
  bodyOf(
    api.GET('/api/accounts', {
      params: {
        query: {
          ...(filter.q ? { q: filter.q } : {}),
          ...(filter.area ? { area: filter.area } : {}),
          ...(after ? { after } : {}),
        },
      },
    }),
  )
export const addColleague = (body: NewColleague, requestId: string) =>
  bodyOf(api.POST('/api/accounts', { body, headers: once(requestId) }))
const of = (accountId: string, requestId: string) => ({ params: { path: { accountId } }, headers: once(requestId) })
export const changeColleague = (id: string, body: ColleagueChange, requestId: string) =>
  bodyOf(api.POST('/api/accounts/{accountId}/change', { ...of(id, requestId), body }))
export const resetColleague = (id: string, requestId: string) =>
  bodyOf(api.POST('/api/accounts/{accountId}/reset-password', of(id, requestId)))
export const disableColleague = (id: string, requestId: string) =>
  bodyOf(api.POST('/api/accounts/{accountId}/disable', of(id, requestId)))
export const enableColleague = (id: string, requestId: string) =>
  bodyOf(api.POST('/api/accounts/{accountId}/enable', of(id, requestId)))
export const resetFactors = (id: string, requestId: string) =>
  bodyOf(api.POST('/api/accounts/{accountId}/reset-factors', of(id, requestId)))
