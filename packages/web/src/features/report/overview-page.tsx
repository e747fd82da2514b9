/** The state of the election: counts with links to the work behind them, communities, what is due, the latest imports, the published list. */
import {
  AuditOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  StopOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { type Overview, readOverview } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Failure, Figure, formatCount, formatDay, formatShare, Loading, Nothing, Page, percent, Sheet } from '../../ui/index.ts'
import { useMay } from '../access/index.ts'
import { ElectionFacts } from '../election/index.ts'
import { FindingCounts, ImportList } from '../registration/index.ts'
import { Root } from '../roll/index.ts'
import { CommunitySheet } from './community-sheet.tsx'
import { Deadlines } from './deadlines.tsx'
import { WaitingWork } from './waiting-work.tsx'

const OverviewPage = () => {
  const { t } = useTranslation('report')
  const { electionId = '' } = useParams()
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId) })
  if (overview.isPending) return <Loading rows={10} />
  if (overview.isError) {
    return (
      <Page title={t('title')}>
        <Failure error={overview.error} retry={() => void overview.refetch()} />
      </Page>
    )
  }
  const { data } = overview
  return (
    <Page title={data.election.name} lead={<ElectionFacts election={data.election} />}>
      <Headline overview={data} />
      <div className="columns">
        <div>
          <Sheet title={t('work.title')}>
            <WaitingWork electionId={electionId} work={data.work} />
          </Sheet>
          <PublishedSheet overview={data} />
        </div>
        <Sheet title={t('deadlines.title')}>
          <Deadlines deadlines={data.deadlines} />
        </Sheet>
      </div>
      <CommunitySheet electionId={electionId} communities={data.communities} />
      <Sheet title={t('findings')}>
        <FindingCounts findings={data.findings} electionId={electionId} />
      </Sheet>
      <Sheet title={t('imports')} extra={<Link to={`/elections/${electionId}/imports`}>{t('allImports')}</Link>}>
        <ImportList imports={data.imports} electionId={electionId} />
      </Sheet>
    </Page>
  )
}

const Headline = ({ overview: { counts, cases, election, objections } }: { overview: Overview }) => {
  const { t } = useTranslation('report')
  const { language } = useLanguage()
  const may = useMay()
  const base = `/elections/${election.id}`
  return (
    <section className="headline" aria-label={t('headline')}>
      <div className="headline-progress">
        <span className="figure-label">{t('progress')}</span>
        <span className="figure-value">{formatShare(counts.eligible - counts.notYetRegistered, counts.eligible)}</span>
        <Progress
          percent={percent(counts.eligible - counts.notYetRegistered, counts.eligible)}
          showInfo={false}
          aria-label={t('progress')}
        />
        <span className="figure-note">
          {t('progressNote', {
            notYet: formatCount(counts.notYetRegistered, language),
            eligible: formatCount(counts.eligible, language),
          })}
        </span>
      </div>
      <Figure
        icon={<CheckCircleOutlined aria-hidden />}
        label={t('registered')}
        value={formatCount(counts.registered, language)}
        note={
          counts.fromElsewhere > 0
            ? t('registeredNoteElsewhere', { people: formatCount(counts.fromElsewhere, language) })
            : t('registeredNote')
        }
        tone="registered"
        to={`${base}/roll`}
      />
      <Figure
        icon={<ExclamationCircleOutlined aria-hidden />}
        label={t('review')}
        value={formatCount(cases.total, language)}
        note={
          cases.ofOthers > 0
            ? t('reviewNoteOthers', { count: cases.ofOthers, cases: formatCount(cases.ofOthers, language) })
            : counts.reviewStanding > 0
              ? t('reviewNoteStanding', { count: counts.reviewStanding, people: formatCount(counts.reviewStanding, language) })
              : t('reviewNote')
        }
        tone="review"
        to={`${base}/reviews`}
      />
      <Figure
        icon={<ClockCircleOutlined aria-hidden />}
        label={t('pending')}
        value={formatCount(counts.pending, language)}
        note={t('pendingNote')}
        tone={counts.pending > 0 ? 'review' : 'quiet'}
        to={may('import-registers') ? '/sources' : undefined}
      />
      <Figure
        icon={<StopOutlined aria-hidden />}
        label={t('refused')}
        value={formatCount(counts.refused, language)}
        note={t('refusedNote')}
        tone="refused"
        to={`${base}/refused`}
      />
      <Figure
        icon={<TeamOutlined aria-hidden />}
        label={t('notYet')}
        value={formatCount(counts.notYetRegistered, language)}
        note={t('notYetNote')}
        tone="quiet"
        to={may('contact') ? `${base}/not-yet-registered` : undefined}
      />
      <Figure
        icon={<AuditOutlined aria-hidden />}
        label={t('objections')}
        value={formatCount(objections.open, language)}
        note={objections.due > 0 ? t('objectionsDue', { count: objections.due }) : t('objectionsNote')}
        tone={objections.due > 0 ? 'refused' : objections.open > 0 ? 'review' : 'quiet'}
        to={`${base}/objections`}
      />
    </section>
  )
}

const PublishedSheet = ({ overview: { roll, election } }: { overview: Overview }) => {
  const { t } = useTranslation('report')
  const { language } = useLanguage()
  return (
    <Sheet title={t('roll.title')} extra={<Link to={`/elections/${election.id}/roll`}>{t('roll.open')}</Link>}>
      {roll ? (
        <dl className="pairs wide-pairs">
          <div>
            <dt>{t('roll.version')}</dt>
            <dd>{t(roll.kind === 'supplement' ? 'roll.supplement' : 'roll.list', { version: roll.version })}</dd>
          </div>
          <div>
            <dt>{t('roll.published')}</dt>
            <dd>{formatDay(roll.publishedOn, language)}</dd>
          </div>
          <div>
            <dt>{t('roll.entries')}</dt>
            <dd>{formatCount(roll.entries, language)}</dd>
          </div>
          <div>
            <dt>{t('roll.root')}</dt>
            <dd>
              <Root root={roll.root} />
            </dd>
          </div>
        </dl>
      ) : (
        <Nothing title={t('roll.none')} />
      )}
    </Sheet>
  )
}

export default OverviewPage
