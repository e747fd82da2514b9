/**
 * What people are told, as data: one record for each notice, in both languages, with the parameters it takes. A reminder says when, where and
 * how, and nothing else; it goes to everyone in an area or a state of registration alike, and no template knows anything of a person's views
 * (fairness).
 */
import type { Text } from '../result/index.ts'

/** States of registration that a reminder may go to. */
export const AUDIENCES = ['not-yet-registered', 'review', 'pending', 'registered'] as const
export type Audience = (typeof AUDIENCES)[number]

/** Another road than a message. `required`: the law says that people are told (EL 28, 29), so the road must be taken. */
export interface OtherRoad {
  readonly required: boolean
  readonly text: Text
}

export interface NoticeTemplate {
  readonly id: string
  /** personal: follows something done about one person. reminder: sent by an office to a set. office: read by the other office. */
  readonly kind: 'personal' | 'reminder' | 'office'
  /** States a reminder fits; a personal notice has none. */
  readonly audiences: readonly Audience[]
  readonly article: string
  readonly title: Text
  /** Names that stand in braces in subject and body; each must be given. */
  readonly parameters: readonly string[]
  readonly subject: Text
  readonly body: Text
  /** How someone is told who cannot be written to: no usable contact, or the voter wants no messages. null: an office reads it. */
  readonly otherRoad: OtherRoad | null
  /** What stands for a parameter in messages that were queued before the template had it. */
  readonly defaults?: Readonly<Record<string, Text>>
}

const t = (zh: string, en: string): Text => ({ zh, en })

/** Shown on the portal, and said at a station or at the door. */
const IN_PERSON: OtherRoad = {
  required: false,
  text: t(
    '在选民门户查看，或由登记站、上门人员当面告知',
    'Shown on the voter portal, and told at a registration station or at the door',
  ),
}
/** Must be told: EL 27 and 29 give the person a reason and a time to object. */
const MUST_BE_TOLD: OtherRoad = {
  required: true,
  text: t(
    '须当面告知：在登记站或上门送达，选民门户也可查看',
    'Must be told in person, at a registration station or at the door; it is on the voter portal too',
  ),
}

