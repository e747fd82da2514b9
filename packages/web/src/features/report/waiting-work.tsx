/** Work that waits for the reader, with links to where it is done: what is due first. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type Overview, readWork } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Failure, formatCount, Loading, Mark, Nothing } from '../../ui/index.ts'
import { ClockDoubt } from './clock-doubt.tsx'

type Task = Overview['work'][number]['task']

/** Where work of each kind is done, in the order in which kinds are shown. */
const PAGES = {
  'timetable.due': { words: 'timetable', page: 'timetable' },
  'roll.objections': { words: 'objections', page: 'objections' },
  'review.mine': { words: 'mine', page: 'reviews?assigned=mine' },
  'review.open': { words: 'cases', page: 'reviews' },
  'import.held': { words: 'held', page: 'imports?state=held' },
  'registration.second-officer': { words: 'secondOfficer', page: 'reviews?code=identity.document' },
  'removal.to-confirm': { words: 'removals', page: 'voters' },
  'roll.preview': { words: 'preview', page: 'roll' },
  'list.to-confirm': { words: 'lists', page: 'lists' },
  'electorate.people': { words: 'electorate', page: 'electorate' },
  'electorate.to-confirm': { words: 'electorateToConfirm', page: 'electorate' },
  'certificate.requested': { words: 'certificates', page: 'certificates' },
  'notice.unsent': { words: 'unsent', page: 'notices' },
} as const satisfies Record<Exclude<Task, 'clock.in-doubt' | 'purge.due'>, { words: string; page: string }>

const ORDER = Object.keys(PAGES)
const isKnown = (task: Task): task is keyof typeof PAGES => task in PAGES

/** What waits for the reader in one election, on the start page. */
export const ElectionTasks = ({ electionId }: { electionId: string }) => {
  const { t } = useTranslation('report')
  const work = useQuery({ queryKey: ['work', electionId], queryFn: () => readWork(electionId) })
  if (work.isPending) return <Loading rows={2} />
  if (work.isError) return <Failure error={work.error} retry={() => void work.refetch()} />
  return (
    <section aria-label={t('work.title')} className="election-tasks">
      <WaitingWork electionId={electionId} work={work.data} />
    </section>
  )
}

export const WaitingWork = ({ electionId, work }: { electionId: string; work: Overview['work'] }) => {
  const { t } = useTranslation('report')
  const { language } = useLanguage()
  const isDoubted = work.some(({ task }) => task === 'clock.in-doubt')
  const purges = work.find(({ task }) => task === 'purge.due')?.count ?? 0
  const ordered = [...work].sort(
    (one, other) => Number(other.due > 0) - Number(one.due > 0) || ORDER.indexOf(one.task) - ORDER.indexOf(other.task),
  )
  const known = ordered.flatMap(({ task, ...counts }) => (isKnown(task) ? [{ ...PAGES[task], ...counts }] : []))
  if (known.length === 0 && !isDoubted && purges === 0) return <Nothing title={t('work.none')} />
  return (
    <ul className="waiting-work">
      {isDoubted ? (
        <li>
          <ClockDoubt electionId={electionId} />
        </li>
      ) : null}
      {purges > 0 ? <li>{t('work.purges', { count: purges, number: formatCount(purges, language) })}</li> : null}
      {known.map(({ words, page, count, due, first }) => (
        <li key={words}>
          <Link to={`/elections/${electionId}/${page}${first ? `/${first.countyCode}/${first.registrationId}` : ''}`}>
            {t(`work.${words}`, { count, number: formatCount(count, language) })}
          </Link>
          {due > 0 ? <Mark tone="refused">{t('work.due', { count: due })}</Mark> : null}
        </li>
      ))}
    </ul>
  )
}
