/** The population register's part of a person's record. */
import type { Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import type { RecordSection, RecordSubject } from '../../election/index.ts'
import { findRegisterParticulars } from './store.ts'

const STATUSES = {
  present: { zh: '在册', en: 'In the register' },
  deceased: { zh: '死亡', en: 'Deceased' },
  'moved-out': { zh: '迁出', en: 'Moved out' },
} as const satisfies Record<string, Text>

const same = (value: string): Text => ({ zh: value, en: value })

export const findRegisterSection = async (
  ctx: Context,
  { election, personKey }: RecordSubject,
): Promise<RecordSection | null> => {
  const entry = await findRegisterParticulars(ctx.database, election.id, personKey)
  if (!entry) return null
  const { status, statusOn } = entry
  return {
    title: { zh: '人口底册', en: 'Population register' },
    facts: [
      { label: { zh: '姓名', en: 'Name' }, value: same(entry.name) },
      {
        label: { zh: '社区（村）', en: 'Community' },
        value: entry.community ? same(entry.community) : { zh: '未填', en: 'Not stated' },
      },
      {
        label: { zh: '状态', en: 'Status' },
        value: statusOn
          ? { zh: `${STATUSES[status].zh}（${statusOn}）`, en: `${STATUSES[status].en} (${statusOn})` }
          : STATUSES[status],
      },
      ...(entry.asOf ? [{ label: { zh: '数据截至', en: 'Data as of' }, value: same(entry.asOf) }] : []),
    ],
    events: [],
  }
}
