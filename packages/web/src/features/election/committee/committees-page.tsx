/** Election committees: their name and seal, who is in them, and who left. */
import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type Committee, readCommittees, readSeats } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Article, Failure, formatDay, Loading, Mark, Nothing, Page, Records, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { CommitteeForm, type CommitteeQuestion } from './committee-form.tsx'
import { CommitteeSeal } from './committee-seal.tsx'
import '../../../ui/setting-up.css'

type Member = Committee['members'][number]

const CommitteesPage = () => {
  const { t } = useTranslation(['election', 'ui'])
  const { language } = useLanguage()
  const may = useMay()
  const { electionId = '' } = useParams()
  const congresses = useQuery({ queryKey: ['seats', electionId], queryFn: () => readSeats(electionId) })
  const committees = useQuery({ queryKey: ['committees', electionId], queryFn: () => readCommittees(electionId) })
  const [asked, setAsked] = useState<CommitteeQuestion | null>(null)
  const mayChange = may('set-up') || may('publish')
  const failed = [congresses, committees].find(query => query.isError)
  return (
    <Page title={t('committee.title')} lead={t('committee.lead')}>
      {failed ? (
        <Failure error={failed.error} retry={() => void failed.refetch()} />
      ) : !congresses.data || !committees.data ? (
        <Loading rows={8} />
      ) : (
        congresses.data.map(({ level, areaCode, areaName }) => {
          const of = { level, areaCode }
          const committee = committees.data.find(one => one.level === level && one.areaCode === areaCode)
          const place = `${areaName} · ${t(`ui:level.${level}`)}`
          return (
            <Sheet
              key={`${level} ${areaCode}`}
              title={committee?.name ?? place}
              extra={
                mayChange ? (
                  <span className="actions">
                    <Button
                      size="small"
                      aria-label={`${t('committee.name')} ${place}`}
                      onClick={() =>
                        setAsked({ kind: 'name', of, name: committee?.name ?? t('committee.defaultName', { area: areaName }) })
                      }
                    >
                      {t('committee.name')}
                    </Button>{' '}
                    {committee ? (
                      <Button
                        size="small"
                        type="primary"
                        icon={<PlusOutlined aria-hidden />}
                        aria-label={`${t('committee.appoint')} ${committee.name}`}
                        onClick={() => setAsked({ kind: 'appoint', of })}
                      >
                        {t('committee.appoint')}
                      </Button>
                    ) : null}
                  </span>
                ) : null
              }
            >
              {committee ? (
                <div className="committee">
                  <figure>
                    <CommitteeSeal name={committee.name} />
                    <figcaption className="soft">{t('committee.specimen')}</figcaption>
                  </figure>
                  <Records<Member>
                    label={t('committee.members')}
                    records={committee.members}
                    keyOf={member => String(member.id)}
                    empty={<Nothing title={t('committee.noMembers')} />}
                    columns={[
                      { key: 'name', title: t('committee.person'), heading: true, render: member => member.name },
                      {
                        key: 'office',
                        title: t('committee.office.title'),
                        render: member => t(`committee.office.${member.office}`),
                      },
                      { key: 'from', title: t('committee.from'), render: member => formatDay(member.from, language) },
                      {
                        key: 'left',
                        title: t('committee.left'),
                        optional: member => member.leftOn === null,
                        render: member =>
                          member.leftOn === null ? (
                            <Mark tone="registered">{t('committee.sits')}</Mark>
                          ) : (
                            <span>
                              {formatDay(member.leftOn, language)} ·{' '}
                              {member.leftReason === 'candidate' ? t('committee.candidate') : member.leftReason}{' '}
                              {member.leftArticle ? <Article article={member.leftArticle} /> : null}
                            </span>
                          ),
                      },
                      {
                        key: 'change',
                        title: t('committee.leave'),
                        optional: member => !mayChange || member.leftOn !== null,
                        render: member =>
                          mayChange && member.leftOn === null ? (
                            <Button
                              size="small"
                              aria-label={`${t('committee.leave')} ${member.name}`}
                              onClick={() => setAsked({ kind: 'leave', member })}
                            >
                              {t('committee.leave')}
                            </Button>
                          ) : (
                            '–'
                          ),
                      },
                    ]}
                  />
                </div>
              ) : (
                <Nothing title={t('committee.none')} />
              )}
            </Sheet>
          )
        })
      )}
      {asked ? <CommitteeForm electionId={electionId} question={asked} onClose={() => setAsked(null)} /> : null}
    </Page>
  )
}

export default CommitteesPage