export const NOTICE_TEMPLATES = [
  {
    id: 'accepted',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 27',
    title: t('登记成功', 'Registered'),
    parameters: ['election', 'pollingDay', 'place', 'list'],
    subject: t('您已登记为选民', 'You are registered to vote'),
    body: t(
      '您已登记参加{election}，在{place}参加选举，选举日为{pollingDay}。{list}',
      'You are registered for {election} and vote in {place} on {pollingDay}. {list}',
    ),
    defaults: { list: t('名单公布后请核对。', 'Please check your entry when the list is published.') },
  },
  {
    id: 'refused',
    otherRoad: MUST_BE_TOLD,
    kind: 'personal',
    audiences: [],
    article: 'EL 29',
    title: t('未予登记', 'Not registered'),
    parameters: ['election', 'ground', 'article', 'next', 'objection'],
    subject: t('您未予登记为选民', 'You were not registered to vote'),
    body: t(
      '{election}：对您未予登记，理由：{ground}（{article}）。{next}。{objection}',
      '{election}: you were not registered, for this reason: {ground} ({article}). {next}. {objection}',
    ),
    defaults: {
      objection: t(
        '不同意的，可以在名单公布之日起五日内向选举委员会提出申诉（选举法第二十九条），在选民门户或登记站均可提出。',
        'If you disagree, you can object to the election committee within five days of the publication of the voter list (Electoral Law, Art. 29), on the voter portal or at a registration station.',
      ),
    },
  },
  {
    id: 'review',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 27',
    title: t('登记待审核', 'Registration under review'),
    parameters: ['election', 'ground', 'bring'],
    subject: t('您的选民登记待审核', 'Your registration is under review'),
    body: t(
      '{election}：您的登记已收到，有一项需要审核：{ground}。请带{bring}到登记站，或等候工作人员与您联系。审核期间您的登记保留。',
      '{election}: your registration was received, and one thing needs review: {ground}. Bring {bring} to a registration station, or wait for the office to contact you. Your registration is kept in the meantime.',
    ),
  },
  {
    id: 'moved',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 5, EL 27',
    title: t('登记已转出', 'Registration moved'),
    parameters: ['election', 'place'],
    subject: t('您的选民登记已转到新的选区', 'Your registration was moved to another district'),
    body: t(
      '{election}：您的登记已转到{place}，原登记随之注销，每一选民只登记一次。如非您本人或家人办理，请立即到登记站说明。',
      '{election}: your registration was moved to {place} and the former one was cancelled; each voter registers only once. If neither you nor your family asked for this, please tell a registration station at once.',
    ),
  },
  {
    id: 'corrected',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 27',
    title: t('登记已更正', 'Registration corrected'),
    parameters: ['election', 'what'],
    subject: t('您的选民登记已更正', 'Your registration was corrected'),
    body: t(
      '{election}：您的登记已更正：{what}。请在选民门户或登记站核对；不对的，请告诉登记站。',
      '{election}: your registration was corrected: {what}. Please check it on the voter portal or at a registration station, and tell the station if it is wrong.',
    ),
  },
  {
    id: 'removed',
    otherRoad: MUST_BE_TOLD,
    kind: 'personal',
    audiences: [],
    article: 'EL 27, EL 29',
    title: t('已除名', 'Removed from the roll'),
    parameters: ['election', 'ground', 'article'],
    subject: t('您已从选民名册除名', 'You were removed from the roll of voters'),
    body: t(
      '{election}：您已从选民名册除名，理由：{ground}（{article}）。如有不同意见，可以向选举委员会提出申诉（选举法第二十九条），在选民门户或登记站均可提出。',
      '{election}: you were removed from the roll of voters, for this reason: {ground} ({article}). You can object to the election committee (Electoral Law, Art. 29), on the voter portal or at a registration station.',
    ),
  },
  {
    id: 'review-refused',
    otherRoad: MUST_BE_TOLD,
    kind: 'personal',
    audiences: [],
    article: 'EL 27, EL 29',
    title: t('经审核未予登记', 'Not registered after review'),
    parameters: ['election', 'ground', 'article', 'bring', 'objection'],
    subject: t('您的选民登记经审核未予登记', 'Your registration was reviewed and not accepted'),
    body: t(
      '{election}：您的选民登记经审核未予登记，理由：{ground}（{article}）。情况不符的，请带{bring}到登记站说明，可以重新登记。{objection}',
      '{election}: your registration was reviewed and not accepted, for this reason: {ground} ({article}). If that is wrong, bring {bring} to a registration station; you can register again. {objection}',
    ),
  },
  {
    id: 'second-refused',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 5, EL 27',
    title: t('另一次登记未予核准', 'Second registration not accepted'),
    parameters: ['election', 'ground', 'article'],
    subject: t('您的另一次选民登记未予核准', 'Your second registration was not accepted'),
    body: t(
      '{election}：您有不止一次登记，其中一次经审核未予核准，理由：{ground}（{article}）。您原有的登记不变，仍在那里参加选举；登记在哪里，请看选民门户或问登记站。',
      '{election}: you were registered more than once, and one of the registrations was reviewed and not accepted, for this reason: {ground} ({article}). The other one is unchanged, and you vote there; the voter portal or a registration station can tell you where.',
    ),
  },
  {
    id: 'refusal-undone',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 27',
    title: t('撤回未予登记的决定', 'Refusal taken back'),
    parameters: ['election', 'state'],
    subject: t('对您选民登记的决定已经撤回', 'The decision on your registration was taken back'),
    body: t(
      '{election}：前次告知您的决定（未予登记或者除名）已经撤回，{state}。',
      '{election}: the decision that you were told of (not registered, or removed) was taken back; {state}.',
    ),
  },
  {
    id: 'moved-away',
    otherRoad: null,
    kind: 'office',
    audiences: [],
    article: 'EL 5, EL 27',
    title: t('选民已在别处登记', 'A voter registered elsewhere'),
    parameters: ['election', 'voter', 'registration'],
    subject: t('一名选民已转出', 'A voter has moved to another roll'),
    body: t(
      '{election}：选民{voter}（登记编号{registration}）已在别处登记，本处的登记同时转出。如选民名单已经公布，请随下一次补充名单公布。',
      '{election}: {voter} (registration {registration}) has registered elsewhere, and the registration here was cancelled. If the voter list has been published, include this change in the next supplement.',
    ),
  },
  {
    id: 'remind-register',
    otherRoad: {
      required: false,
      text: t('张贴公告，并按“尚未登记”名单上门', 'A posted notice, and a visit by the list of people not yet registered'),
    },
    kind: 'reminder',
    audiences: ['not-yet-registered'],
    article: 'EL 27',
    title: t('提醒登记', 'Reminder to register'),
    parameters: ['election', 'pollingDay', 'until', 'where'],
    subject: t('请办理选民登记', 'Please register to vote'),
    body: t(
      '{election}的选举日为{pollingDay}。您还没有登记，请在{until}以前办理：手机打开选民门户，或带身份证到{where}。',
      '{election}: election day is {pollingDay}, and you are not registered yet. Please register by {until}, on the voter portal or with your ID card at {where}.',
    ),
  },
  {
    id: 'remind-review',
    otherRoad: {
      required: false,
      text: t('张贴公告，或上门告知', 'A posted notice, or a visit'),
    },
    kind: 'reminder',
    audiences: ['review', 'pending'],
    article: 'EL 27',
    title: t('提醒补充材料', 'Reminder to complete a registration'),
    parameters: ['election', 'until', 'where'],
    subject: t('您的选民登记待审核', 'Your registration is still under review'),
    body: t(
      '{election}：您的登记待审核。请在{until}以前带身份证和有关材料到{where}，或在选民门户查看需要什么。',
      '{election}: your registration is still under review. Please bring your ID card and documents to {where} by {until}, or see on the voter portal what is needed.',
    ),
  },
  {
    id: 'list-published',
    otherRoad: {
      required: true,
      text: t('张贴选民榜（选举法第二十八条）', 'The posted voter list (Electoral Law, Art. 28)'),
    },
    kind: 'reminder',
    audiences: ['registered'],
    article: 'EL 28, EL 29',
    title: t('选民名单已公布', 'Voter list published'),
    parameters: ['election', 'until', 'where'],
    subject: t('选民名单已经公布', 'The voter list has been published'),
    body: t(
      '{election}的选民名单已经公布，请在选民门户或{where}核对。有不同意见的，可以在{until}以前（含当日）向选举委员会提出申诉。',
      'The voter list of {election} has been published; please check your entry on the voter portal or at {where}. You can object to the election committee until {until} (inclusive).',
    ),
  },
  {
    id: 'remind-polling',
    otherRoad: {
      required: true,
      text: t(
        '张贴公告，写明选举日和投票地点（选举法第二十八条、第三十七条）',
        'A posted notice with day and place of voting (Electoral Law, Arts. 28, 37)',
      ),
    },
    kind: 'reminder',
    audiences: ['registered'],
    article: 'EL 37',
    title: t('选举日提醒', 'Reminder of election day'),
    parameters: ['election', 'pollingDay', 'where'],
    subject: t('请参加投票', 'Please vote'),
    body: t(
      '{election}的选举日为{pollingDay}，请带身份证或选民证到{where}参加投票。您所在的投票站见选民门户。',
      '{election}: election day is {pollingDay}. Please bring your ID card or voter card to {where}. The voter portal shows your polling station.',
    ),
  },
  {
    id: 'objection-received',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 29',
    title: t('申诉已收到', 'Objection received'),
    parameters: ['election', 'number', 'dueOn'],
    subject: t('您的申诉已收到', 'Your objection was received'),
    body: t(
      '{election}：选举委员会已收到您的申诉（编号{number}），将在{dueOn}以前（含当日）作出处理决定并告知您。',
      '{election}: the election committee received your objection (number {number}) and will decide it and notify you by {dueOn} (inclusive).',
    ),
  },
  {
    id: 'objection-late',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 29, EL 27',
    title: t('申诉已过期限', 'Objection after the deadline'),
    parameters: ['election', 'number', 'until'],
    subject: t('您的申诉已过法定期限', 'Your objection was filed after the deadline'),
    body: t(
      '{election}：对选民名单的申诉期限到{until}为止，您的申诉（编号{number}）已过期限。选举委员会仍会核对您说的情况；登记有误的，可在选民登记中更正并随补充名单公布。',
      '{election}: the deadline for objections to the list was {until}; yours (number {number}) was filed later. The election committee will still examine it: a wrong registration can be corrected and published in the next supplement.',
    ),
  },
  {
    id: 'objection-decided',
    otherRoad: MUST_BE_TOLD,
    kind: 'personal',
    audiences: [],
    article: 'EL 29, CPL 188',
    title: t('申诉处理决定', 'Decision on an objection'),
    parameters: ['election', 'number', 'decision', 'reason', 'article', 'suitUntil'],
    subject: t('对您的申诉已作出处理决定', 'A decision on your objection'),
    body: t(
      '{election}：对您的申诉（编号{number}）的处理决定：{decision}。理由：{reason}（{article}）。不服的，可以在{suitUntil}以前（含当日）向选区所在地的基层人民法院起诉。',
      '{election}: decision on your objection (number {number}): {decision}. Reason: {reason} ({article}). If you disagree, you can sue in the basic people’s court of the electoral district until {suitUntil} (inclusive).',
    ),
  },
  {
    id: 'certificate-issued',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 27, P83 9',
    title: t('选民资格证明已开具', 'Certificate issued'),
    parameters: ['election', 'until'],
    subject: t('您的选民资格证明已经开具', 'Your voter certificate has been issued'),
    body: t(
      '{election}：您的选民资格证明已经开具，请在{until}以前（含当日）提交现住地的登记站，或在那里的选民门户使用。证明只能使用一次，可在选民门户出示或打印。在现住地登记以前，您仍在本地的选民名单上。',
      '{election}: your voter certificate has been issued. Use it at a registration station where you live now, or on the voter portal there, by {until} (inclusive). It can be used only once; show or print it on the voter portal. Until you are registered there, you stay on the voter list here.',
    ),
  },
  {
    id: 'certificate-refused',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 27, P83 9',
    title: t('选民资格证明未予开具', 'Certificate not issued'),
    parameters: ['election', 'reason'],
    subject: t('您申请的选民资格证明未予开具', 'Your voter certificate was not issued'),
    body: t(
      '{election}：您申请的选民资格证明未予开具，理由：{reason}。您在本地的登记不变，仍可在本地参加选举；需要时可以重新申请，或到登记站说明。',
      '{election}: the voter certificate you applied for was not issued, for this reason: {reason}. Your registration here is unchanged and you can vote here; you can apply again, or go to a registration station.',
    ),
  },
  {
    id: 'certificate-ended',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 27, P83 9',
    title: t('选民资格证明已失效', 'Certificate no longer valid'),
    parameters: ['election', 'reason'],
    subject: t('您的选民资格证明已经失效', 'Your voter certificate is no longer valid'),
    body: t(
      '{election}：您的选民资格证明已经失效，原因：{reason}。证明没有使用过，不影响您已有的登记；您在哪里登记，请看选民门户或问登记站。',
      '{election}: your voter certificate is no longer valid, for this reason: {reason}. It was never used, and your registration is not affected; the voter portal or a registration station can tell you where you are registered.',
    ),
  },
  {
    id: 'certificate-released',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 5, P83 9',
    title: t('登记已凭证明转出', 'Registration moved by certificate'),
    parameters: ['election', 'place'],
    subject: t('您的选民登记已转到现住地', 'Your registration was moved to where you live'),
    body: t(
      '{election}：{place}已接收您的选民资格证明，您在本地的登记随之转出，请在{place}参加选举。如非您本人办理，请立即到登记站说明。',
      '{election}: {place} accepted your voter certificate, and your registration was moved there; vote in {place}. If you did not ask for this, please tell a registration station at once.',
    ),
  },
  {
    id: 'certificate-restored',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 5, P83 9',
    title: t('登记转回原选区', 'Registration returned'),
    parameters: ['election', 'place'],
    subject: t('您的选民登记已转回原选区', 'Your registration is back in the original district'),
    body: t(
      '{election}：现住地没有接收您的登记，您的登记已转回{place}，请在{place}参加选举。原来的资格证明已经用过，需要再转出的请重新申请。',
      '{election}: the district where you live did not accept your registration, and your registration is back in {place}; vote in {place}. The former certificate is used up; apply for another one if you want to move again.',
    ),
  },
  {
    id: 'arrival-refused',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 5, P83 9',
    title: t('凭证明转入未予登记', 'Arrival by certificate refused'),
    parameters: ['election', 'from', 'reason'],
    subject: t('您凭资格证明的登记未获接收', 'Your registration by certificate was not accepted'),
    body: t(
      '{election}：您凭{from}的选民资格证明办理的登记未获接收，理由：{reason}。您没有转出，仍在{from}的选民名册上，请在{from}参加选举；证明没有使用过，在有效期内仍可使用。',
      '{election}: your registration with the voter certificate of {from} was not accepted, for this reason: {reason}. You have not left the roll of {from}; vote there. The certificate was not used and can be used until its last day.',
    ),
  },
  {
    id: 'arrival-given-back',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 5, P83 9',
    title: t('凭证明转入的登记已撤销', 'Arrival by certificate taken back'),
    parameters: ['election', 'from', 'reason'],
    subject: t('您凭资格证明的登记已撤销', 'Your registration by certificate was taken back'),
    body: t(
      '{election}：您凭{from}的选民资格证明办理的登记已撤销，理由：{reason}。我们已请{from}恢复您在那里的登记，恢复后{from}会通知您；没有收到通知的，请向{from}的登记站查询。',
      '{election}: your registration with the voter certificate of {from} was taken back, for this reason: {reason}. {from} was asked to restore your registration there and will notify you when it has; if you hear nothing, ask a registration station of {from}.',
    ),
  },
  {
    id: 'certificate-returned',
    otherRoad: IN_PERSON,
    kind: 'personal',
    audiences: [],
    article: 'EL 5, P83 9',
    title: t('选民资格证明未被确认', 'Certificate not confirmed'),
    parameters: ['election', 'from', 'reason'],
    subject: t('您的选民资格证明未被确认', 'Your voter certificate was not confirmed'),
    body: t(
      '{election}：{from}没有确认您的选民资格证明，原因：{reason}。您凭此证明办理的登记已经取消，以前的登记仍然有效。请带身份证到登记站，或与{from}联系后再办。',
      '{election}: {from} did not confirm your voter certificate, for this reason: {reason}. The registration made with it was cancelled, and your earlier registration is still valid. Please bring your ID card to a registration station, or contact {from} first.',
    ),
  },
] as const satisfies readonly NoticeTemplate[]

