/** What a voter does next, and until when: derived from the state of the registration and the election's own timetable. */
import type { Step, StepName } from '../election/index.ts'
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
  readonly today: string
}

const t = (zh: string, en: string): Text => ({ zh, en })

/** The steps that are still ahead, in order. */
export const stepsFor = (state: MyState): MyStep[] => {
  const { status, timetable, until, today } = state
  const dayOf = (name: StepName) => timetable.find(({ step }) => step === name)
  const list = dayOf('list-published')
  const suit = dayOf('suit-filed')
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
  if (status === 'refused' && suit)
    steps.push({
      step: 'object',
      title: t('不同意的，可以向选举委员会申诉', 'If you disagree, you can object to the election committee'),
      until: suit.date,
      article: 'EL 29',
    })
  if (status === 'registered' || status === 'review' || status === 'pending') {
    if (list)
      steps.push({
        step: 'check-list',
        title: t('选民名单最迟这一天公布，请核对', 'The voter list is published by this day; please check your entry'),
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
