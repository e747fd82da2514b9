/** Work that waits for the reader, with links to where it is done. A kind that this page has no words for is left out. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Overview } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { formatCount, Mark, Nothing } from '../../ui/index.ts'
import { ClockDoubt } from './clock-doubt.tsx'

const PAGES = {
  'review.mine': { words: 'mine', page: 'reviews?assigned=mine' },
  'registration.second-officer': { words: 'secondOfficer', page: 'reviews?code=identity.document' },
  'roll.preview': { words: 'preview', page: 'roll' },
  'roll.objections': { words: 'objections', page: 'objections' },
  'electorate.people': { words: 'electorate', page: 'electorate' },
  'electorate.to-confirm': { words: 'electorateToConfirm', page: 'electorate' },
  'certificate.requested': { words: 'certificates', page: 'certificates' },
} as const

const isKnown = (task: string): task is keyof typeof PAGES => task in PAGES

export const WaitingWork = ({ electionId, work }: { electionId: string; work: Overview['work'] }) => {
  const { t } = useTranslation('report')
  const { language } = useLanguage()
  const isDoubted = work.some(({ task }) => task === 'clock.in-doubt')
  const purges = work.find(({ task }) => task === 'purge.due')?.count ?? 0
  const known = work.flatMap(({ task, ...counts }) => (isKnown(task) ? [{ ...PAGES[task], ...counts }] : []))
  if (known.length === 0 && !isDoubted && purges === 0) return <Nothing title={t('work.none')} />
  return (
    <ul className="waiting-work">
      {isDoubted ? (
        <li>
          <ClockDoubt electionId={electionId} />
        </li>
      ) : null}
      {purges > 0 ? <li>{t('work.purges', { count: purges, number: formatCount(purges, language) })}</li> : null}
      {known.map(({ words, page, count, due }) => (
        <li key={words}>
          <Link to={`/elections/${electionId}/${page}`}>
            {t(`work.${words}`, { count, number: formatCount(count, language) })}
          </Link>
          {due > 0 ? <Mark tone="refused">{t('work.due', { count: due })}</Mark> : null}
        </li>
      ))}
    </ul>
  )
}