export type NoticeId = (typeof NOTICE_TEMPLATES)[number]['id']
type TemplateOf<Id extends NoticeId> = Extract<(typeof NOTICE_TEMPLATES)[number], { readonly id: Id }>

/** A value that stands in a notice: one for both languages, or one for each. Never an ID number, a phone or an address of a person. */
export type NoticeValue = string | Text

/** Beside the parameters of any template: the election is only for practice, and whoever reads the notice has to see that first. */
interface Practice {
  readonly practice?: 'yes'
}

/** What every notice says of its election. */
export const aboutElection = (election: {
  readonly name: string
  readonly training: boolean
}): { readonly election: string } & Practice => ({
  election: election.name,
  ...(election.training ? { practice: 'yes' as const } : {}),
})

const PRACTICE_MARK: Text = { zh: '【演练】', en: '[Practice] ' }

/** What a template wants to be told. */
export type NoticeParameters<Id extends NoticeId> = Readonly<Record<TemplateOf<Id>['parameters'][number], NoticeValue>> & Practice

/** The template of that name, if there is one. */
export const findNoticeTemplate = (id: string): NoticeTemplate | undefined =>
  NOTICE_TEMPLATES.find(template => template.id === id)

export type NoticeLanguage = keyof Text

/** A notice as it reaches a person. */
export interface NoticeText {
  readonly subject: string
  readonly body: string
}

