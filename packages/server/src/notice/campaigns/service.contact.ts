/** How a voter wants to be reached: entered by the voter, stored sealed, shown masked, deleted when the voter asks for it. */
import type { VoterContext } from '../../access/index.ts'
import { maskPhone } from '../../platform/crypto/index.ts'
import type { VoterContact, VoterContactBody } from './schema.ts'
import { maskEmail, openGiven, sealGiven } from './service.reach.ts'
import { findVoterContact, saveVoterContact } from './store.ts'

const NONE: VoterContact = { phone: null, email: null, language: 'zh', declined: false }

export const myContact = async (ctx: VoterContext): Promise<VoterContact> => {
  const kept = await findVoterContact(ctx.database, ctx.voter.personKey)
  if (!kept) return NONE
  const { phone, email } = openGiven(ctx.keys, kept.sealed)
  return { phone: phone && maskPhone(phone), email: email && maskEmail(email), language: kept.language, declined: kept.declined }
}

/** Stores phone, e-mail and language; with neither phone nor e-mail what is stored is deleted, and nothing is sent to the voter any more. */
export const saveMyContact = async (ctx: VoterContext, input: VoterContactBody): Promise<VoterContact> => {
  const { phone, email, language } = input
  const declined = phone === null && email === null
  const contact = { sealed: sealGiven(ctx.keys, { phone, email }), language, declined, at: ctx.clock.now() }
  await ctx.database.transaction(tx => saveVoterContact(tx, ctx.voter.personKey, contact))
  return myContact(ctx)
}
