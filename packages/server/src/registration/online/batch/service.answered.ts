/**
 * A pending registration goes on when a register has answered for its person: judged again by the same facts as everybody, in the
 * transaction in which its question goes.
 */
import { aboutElection } from '@mingce/domain/notice'
import { type FindingCode, getFinding } from '@mingce/domain/registration'
import type { Election } from '../../../election/index.ts'
import { queueNotice } from '../../../notice/index.ts'
import { recordAudits } from '../../../platform/audit/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import type { AnsweredRegistration } from '../../../population/index.ts'
import { checkScope, recheckStanding } from '../../check/index.ts'
import { findPending, letPendingStand } from '../store.ts'

const BRING = { zh: '身份证和有关证明', en: 'your ID card and supporting documents' } as const

/**
 * Lets pending registrations stand, or opens what the register has against them; each is audited and its person told. `released`: their place
 * of origin has let them go, so they stand while what is found of them is reviewed: nobody is on no list meanwhile.
 */
export const goOnWithAnswered =
  (clock: { now(): Date }, released = false) =>
  async (tx: Sql, election: Election, registrations: readonly AnsweredRegistration[]): Promise<void> => {
    const at = clock.now()
    const pending = await findPending(tx, registrations)
    if (pending.length === 0) return
    await recheckStanding(
      tx,
      await checkScope(tx, election, false),
      at,
      pending.map(p => p.personKey),
    )
    const settled = await letPendingStand(tx, pending, released)
    await recordAudits(
      tx,
      settled.map(({ countyCode, registrationId, status, codes }) => ({
        countyCode,
        at,
        actor: 'mingce',
        role: 'system',
        action: 'registration.answered',
        subject: `registration/${registrationId}`,
        details: { outcome: status, findings: codes, election: election.id },
      })),
    )
    for (const { countyCode, registrationId, personKey, community, status, codes } of settled) {
      const [code] = codes
      const notice = { electionId: election.id, countyCode, personKey, registrationId, areaCode: community?.code, at }
      const dedupeKey = `registration/${registrationId}/answered/${status}`
      if (status === 'registered')
        await queueNotice(tx, {
          ...notice,
          template: 'accepted',
          parameters: {
            ...aboutElection(election),
            pollingDay: election.pollingDay,
            place: community?.name ?? election.areaName,
          },
          dedupeKey,
        })
      else if (code)
        await queueNotice(tx, {
          ...notice,
          template: 'review',
          parameters: { ...aboutElection(election), ground: getFinding(code as FindingCode).title, bring: BRING },
          dedupeKey,
        })
    }
  }
