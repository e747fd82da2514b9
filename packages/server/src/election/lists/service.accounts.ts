/** The accounts in the area of whoever asks, as a list to take out of the system. */
import { roleText } from '@mingce/domain/audit'
import type { Text } from '@mingce/domain/result'
import { type Colleague, findColleagues } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { type ListSource, rowsInPages } from './service.source.ts'

const stateOf = ({ disabledAt, initialUntil }: Colleague): Text => {
  if (disabledAt) return { zh: '已停用', en: 'Disabled' }
  return initialUntil ? { zh: '待激活', en: 'Waits to be activated' } : { zh: '使用中', en: 'In use' }
}
const factorOf = ({ hasFactor }: Colleague): Text => (hasFactor ? { zh: '已设置', en: 'Set up' } : { zh: '未设置', en: 'None' })

export const accountsList: ListSource = {
  list: 'accounts',
  permission: 'audit',
  title: { zh: '账号', en: 'Accounts' },
  columns: {
    name: { zh: '姓名', en: 'Name' },
    username: { zh: '用户名', en: 'Username' },
    role: { zh: '岗位', en: 'Role' },
    area: { zh: '地区', en: 'Area' },
    state: { zh: '状态', en: 'State' },
    factor: { zh: '第二因素', en: 'Second factor' },
    disabledOn: { zh: '停用日期', en: 'Disabled on' },
  },
  async open(ctx, _, filter, language) {
    const { q, ...rest } = filter
    if (Object.keys(rest).length > 0) return null
    const pages = rowsInPages(
      async ({ cursor }) => findColleagues(ctx, { q, after: cursor }),
      one => ({
        community: null,
        cells: {
          name: one.name,
          username: one.username,
          role: roleText(one.role)[language],
          area: one.areaName,
          state: stateOf(one)[language],
          factor: factorOf(one)[language],
          disabledOn: one.disabledAt && chinaDate(one.disabledAt),
        },
      }),
    )
    return { people: 0, pages }
  },
}