const PLACEHOLDER = /\{([a-zA-Z]+)\}/g
/** Eighteen places of an ID number, or a phone: they have no business in a notice. */
const PRIVATE = /\d{17}[\dXx]|(^|\D)1\d{10}(?!\d)/

/** Words that somebody typed, fit to stand in a notice: an ID number or a phone in them is starred. */
export const withoutNumbers = (words: string): string => words.replace(new RegExp(PRIVATE, 'g'), '$1***')

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** A value in the words of a language; a date 'YYYY-MM-DD' as people write it. */
export const wordsOf = (value: NoticeValue, language: NoticeLanguage): string => {
  if (typeof value !== 'string') return value[language]
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []
  if (year === undefined || month === undefined || day === undefined) return value
  return language === 'zh'
    ? `${year}年${Number(month)}月${Number(day)}日`
    : `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${year}`
}

/**
 * The text of a notice in one language. A parameter that is missing, or a value that holds an ID number or a phone, is a bug of the caller.
 */
export const renderNotice = (
  template: NoticeTemplate,
  values: Readonly<Record<string, NoticeValue>>,
  language: NoticeLanguage,
): NoticeText => {
  const fill = (text: string): string =>
    text.replace(PLACEHOLDER, (_, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : template.defaults?.[name]
      if (value === undefined) throw new Error(`the notice ${template.id} lacks ${name}`)
      const words = wordsOf(value, language)
      if (PRIVATE.test(words)) throw new Error(`the notice ${template.id} would carry a number in ${name}`)
      return words
    })
  const mark = values.practice === undefined ? '' : PRACTICE_MARK[language]
  return { subject: mark + fill(template.subject[language]), body: mark + fill(template.body[language]) }
}
