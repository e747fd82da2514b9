/** What is due, with the article and the days left. */
import { useTranslation } from 'react-i18next'
import type { Overview } from '../../api/index.ts'
import { useLanguage, useText } from '../../i18n/index.ts'
import { Article, formatDay, Mark, Nothing, type Tone } from '../../ui/index.ts'

const SOON = 7

export const Deadlines = ({ deadlines }: { deadlines: Overview['deadlines'] }) => {
  const { t } = useTranslation('report')
  const { language } = useLanguage()
  const text = useText()
  if (deadlines.length === 0) return <Nothing title={t('deadlines.none')} />
  const toneOf = (left: number): Tone => (left < 0 ? 'quiet' : left <= SOON ? 'review' : 'plain')
  const wordOf = (left: number) =>
    left === 0 ? t('deadlines.today') : left < 0 ? t('deadlines.past', { count: -left }) : t('deadlines.left', { count: left })
  return (
    <ol className="deadlines">
      {deadlines.map(deadline => (
        <li key={deadline.step} className={deadline.daysLeft < 0 ? 'deadline-past' : undefined}>
          <time dateTime={deadline.date}>{formatDay(deadline.date, language)}</time>
          <span>
            {text(deadline.title)} <Article article={deadline.article} />
            {deadline.planned ? <span className="soft"> {t('deadlines.planned')}</span> : null}
            {deadline.movedFrom ? (
              <span className="soft"> {t('deadlines.moved', { day: formatDay(deadline.movedFrom, language) })}</span>
            ) : null}
          </span>
          {deadline.doneOn ? (
            <Mark tone="quiet">{t('deadlines.done', { day: formatDay(deadline.doneOn, language) })}</Mark>
          ) : (
            <Mark tone={toneOf(deadline.daysLeft)}>{wordOf(deadline.daysLeft)}</Mark>
          )}
        </li>
      ))}
    </ol>
  )
}
