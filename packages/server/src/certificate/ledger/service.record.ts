/** The certificates' part of a person's record. */
import type { Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import type { RecordSection, RecordSubject } from '../../election/index.ts'
import { findOfPerson, findRecordedSteps } from './store.ts'

const STEPS: Readonly<Record<string, Text>> = {
  requested: { zh: '申请选民资格证明', en: 'Voter certificate requested' },
  issued: { zh: '开具选民资格证明', en: 'Voter certificate issued' },
  refused: { zh: '不予开具选民资格证明', en: 'Voter certificate refused' },
  revoked: { zh: '撤销选民资格证明', en: 'Voter certificate revoked' },
  expired: { zh: '选民资格证明过期', en: 'Voter certificate expired' },
  released: { zh: '凭选民资格证明转出', en: 'Moved with the voter certificate' },
  restored: { zh: '现住地未予登记，登记转回', en: 'Refused where the voter moved; the registration is here again' },
  reprinted: { zh: '补印选民资格证明', en: 'Voter certificate printed again' },
}

export const findCertificateSection = async (
  ctx: Context,
  { election, personKey }: RecordSubject,
): Promise<RecordSection | null> => {
  const certificates = (await findOfPerson(ctx.database, personKey)).filter(one => one.electionId === election.id)
  if (certificates.length === 0) return null
  const steps = await findRecordedSteps(
    ctx.database,
    personKey,
    certificates.map(one => one.id),
  )
  return {
    title: { zh: '选民资格证明', en: 'Voter certificates' },
    facts: certificates.map(({ toPlace }) => ({
      label: { zh: '转往', en: 'To' },
      value: toPlace ? { zh: toPlace, en: toPlace } : { zh: '未填', en: 'Not stated' },
    })),
    events: steps.map(({ at, kind, actor }) => ({ at, by: actor, text: STEPS[kind] ?? { zh: kind, en: kind } })),
  }
}
