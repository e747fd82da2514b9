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
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { readTimetable, type TimetableStep, timetableFileUrl } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import {
  Article,
  Failure,
  Figure,
  formatDay,
  formatSeries,
  Loading,
  Mark,
  Page,
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

const TimetablePage = () => {
  const { t } = useTranslation(['election', 'ui'])
  const { language } = useLanguage()
  const text = useText()
  const articleText = useArticleText()
  const may = useMay()
  const { electionId = '' } = useParams()
  const table = useQuery({ queryKey: ['timetable', electionId], queryFn: () => readTimetable(electionId) })
  const [asked, setAsked] = useState<TimetableStep | null>(null)
  const [moving, setMoving] = useState(false)
  const day = (date: string) => formatDay(date, language)
  const mayRecord = may('set-up') || may('publish')
  const titles = new Map((table.data?.steps ?? []).map(step => [step.step, text(step.title)]))
  const names = (steps: readonly TimetableStep['step'][]) =>
    formatSeries(
      steps.map(step => titles.get(step) ?? step),
      language,
    )
  const left = (days: number) =>
    days === 0 ? t('timetable.today') : days > 0 ? t('timetable.left', { count: days }) : t('timetable.past', { count: -days })

  const shown = ({ data }: typeof table) => {
    if (!data) return null
    const next = data.steps.find(step => step.step === data.next)
    return (
      <>
        <div className="figures">
          <Figure
            label={t('timetable.late')}
            value={data.late.length}
            note={names(data.late)}
            tone={data.late.length > 0 ? 'refused' : 'plain'}
          />
          <Figure
            label={t('timetable.due')}
            value={data.due.length}
            note={names(data.due)}
            tone={data.due.length > 0 ? 'review' : 'plain'}
          />
          <Figure
            label={t('timetable.next')}
            value={next ? day(next.date) : '–'}
            note={next ? `${text(next.title)} · ${left(next.daysLeft)}` : null}
          />
          <Figure
            label={t('pollingDay')}
            value={day(data.day)}
            note={`${data.lastDay ? `${t('timetable.until', { day: day(data.lastDay) })} · ` : ''}${left(data.daysLeft)}`}
          />
        </div>
        <Sheet title={`${text(data.rules)}${data.byElection ? ` · ${t('timetable.byElection')}` : ''}`}>
          <ol className="timeline" aria-label={t('timetable.title')}>
            {data.steps.map(step => (
              <li key={step.step} className={`timeline-${LOOKS[step.state].tone}`}>
                <time dateTime={step.date}>{day(step.date)}</time>
                <div>
                  <strong>{text(step.title)}</strong>{' '}
                  <Mark tone={LOOKS[step.state].tone} icon={LOOKS[step.state].icon}>
                    {t(`timetable.state.${step.state}`)}
                  </Mark>
                  <p className="soft">
                    <Article article={step.article} />
                    {step.local ? ` · ${t('timetable.local')}` : ''} · {t(`timetable.owner.${step.owner}`)} ·{' '}
                    {step.doneOn ? t('timetable.doneOn', { day: day(step.doneOn) }) : left(step.daysLeft)}
                    {step.recordedBy ? ` · ${step.recordedBy}` : ''}
                  </p>
                  {step.waitsFor.length > 0 && !step.doneOn ? (
                    <p className="soft">{t('timetable.waitsFor', { steps: names(step.waitsFor) })}</p>
                  ) : null}
                  {step.overrides.map(one => (
                    <p key={String(one.at)} className="timeline-override">
                      {t('timetable.overridden', { by: one.by, article: articleText(one.article), reason: one.reason })}
                    </p>
                  ))}
                </div>
                {mayRecord && step.byHand ? (
                  <Button
                    size="small"
                    aria-label={`${t(step.doneOn ? 'timetable.takeBack' : 'timetable.record')} ${text(step.title)}`}
                    onClick={() => setAsked(step)}
                  >
                    {t(step.doneOn ? 'timetable.takeBack' : 'timetable.record')}
                  </Button>
                ) : (
                  <span />
                )}
              </li>
            ))}
          </ol>
        </Sheet>
        {asked ? <StepForm electionId={electionId} today={data.today} step={asked} onClose={() => setAsked(null)} /> : null}
        {moving ? <MoveForm electionId={electionId} table={data} onClose={() => setMoving(false)} /> : null}
      </>
    )
  }

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
      {table.isPending ? (
        <Loading rows={10} />
      ) : table.isError ? (
        <Failure error={table.error} retry={() => void table.refetch()} />
      ) : (
        shown(table)
      )}
    </Page>
  )
}

export default TimetablePage
