/** Columns of the files of an election: what offices, units and communities send. One place says which header means what. */
import {
  COMMUNITY_PART,
  CONTACT_COLUMNS,
  DISQUALIFICATION_COLUMNS,
  ELECTS_TOWNSHIP,
  PERSON_COLUMNS,
  POPULATION_COLUMNS,
} from '../population/index.ts'
import { type ColumnMap, type ColumnTable, column, matchColumns } from '../standards/index.ts'

const t = (zh: string, en: string) => ({ zh, en })

const PLACE_COLUMNS = [
  column(
    'community',
    '社区',
    'Community',
    '社区代码 社区名称 社区村 所属社区 所在社区 居住社区 村居 居委会 村委会 居村委会 社区居委会 CommunityCode CommunityName Village',
    t('社区名称或12位代码', 'Name or 12-digit code of the community'),
  ),
  column(
    'district',
    '选区',
    'Electoral district',
    '选区名称 选区编号 选区代码 选区号 所属选区 所在选区 区级选区 District DistrictCode DistrictName',
    t(
      '区（县）级选区的名称或编号；空白按社区确定',
      'Name or number of the county-level electoral district; if empty, determined by the community',
    ),
  ),
  COMMUNITY_PART,
  column('voterGroup', '选民小组', 'Voter group', '小组 选民组 选民小组名称 组别 Group', t('选民小组', 'Voter group')),
] as const

const TOOK_PART = column(
  'tookPart',
  '参加上次选举',
  'Took part in the last election',
  '参加过上次选举 上次参选 上届参选 参加上届选举 是否参加上次选举 是否参加上届选举 上次参加选举 VotedLastTime TookPartLastTime TookPart',
  t('是否参加过上次选举', 'Whether the person took part in the last election'),
)

const REMARK = column(
  'remark',
  '备注',
  'Remarks',
  '备考 附注 备注说明 情况说明 人员备注 特殊情况 Remark Note Notes Comment Comments',
  t(
    '只看其中有没有已故、迁出、服刑、重复等需要核实的词，其余文字不保存',
    'Searched for words such as deceased or moved out (in Chinese) that have to be looked into; the rest of the text is not kept',
  ),
)

export const REGISTRATION_COLUMNS = [
  ...PERSON_COLUMNS,
  ...PLACE_COLUMNS,
  column(
    'unit',
    '单位',
    'Unit',
    '工作单位 单位名称 所在单位 学校 所属单位 Employer School WorkUnit',
    t('工作或学习的单位', 'Place of work or study'),
  ),
  ...CONTACT_COLUMNS,
  column(
    'basis',
    '登记依据',
    'Basis',
    '登记类别 登记类型 登记地依据 登记理由 RegistrationBasis',
    t('户籍、居住、工作、就读', 'hukou, residence, work, study'),
  ),
  column(
    'certificate',
    '选民资格证明',
    'Certificate',
    '资格证明 选民资格证明编号 选民资格证 选民资格转移证明 选民证明 VoterCertificate',
    t('有无，或证明编号', 'Whether there is one, or its number'),
  ),
  column(
    'residencePermit',
    '居住证',
    'Residence permit',
    '居住证号 居住证编号 居住证件 暂住证 居住登记卡 居住证明 ResidencePermitNumber',
    t('有无，或证件编号', 'Whether there is one, or its number'),
  ),
  column(
    'contract',
    '劳动合同',
    'Employment contract',
    '合同 劳动合同一年以上 一年以上劳动合同 工作一年以上 LaborContract Contract EmploymentContract LabourContract',
    t('有无合法劳动合同且工作满一年', 'Whether there is a lawful employment contract with at least one year of work'),
  ),
  column(
    'contractTerm',
    '合同起止日期',
    'Contract term',
    '合同起止 合同期限 劳动合同期限 劳动合同起止日期 合同起止时间 ContractTerm',
    t(
      '如 2025-03-01至2028-02-29；没有终止日期的写“无固定期限”',
      'For example 2025-03-01 to 2028-02-29; without an end: 无固定期限',
    ),
  ),
  column(
    'contractFrom',
    '合同起始日期',
    'Contract from',
    '劳动合同起始日期 合同开始日期 合同起 合同起始 劳动合同开始日期 ContractFrom ContractStart',
    t('劳动合同的第一天', 'First day of the employment contract'),
  ),
  column(
    'contractUntil',
    '合同终止日期',
    'Contract until',
    '劳动合同终止日期 合同结束日期 合同止 合同终止 合同到期日期 合同到期日 劳动合同结束日期 ContractUntil ContractEnd',
    t('劳动合同的最后一天；空白为无固定期限', 'Last day of the employment contract; if empty, without an end'),
  ),
  column(
    'livesHereSince',
    '来本市居住时间',
    'Lives here since',
    '来本市时间 来京时间 来京居住时间 来京日期 在本市居住起始日期 本市居住起始时间 居住起始日期 居住起始时间 居住满一年 在本市居住满一年 LivesHereSince ResidentSince',
    t(
      '从哪天起在本市居住，也可只写年月；只知道已住满规定时间的写“是”',
      'Since which day the person has lived in the city, or month; yes where only known to be long enough',
    ),
  ),
  TOOK_PART,
  ELECTS_TOWNSHIP,
  column(
    'student',
    '学生',
    'Student',
    '在校学生 在校生 是否学生 是否在校学生',
    t('是否在校学生', 'Whether the person is a student'),
  ),
  column(
    'universityStudent',
    '高校学生',
    'University student',
    '大学生 高校在校学生 高校在校生 是否高校学生 是否大学生 高等学校学生 UniversityStudent CollegeStudent',
    t('是否高等学校的在校学生', 'Whether the person is a student of a university or college'),
  ),
  REMARK,
] as const satisfies ColumnTable

export const PREVIOUS_ROLL_COLUMNS = [
  ...PERSON_COLUMNS,
  ...PLACE_COLUMNS,
  TOOK_PART,
  ELECTS_TOWNSHIP,
  REMARK,
] as const satisfies ColumnTable

export type RegistrationField = (typeof REGISTRATION_COLUMNS)[number]['field']
export type PreviousRollField = (typeof PREVIOUS_ROLL_COLUMNS)[number]['field']

/** Columns of each kind of file, in the order in which the product writes them. */
export const COLUMNS = {
  population: POPULATION_COLUMNS,
  disqualifications: DISQUALIFICATION_COLUMNS,
  'previous-roll': PREVIOUS_ROLL_COLUMNS,
  registrations: REGISTRATION_COLUMNS,
} as const

export type FileKind = keyof typeof COLUMNS
export type FieldOf<K extends FileKind> = (typeof COLUMNS)[K][number]['field']

const TABLES: { readonly [K in FileKind]: ColumnTable<FieldOf<K>> } = COLUMNS

/** The columns of a kind of file, typed by the kind. */
export const columnsOf = <K extends FileKind>(kind: K): ColumnTable<FieldOf<K>> => TABLES[kind]

/** Which column of a file of this kind is where. Headers in Chinese or English, in any order, however decorated. */
export const mapColumns = <K extends FileKind>(header: readonly string[], kind: K): ColumnMap<FieldOf<K>> =>
  matchColumns(header, columnsOf(kind))
