/** Election committees: their name and seal, who is in them, and who left. */
import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type Committee, type Congress, readCommittees, readSeats } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Article, Failure, formatDay, Loading, Mark, Nothing, Page, Records, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ListExportButton } from '../lists/index.ts'
import { CommitteeForm, type CommitteeQuestion } from './committee-form.tsx'
import { CommitteeSeal } from './committee-seal.tsx'
import '../../../ui/setting-up.css'

type Member = Committee['members'][number]

const CommitteesPage = () => {
  const { t } = useTranslation('election')
  const may = useMay()
  const { electionId = '' } = useParams()
  const congresses = useQuery({ queryKey: ['seats', electionId], queryFn: () => readSeats(electionId) })
  const committees = useQuery({ queryKey: ['committees', electionId], queryFn: () => readCommittees(electionId) })
  const [asked, setAsked] = useState<CommitteeQuestion | null>(null)
  const mayChange = may('set-up') || may('publish')
  const failed = [congresses, committees].find(query => query.isError)
  return (
    <Page
      title={t('committee.title')}
      lead={t('committee.lead')}
      actions={<ListExportButton electionId={electionId} list="committees" />}
    >
      {failed ? (
        <Failure error={failed.error} retry={() => void failed.refetch()} />
      ) : !congresses.data || !committees.data ? (
        <Loading rows={8} />
      ) : (
        congresses.data.map(congress => (
          <CommitteeSheet
            key={`${congress.level} ${congress.areaCode}`}
            congress={congress}
            committee={committees.data.find(one => one.level === congress.level && one.areaCode === congress.areaCode)}
            onAsk={mayChange ? setAsked : undefined}
          />
        ))
      )}
      {asked ? <CommitteeForm electionId={electionId} question={asked} onClose={() => setAsked(null)} /> : null}
    </Page>
  )
}

interface CommitteeSheetProps {
  congress: Congress
  committee: Committee | undefined
  /** Changes the committee; absent where the reader may not. */
  onAsk: ((question: CommitteeQuestion) => void) | undefined
}

const CommitteeSheet = ({ congress: { level, areaCode, areaName }, committee, onAsk }: CommitteeSheetProps) => {
  const { t } = useTranslation(['election', 'ui'])
  const of = { level, areaCode }
  const place = `${areaName} · ${t(`ui:level.${level}`)}`
  return (
    <Sheet
      title={committee?.name ?? place}
      extra={
        onAsk ? (
          <span className="actions">
            <Button
              size="small"
              aria-label={`${t('committee.name')} ${place}`}
              onClick={() => onAsk({ kind: 'name', of, name: committee?.name ?? t('committee.defaultName', { area: areaName }) })}
            >
              {t('committee.name')}
            </Button>{' '}
            {committee ? (
              <Button
                size="small"
                type="primary"
                icon={<PlusOutlined aria-hidden />}
                aria-label={`${t('committee.appoint')} ${committee.name}`}
                onClick={() => onAsk({ kind: 'appoint', of })}
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
          <Members members={committee.members} onLeave={onAsk && (member => onAsk({ kind: 'leave', member }))} />
        </div>
      ) : (
        <Nothing title={t('committee.none')} />
      )}
    </Sheet>
  )
}

interface MembersProps {
  members: readonly Member[]
  onLeave: ((member: Member) => void) | undefined
}

const Members = ({ members, onLeave }: MembersProps) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  return (
    <Records<Member>
      label={t('committee.members')}
      records={members}
      keyOf={member => String(member.id)}
      empty={<Nothing title={t('committee.noMembers')} />}
      columns={[
        { key: 'name', title: t('committee.person'), heading: true, render: member => member.name },
        { key: 'office', title: t('committee.office.title'), render: member => t(`committee.office.${member.office}`) },
        { key: 'from', title: t('committee.from'), render: member => formatDay(member.from, language) },
        {
          key: 'left',
          title: t('committee.left'),
          optional: member => member.leftOn === null,
          render: member => <Left member={member} />,
        },
        {
          key: 'change',
          title: t('committee.leave'),
          optional: member => !onLeave || member.leftOn !== null,
          render: member =>
            onLeave && member.leftOn === null ? (
              <Button size="small" aria-label={`${t('committee.leave')} ${member.name}`} onClick={() => onLeave(member)}>
                {t('committee.leave')}
              </Button>
            ) : (
              '–'
            ),
        },
      ]}
    />
  )
}

/** Whether a member still sits, or when and why they left. */
const Left = ({ member: { leftOn, leftReason, leftArticle } }: { member: Member }) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  if (leftOn === null) return <Mark tone="registered">{t('committee.sits')}</Mark>
  return (
    <span>
      {formatDay(leftOn, language)} · {leftReason === 'candidate' ? t('committee.candidate') : leftReason}{' '}
      {leftArticle ? <Article article={leftArticle} /> : null}
    </span>
  )
}

export default CommitteesPage
