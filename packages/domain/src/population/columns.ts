/** Columns of the files that registrations are checked against: the population register and the people without the vote. */
import { type ColumnTable, column } from '../standards/index.ts'

const t = (zh: string, en: string) => ({ zh, en })

/** Columns about the person, which every kind of file has. */
export const PERSON_COLUMNS = [
  column('name', '姓名', 'Name', '名字 选民姓名 人员姓名 居民姓名 公民姓名 FullName', t('姓名', 'Name'), true),
  column(
    'number',
    '公民身份号码',
    'ID number',
    '身份证号 身份证号码 身份证 居民身份证号 居民身份证号码 居民身份证 公民身份证号 公民身份证号码 证件号 证件号码 有效证件号码 身份号码 IDNo IDCard IDCardNumber ResidentID ResidentIDNumber CitizenID',
    t('18位或15位公民身份号码；该列请设为文本格式', '18 or 15 characters; format the column as text'),
    true,
  ),
  column('sex', '性别', 'Sex', 'Gender', t('男、女，或1、2', '男/M/1 or 女/F/2')),
  column(
    'birth',
    '出生日期',
    'Birth date',
    '出生年月日 出生年月 出生 生日 DateOfBirth BirthDay DOB Born',
    t('与身份证号核对', 'Compared with the ID number'),
  ),
] as const

export const CONTACT_COLUMNS = [
  column(
    'address',
    '现住地址',
    'Current address',
    '现住址 住址 现居住地址 现居住地 居住地址 居住地 家庭住址 家庭地址 详细地址 现住地 常住地址 地址 Address CurrentAddress Residence PresentAddress',
    t('现在居住的地址', 'Where the person lives now'),
  ),
  column(
    'phone',
    '联系电话',
    'Phone',
    '电话 手机 手机号 手机号码 电话号码 联系方式 移动电话 Telephone Mobile PhoneNumber Tel',
    t('电话', 'Phone'),
  ),
] as const

export const ELECTS_TOWNSHIP = column(
  'electsTownship',
  '选举乡镇代表',
  'Elects township deputies',
  '选举乡级代表 参加乡级选举 参加乡镇选举 是否选举乡镇代表 是否选举乡级代表 是否参加乡级选举 乡级选民 乡镇选民 ElectsTownship TownshipVoter TownshipVote',
  t('是、否；空白按社区或单位确定', 'yes or no; if empty, determined by the community or the unit'),
)

/** The part of the community where the person lives: asked where a community is divided among districts (EL 25). */
export const COMMUNITY_PART = column(
  'part',
  '村民小组',
  'Part of the community',
  '居民小组 村居民小组 村民小组名称 居民小组名称 所属村民小组 所在村民小组 所属小组 所在小组 村小组 村组 组 生产队 自然村 楼院 CommunityPart VillagerGroup VillagersGroup ResidentsGroup',
  t(
    '村民小组、居民小组或楼院，如“一组”；社区（村）划分到几个选区的，按它确定选区',
    'Villagers’ or residents’ group, or building; determines the district where a community is divided among several',
  ),
)

export const POPULATION_COLUMNS = [
  ...PERSON_COLUMNS,
  column('people', '民族', 'Ethnic group', 'Ethnicity People Nationality', t('不读取，也不保存', 'Neither read nor kept')),
  column(
    'hukouArea',
    '户籍区划',
    'Area of household registration',
    '户籍行政区划 户籍区划代码 户籍地区划 户口所在地区划 户籍地行政区划代码 行政区划 HukouArea HukouAreaCode HouseholdArea',
    t('户籍所在地的行政区划代码', 'Area code of the household registration'),
  ),
  column(
    'hukouAddress',
    '户籍地址',
    'Address of household registration',
    '户籍住址 户籍所在地 户口所在地 户籍地 户口地址 户籍详址 HukouAddress HouseholdAddress RegisteredAddress',
    t('户籍登记的地址', 'Address of the household registration'),
  ),
  ...CONTACT_COLUMNS,
  column(
    'community',
    '社区代码',
    'Community code',
    '社区 社区村 社区名称 居住社区 所属社区 村居 居委会 村委会 居村委会 社区居委会 所在社区 CommunityName Community',
    t('12位社区代码或社区名称', '12-digit code or name of the community'),
  ),
  column(
    'status',
    '状态',
    'Status',
    '人员状态 人口状态 户籍状态 State',
    t('正常、死亡、迁出；空白为正常', 'present, deceased, moved-out; empty: present'),
  ),
  column(
    'statusOn',
    '状态日期',
    'Status date',
    '状态变更日期 变动日期 死亡日期 迁出日期 变更日期 StatusOn StateDate',
    t('死亡或迁出的日期', 'Day of the death or the move'),
  ),
  ELECTS_TOWNSHIP,
  COMMUNITY_PART,
] as const satisfies ColumnTable

export const DISQUALIFICATION_COLUMNS = [
  ...PERSON_COLUMNS,
  column(
    'ground',
    '类别',
    'Ground',
    '类型 种类 原因 停剥权类别 限制类别 事由 Kind Type',
    t('剥夺政治权利，或停止行使选举权利', 'deprived or suspended'),
    true,
  ),
  column(
    'authority',
    '决定机关',
    'Authority',
    '判决机关 作出机关 决定单位 判决法院 法院 机关 Court DecidedBy',
    t('作出判决或决定的法院、检察院', 'The court or procuratorate that decided'),
    true,
  ),
  column(
    'documentNo',
    '文书号',
    'Document number',
    '法律文书号 判决书号 文书编号 决定书号 案号 文号 法律文书 DocumentNo Document CaseNumber',
    t('判决书或决定书的文号', 'Number of the judgment or decision'),
    true,
  ),
  column(
    'from',
    '起始日期',
    'From',
    '开始日期 起始时间 起算日期 剥权起始日期 剥夺起始日期 生效日期 起日 起 剥权起 剥权起始 FromDate StartDate Start',
    t('第一天', 'First day'),
    true,
  ),
  column(
    'to',
    '截止日期',
    'To',
    '终止日期 结束日期 截止时间 届满日期 剥权截止日期 剥夺截止日期 止日 止 剥权止 剥权截止 到期日期 ToDate EndDate End Until',
    t(
      '最后一天；剥夺终身的写“终身”；停止行使的，羁押没有结束的留空',
      'Last day; 终身 (life) of a deprivation for life; empty of a suspension while the detention lasts',
    ),
  ),
  column(
    'sentenceFrom',
    '主刑起始日期',
    'Sentence from',
    '主刑起 主刑起日 刑期起始日期 刑期起 刑期起日 SentenceFrom SentenceStart',
    t(
      '附加剥夺政治权利的，主刑的第一天（刑法第五十八条）',
      'Of a deprivation added to a sentence: its first day (Criminal Law, Art. 58)',
    ),
  ),
  column(
    'sentenceTo',
    '主刑截止日期',
    'Sentence to',
    '主刑止 主刑止日 刑期截止日期 刑期止 刑期止日 刑满日期 释放日期 假释日期 SentenceTo SentenceEnd',
    t('刑满释放或者假释的日期', 'Day of release or parole'),
  ),
] as const satisfies ColumnTable

export type PopulationField = (typeof POPULATION_COLUMNS)[number]['field']
export type DisqualificationField = (typeof DISQUALIFICATION_COLUMNS)[number]['field']
