/** What a voter does next, and until when: derived from the state of the registration and the election's own timetable. */
import type { ObjectionDays, Step, StepName } from '../election/index.ts'
import type { Text } from '../result/index.ts'
import type { RegistrationStatus } from './status.ts'

export interface MyStep {
  readonly step: 'complete' | 'wait' | 'check-list' | 'object' | 'vote'
  readonly title: Text
  readonly until: string
  readonly article: string
}

export interface MyState {
  readonly status: RegistrationStatus
  /** The election's own: by its rule set, its days and its kind. */
  readonly timetable: readonly Pick<Step, 'step' | 'date' | 'article'>[]
  /** The last day on which registrations are taken and completed. */
  readonly until: string
  /** When the voter may object, by the list or supplement that has or should have the voter. */
  readonly objection: ObjectionDays
  readonly today: string
}

const t = (zh: string, en: string): Text => ({ zh, en })

/** The last day to object, counted from what was published; before that, only someone who was refused is told the planned day. */
const objectionStep = (status: RegistrationStatus, { planned, until, movedFrom }: ObjectionDays): MyStep[] => {
  const isRefused = status === 'refused' || status === 'removed'
  if (planned && !isRefused) return []
  const moved =
    movedFrom === null
      ? t('', '')
      : t(`（第五日${movedFrom}为休息日，顺延）`, ` (the fifth day, ${movedFrom}, is a holiday; the last day moved)`)
  const title = planned
    ? t(
        '不同意的，名单公布后可以向选举委员会申诉；这是按计划推算的最后一天',
        'If you disagree, you can object to the election committee once the list is published; this is the planned last day',
      )
    : isRefused
      ? t('不同意的，最迟这一天向选举委员会申诉', 'If you disagree, you can object to the election committee until this day')
      : t(
          '名单已公布，请核对；有不同意见的，最迟这一天申诉',
          'The list is published; please check your entry. Objections are possible until this day',
        )
  return [
    {
      step: 'object',
      title: t(title.zh + moved.zh, title.en + moved.en),
      until,
      article: movedFrom === null ? 'EL 29' : 'EL 29, CPL 85',
    },
  ]
}

/** The steps that are still ahead, in order. */
export const stepsFor = (state: MyState): MyStep[] => {
  const { status, timetable, until, objection, today } = state
  const dayOf = (name: StepName) => timetable.find(({ step }) => step === name)
  const list = dayOf('list-published')
  const polling = dayOf('polling-end') ?? dayOf('polling')
  const steps: MyStep[] = []
  if (status === 'review')
    steps.push({
      step: 'complete',
      title: t(
        '带身份证和有关证明到登记站，或等工作人员联系您',
        'Bring your ID card and documents to a registration station, or wait for the office to contact you',
      ),
      until,
      article: 'EL 27',
    })
  if (status === 'pending')
    steps.push({
      step: 'wait',
      title: t(
        '正在比对人口信息，无需办理，结果会通知您',
        'The population register is being checked; you need do nothing and will be notified',
      ),
      until,
      article: 'EL 27',
    })
  if (status !== 'moved') steps.push(...objectionStep(status, objection))
  if (status === 'registered' || status === 'review' || status === 'pending') {
    if (list && objection.planned)
      steps.push({
        step: 'check-list',
        title: t(
          '选民名单计划最迟这一天公布，请届时核对',
          'The voter list is planned to be published by this day; please check your entry then',
        ),
        until: list.date,
        article: list.article,
      })
    if (polling)
      steps.push({
        step: 'vote',
        title: t('带身份证或选民证投票', 'Vote; bring your ID card or voter card'),
        until: polling.date,
        article: polling.article,
      })
  }
  return steps.filter(step => step.until >= today)
}
