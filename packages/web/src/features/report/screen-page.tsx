/** The figures of an election for a large screen in an office: read from afar, and read anew by itself. No names of people. */
import { useQuery } from '@tanstack/react-query'
import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { readOverview, readTownships } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Failure, formatCount, formatMoment, formatShare, Loading, percent, shortCommunity } from '../../ui/index.ts'
import { TrendChart } from './trend.tsx'

const AGAIN_MS = 60_000
/** As many fit a screen. */
const SHOWN = 12

const ScreenPage = () => {
  const { t } = useTranslation('report')
  const { language } = useLanguage()
  const { electionId = '' } = useParams()
  const again = { refetchInterval: AGAIN_MS }
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId), ...again })
  const found = useQuery({ queryKey: ['townships', electionId, undefined], queryFn: () => readTownships(electionId), ...again })
  if (overview.isPending || found.isPending) return <Loading rows={10} />
  if (overview.isError) return <Failure error={overview.error} retry={() => void overview.refetch()} />
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />
  const { counts, cases, election, objections } = overview.data
  // An election of one township is compared by its communities.
  const areas = found.data.townships.length > 1 ? found.data.townships : overview.data.communities
  const ordered = [...areas].sort((one, other) => other.notYetRegistered - one.notYetRegistered)
  const figures = [
    { label: t('communities.eligible'), value: formatCount(counts.eligible, language) },
    { label: t('registered'), value: formatCount(counts.registered, language) },
    { label: t('notYet'), value: formatCount(counts.notYetRegistered, language) },
    { label: t('progress'), value: formatShare(counts.eligible - counts.notYetRegistered, counts.eligible) },
    { label: t('review'), value: formatCount(cases.total, language) },
    { label: t('objections'), value: formatCount(objections.open, language) },
  ]
  return (
    <main className="screen">
      <header>
        <h1>{election.name}</h1>
        <p>
          {t('screen.asOf', { at: formatMoment(new Date(found.dataUpdatedAt).toISOString(), language) })}{' '}
          <Link to={`/elections/${electionId}/townships`}>{t('screen.leave')}</Link>
        </p>
      </header>
      <dl className="screen-figures">
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="screen-columns">
        <section aria-label={t('townships.title')}>
          <h2>{t('screen.most')}</h2>
          <ol>
            {ordered.slice(0, SHOWN).map(({ code, name, eligible, notYetRegistered }) => (
              <li key={code}>
                <span>{code.length >= 9 ? shortCommunity(name) : t('townships.unknown')}</span>
                <Progress percent={percent(eligible - notYetRegistered, eligible)} showInfo={false} aria-label={name} />
                <span>{formatCount(notYetRegistered, language)}</span>
              </li>
            ))}
          </ol>
        </section>
        <section aria-label={t('trend.title')}>
          <h2>{t('trend.title')}</h2>
          <TrendChart days={found.data.days} height={380} />
        </section>
      </div>
    </main>
  )
}

export default ScreenPage
