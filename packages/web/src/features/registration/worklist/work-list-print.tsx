/** The work list for printing, for visits at home. */
import { ArrowLeftOutlined, PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { type PersonToVisit, readMissingCommunities, readNotYetRegistered } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { chinaToday, Failure, formatDay, Loading, Nothing, shortCommunity } from '../../../ui/index.ts'
import { useElection } from '../../election/index.ts'
import { TrainingMark } from '../../help/index.ts'

const LIMIT = 3000
const OUTCOMES = ['found', 'out', 'abroad', 'moved', 'unknown', 'closed'] as const

/** All pages of the list, up to LIMIT people: nobody carries more paper. */
const readAll = async (electionId: string, community: string | undefined) => {
  const people: PersonToVisit[] = []
  const communities = community === undefined ? [] : await readMissingCommunities(electionId)
  const name = communities.find(one => one.code === community)?.name ?? ''
  let cursor: string | undefined
  do {
    const page = await readNotYetRegistered(electionId, { community, state: 'open' }, cursor)
    people.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor && people.length < LIMIT)
  return { people, name, cut: cursor !== undefined }
}

const WorkListPrint = () => {
  const { t } = useTranslation(['registration', 'ui'])
  const { language } = useLanguage()
  const { electionId = '' } = useParams()
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const community = params.get('community') ?? undefined
  const election = useElection(electionId)
  const all = useQuery({
    queryKey: ['work-list-print', electionId, community],
    queryFn: () => readAll(electionId, community),
    gcTime: 0,
  })
  if (all.isPending) return <Loading rows={10} />
  if (all.isError) return <Failure error={all.error} retry={() => void all.refetch()} />
  const { people, name, cut } = all.data
  return (
    <main className="paper">
      <div className="paper-tools">
        <Button
          icon={<ArrowLeftOutlined aria-hidden />}
          onClick={() => navigate(`/elections/${electionId}/not-yet-registered${community ? `?community=${community}` : ''}`)}
        >
          {t('ui:back')}
        </Button>
        <Button type="primary" icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
          {t('print.now')}
        </Button>
      </div>
      {election?.training ? <TrainingMark /> : null}
      <h1>{t('print.title', { place: name ? shortCommunity(name) : (election?.area.name ?? '') })}</h1>
      <p>
        {election?.name} · {t('print.day', { day: formatDay(chinaToday(), language) })} ·{' '}
        {t('print.people', { count: people.length })}
        {cut ? ` · ${t('print.cut', { limit: LIMIT })}` : ''}
      </p>
      {people.length === 0 ? (
        <Nothing title={t('absent.noneOpen')} />
      ) : (
        <div>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('print.number')}</th>
                <th scope="col">{t('field.name')}</th>
                <th scope="col">{t('field.sex')}</th>
                <th scope="col">{t('print.birthYear')}</th>
                <th scope="col">{t('field.address')}</th>
                <th scope="col">{t('field.phone')}</th>
                {OUTCOMES.map(outcome => (
                  <th key={outcome} scope="col">
                    {t(`outcome.${outcome}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {people.map((person, at) => (
                <tr key={person.personRef}>
                  <td>{at + 1}</td>
                  <td>{person.name}</td>
                  <td>{person.sex === 'M' || person.sex === 'F' ? t(`ui:sex.${person.sex}`) : ''}</td>
                  <td>{person.birthYear}</td>
                  <td>{person.address}</td>
                  <td>{person.maskedPhone}</td>
                  {OUTCOMES.map(outcome => (
                    <td key={outcome} className="paper-box">
                      <span aria-hidden="true">□</span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="paper-foot">{t('print.foot')}</p>
    </main>
  )
}

export default WorkListPrint
