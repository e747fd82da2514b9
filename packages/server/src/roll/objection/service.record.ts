/** The objections' part of a person's record. */
import type { Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import type { RecordSection, RecordSubject } from '../../election/index.ts'
import { findRecordedObjections } from './store.ts'

const STEPS: Readonly<Record<string, Text>> = {
  filed: { zh: '提出申诉', en: 'Objection filed' },
  decided: { zh: '作出处理决定', en: 'Objection decided' },
  undone: { zh: '撤回处理决定', en: 'Decision undone' },
  served: { zh: '送达处理决定', en: 'Decision served' },
  suit: { zh: '起诉', en: 'Lawsuit filed' },
  judged: { zh: '法院判决', en: 'Judgment' },
  closed: { zh: '申诉办结', en: 'Objection closed' },
}

export const findObjectionSection = async (
  ctx: Context,
  { personKey, countyCode, registrationId }: RecordSubject,
): Promise<RecordSection | null> => {
  const steps = await findRecordedObjections(ctx.database, personKey, countyCode, registrationId)
  if (steps.length === 0) return null
  return {
    title: { zh: '申诉', en: 'Objections' },
    facts: [],
    events: steps.map(({ at, kind, actor }) => ({ at, by: actor, text: STEPS[kind] ?? { zh: kind, en: kind } })),
  }
}
