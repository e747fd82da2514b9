/** Grounds on which a registered voter is taken off the roll, complete: each is in the law, and no other is taken (EL 4, EL 5, EL 27, P83 §4). */
import type { Text } from '../result/index.ts'

export interface RemovalGround {
  readonly id: string
  readonly article: string
  readonly title: Text
  /** The document that shows it, whose number is recorded. */
  readonly document: Text
}

const t = (zh: string, en: string): Text => ({ zh, en })

export const REMOVAL_GROUNDS = [
  {
    id: 'deceased',
    article: 'EL 27',
    title: t('死亡', 'deceased'),
    document: t('死亡证明或户口注销证明', 'death certificate, or proof that the household registration was cancelled'),
  },
  {
    id: 'deprived',
    article: 'EL 27',
    title: t('依法被剥夺政治权利', 'deprived of political rights'),
    document: t('法院判决书', 'judgment'),
  },
  {
    id: 'suspended',
    article: 'P83 §4',
    title: t('羁押期间被决定停止行使选举权利', 'exercise of the vote suspended by decision during detention'),
    document: t('检察院或法院的决定书', 'decision of the procuratorate or court'),
  },
  {
    id: 'unable',
    article: 'EL 27',
    title: t('不能行使选举权利，经选举委员会确认', 'unable to exercise the vote, confirmed by the election committee'),
    document: t('选举委员会的确认文书', 'confirmation by the election committee'),
  },
  {
    id: 'not-citizen',
    article: 'EL 4',
    title: t('不具有中华人民共和国国籍', 'not a citizen'),
    document: t('国籍证明文书', 'document on the nationality'),
  },
  {
    id: 'under-age',
    article: 'EL 4',
    title: t('选举日未满十八周岁', 'under 18 on election day'),
    document: t('身份证或户口簿', 'ID card or household register booklet'),
  },
  {
    id: 'twice',
    article: 'EL 5',
    title: t('同一人重复登记', 'the same person is registered twice'),
    document: t('另一条登记的编号', 'number of the other registration'),
  },
] as const satisfies readonly RemovalGround[]

export type RemovalGroundId = (typeof REMOVAL_GROUNDS)[number]['id']

export const getRemovalGround = (id: RemovalGroundId): RemovalGround => {
  const found = REMOVAL_GROUNDS.find(ground => ground.id === id)
  if (!found) throw new Error(`no ground ${id}`)
  return found
}
