/** Accounts of the demo, one per role. They exist only in a demo's folder. */
import type { Text } from '@mingce/domain/result'
import { createStaff, DEMO_PASSWORD, type Role } from '../../../access/index.ts'
import type { Installation } from '../frame/index.ts'
import { Failed } from '../frame/index.ts'

export interface DemoAccount {
  readonly username: string
  readonly password: string
  readonly name: string
  readonly role: Role
  readonly areaCode: string
  readonly title: Text
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    username: 'township',
    name: '南磨房选办 小周',
    role: 'township',
    areaCode: '110105021',
    title: { zh: '南磨房地区选举委员会', en: 'the election committee of Nanmofang' },
  },
  {
    username: 'district',
    name: '朝阳区选办 老吴',
    role: 'district',
    areaCode: '110105',
    title: { zh: '朝阳区选举委员会', en: 'the election committee of Chaoyang District' },
  },
  {
    username: 'second',
    name: '朝阳区选办 老郑',
    role: 'district',
    areaCode: '110105',
    title: { zh: '朝阳区选举委员会（复核）', en: 'the same committee: whoever confirms what another prepared' },
  },
  {
    username: 'station',
    name: '楼梓庄登记站 小马',
    role: 'station',
    areaCode: '110105021200',
    title: { zh: '楼梓庄村登记站', en: 'the registration station of Louzizhuang village' },
  },
  {
    username: 'city',
    name: '市选办 陈处',
    role: 'city',
    areaCode: '11',
    title: { zh: '北京市选举工作机构', en: 'the election office of Beijing' },
  },
  {
    username: 'auditor',
    name: '监督员 林',
    role: 'auditor',
    areaCode: '110105',
    title: { zh: '监督人员（只读）', en: 'an auditor (read only)' },
  },
].map(account => ({ ...account, password: DEMO_PASSWORD }) as DemoAccount)

/** Makes the demo accounts that are not there yet. */
export const ensureDemoStaff = async (ctx: Installation): Promise<void> => {
  for (const { title, ...account } of DEMO_ACCOUNTS) {
    const made = await createStaff(ctx.database, account, ctx, { isDemo: true, madeBy: 'demo' })
    if (!made.ok && made.error.code !== 'staff.taken') throw new Failed(made.error.text ?? title)
  }
}
