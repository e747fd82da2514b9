/** The timetable: what is late and due, what comes next, with the article, who owes it and what it waits for. */
import {
  CalendarOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  DownloadOutlined,
  ExclamationCircleOutlined,
  HourglassOutlined,
  LockOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { readTimetable, type Timetable, type TimetableStep, timetableFileUrl } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import {
  Article,
  Figure,
  formatDay,
  formatSeries,
  Mark,
  Page,
  QueryView,
  Sheet,
  type Tone,
  useArticleText,
} from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { MoveForm } from './timetable-move.tsx'
import { StepForm } from './timetable-step.tsx'
import '../../../ui/setting-up.css'

const LOOKS: Readonly<Record<TimetableStep['state'], { tone: Tone; icon: ReactNode }>> = {
  done: { tone: 'registered', icon: <CheckCircleOutlined /> },
  'done-late': { tone: 'review', icon: <CheckCircleOutlined /> },
  late: { tone: 'refused', icon: <ExclamationCircleOutlined /> },
  due: { tone: 'review', icon: <ClockCircleOutlined /> },
  blocked: { tone: 'quiet', icon: <LockOutlined /> },
  ahead: { tone: 'plain', icon: <HourglassOutlined /> },
}

/** How days and steps are said. */
const useStepWords = (steps: readonly TimetableStep[]) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  const text = useText()
  const titles = new Map(steps.map(step => [step.step, text(step.title)]))
  return {
    day: (date: string) => formatDay(date, language),
    names: (named: readonly TimetableStep['step'][]) =>
      formatSeries(
        named.map(step => titles.get(step) ?? step),
        language,
      ),
    left: (days: number) => {
      if (days === 0) return t('timetable.today')
      return days > 0 ? t('timetable.left', { count: days }) : t('timetable.past', { count: -days })
    },
  }
}

const TimetablePage = () => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  const may = useMay()
  const { electionId = '' } = useParams()
  const table = useQuery({ queryKey: ['timetable', electionId], queryFn: () => readTimetable(electionId) })
  const [asked, setAsked] = useState<TimetableStep | null>(null)
  const [moving, setMoving] = useState(false)
  return (
    <Page
      title={t('timetable.title')}
      lead={t('timetable.lead')}
      actions={
        <>
          <Button
            icon={<DownloadOutlined aria-hidden />}
            href={timetableFileUrl(electionId, language === 'en' ? 'en' : 'zh')}
            download
          >
            {t('timetable.file')}
          </Button>
          {may('set-up') ? (
            <Button icon={<CalendarOutlined aria-hidden />} disabled={!table.data} onClick={() => setMoving(true)}>
              {t('timetable.move')}
            </Button>
          ) : null}
        </>
      }
    >
      <QueryView query={table} rows={10}>
        {data => (
          <>
            <Figures table={data} />
            <RestDaysOpen steps={data.steps} />
            <Steps table={data} onAsk={may('set-up') || may('publish') ? setAsked : undefined} />
            {asked ? <StepForm electionId={electionId} today={data.today} step={asked} onClose={() => setAsked(null)} /> : null}
            {moving ? <MoveForm electionId={electionId} table={data} onClose={() => setMoving(false)} /> : null}
          </>
        )}
      </QueryView>
    </Page>
  )
}

/** Years whose holidays are not entered yet, and how they are. */
const RestDaysOpen = ({ steps }: { steps: readonly TimetableStep[] }) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  const { names } = useStepWords(steps)
  const open = steps.filter(({ restDaysOpen }) => restDaysOpen)
  if (open.length === 0) return null
  const years = formatSeries([...new Set(open.map(({ date }) => date.slice(0, 4)))], language)
  return (
    <Alert
      type="info"
      showIcon
      className="gap"
      title={t('timetable.restDaysOpen', { years })}
      description={t('timetable.restDaysNext', { steps: names(open.map(({ step }) => step)), years })}
    />
  )
}

/** What is late, what is due, what comes next, and the polling day. */
const Figures = ({ table }: { table: Timetable }) => {
  const { t } = useTranslation('election')
  const text = useText()
  const { day, left, names } = useStepWords(table.steps)
  const next = table.steps.find(step => step.step === table.next)
  const until = table.lastDay ? `${t('timetable.until', { day: day(table.lastDay) })} · ` : ''
  return (
    <div className="figures">
      <Figure
        label={t('timetable.late')}
        value={table.late.length}
        note={names(table.late)}
        tone={table.late.length > 0 ? 'refused' : 'plain'}
      />
      <Figure
        label={t('timetable.due')}
        value={table.due.length}
        note={names(table.due)}
        tone={table.due.length > 0 ? 'review' : 'plain'}
      />
      <Figure
        label={t('timetable.next')}
        value={next ? day(next.date) : '–'}
        note={next ? `${text(next.title)} · ${left(next.daysLeft)}` : null}
      />
      <Figure label={t('pollingDay')} value={day(table.day)} note={until + left(table.daysLeft)} />
    </div>
  )
}

interface StepsProps {
  table: Timetable
  /** Records a step or takes it back; absent where the reader may not. */
  onAsk: ((step: TimetableStep) => void) | undefined
}

const Steps = ({ table, onAsk }: StepsProps) => {
  const { t } = useTranslation('election')
  const text = useText()
  const words = useStepWords(table.steps)
  return (
    <Sheet title={`${text(table.rules)}${table.byElection ? ` · ${t('timetable.byElection')}` : ''}`}>
      <ol className="timeline" aria-label={t('timetable.title')}>
        {table.steps.map(step => {
          const record = t(step.doneOn ? 'timetable.takeBack' : 'timetable.record')
          return (
            <li key={step.step} className={`timeline-${LOOKS[step.state].tone}`}>
              <time dateTime={step.date}>{words.day(step.date)}</time>
              <StepText step={step} words={words} />
              {onAsk && step.byHand ? (
                <Button size="small" aria-label={`${record} ${text(step.title)}`} onClick={() => onAsk(step)}>
                  {record}
                </Button>
              ) : (
                <span />
              )}
            </li>
          )
        })}
      </ol>
    </Sheet>
  )
}

/** A step in words: its state, its article, who owes it, what it waits for, and where it was overridden. */
const StepText = ({ step, words }: { step: TimetableStep; words: ReturnType<typeof useStepWords> }) => {
  const { t } = useTranslation('election')
  const text = useText()
  const articleText = useArticleText()
  const { tone, icon } = LOOKS[step.state]
  return (
    <div>
      <strong>{text(step.title)}</strong>{' '}
      <Mark tone={tone} icon={icon}>
        {t(`timetable.state.${step.state}`)}
      </Mark>
      <p className="soft">
        <Article article={step.article} />
        {step.local ? ` · ${t('timetable.local')}` : ''} · {t(`timetable.owner.${step.owner}`)} ·{' '}
        {step.doneOn ? t('timetable.doneOn', { day: words.day(step.doneOn) }) : words.left(step.daysLeft)}
        {step.recordedBy ? ` · ${step.recordedBy}` : ''}
        {step.movedFrom ? ` · ${t('timetable.movedFrom', { day: words.day(step.movedFrom) })}` : ''}
      </p>
      {step.waitsFor.length > 0 && !step.doneOn ? (
        <p className="soft">{t('timetable.waitsFor', { steps: words.names(step.waitsFor) })}</p>
      ) : null}
      {step.overrides.map(one => (
        <p key={String(one.at)} className="timeline-override">
          {t('timetable.overridden', { by: one.by, article: articleText(one.article), reason: one.reason })}
        </p>
      ))}
    </div>
  )
}

export default TimetablePage
