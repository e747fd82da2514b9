/** Columns of the roll, as a reader chose them. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Voter } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { type Column, formatDay, shortCommunity } from '../../../ui/index.ts'
import { StatusMark } from '../check/index.ts'
import type { VoterColumn } from './views.ts'

const BASES = ['hukou', 'residence', 'work', 'study'] as const
const CHANNELS = ['roster', 'previous-roll', 'online', 'station', 'door'] as const

/** Titles of the columns that can be chosen. */
export const useColumnTitles = (): Readonly<Record<VoterColumn, string>> => {
  const { t } = useTranslation('registration')
  return {
    sex: t('field.sex'),
    birthDate: t('field.birthDate'),
    maskedNumber: t('voters.maskedNumber'),
    community: t('field.community'),
    countyDistrict: t('voters.countyDistrict'),
    townshipDistrict: t('voters.townshipDistrict'),
    voterGroup: t('field.voterGroup'),
    unit: t('field.unit'),
    basis: t('field.basis'),
    channel: t('voters.channel'),
    status: t('voters.status'),
    registrationId: t('voters.registrationId'),
  }
}

export const useVoterColumns = (electionId: string, chosen: readonly VoterColumn[], isLinked: boolean): Column<Voter>[] => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const titles = useColumnTitles()
  const channelOf = (voter: Voter) => {
    const channel = CHANNELS.find(one => one === voter.channel)
    return channel ? t(`channel.${channel}`) : voter.channel
  }
  const basisOf = (voter: Voter) => {
    const basis = BASES.find(one => one === voter.basis)
    return basis ? t(`voters.basisOf.${basis}`) : (voter.basis ?? '–')
  }
  const cells: Readonly<Record<VoterColumn, (voter: Voter) => ReactNode>> = {
    sex: voter => (voter.sex ? t(`sex.${voter.sex}`) : '–'),
    birthDate: voter => formatDay(voter.birthDate, language),
    maskedNumber: voter => <span className="code">{voter.maskedNumber}</span>,
    community: voter => (voter.community ? shortCommunity(voter.community.name) : '–'),
    countyDistrict: voter => voter.countyDistrict?.name ?? '–',
    townshipDistrict: voter => voter.townshipDistrict?.name ?? '–',
    voterGroup: voter => voter.voterGroup ?? '–',
    unit: voter => voter.unit ?? '–',
    basis: basisOf,
    channel: channelOf,
    status: voter => <StatusMark status={voter.status} />,
    registrationId: voter => voter.registrationId,
  }
  const address = ({ countyCode, registrationId }: Voter) => `/elections/${electionId}/voters/${countyCode}/${registrationId}`
  return [
    {
      key: 'name',
      title: t('field.name'),
      heading: true,
      render: voter =>
        isLinked ? (
          <Link to={address(voter)} title={t('voters.open', { name: voter.name })}>
            <strong>{voter.name}</strong>
          </Link>
        ) : (
          <strong>{voter.name}</strong>
        ),
    },
    ...chosen.map(column => ({
      key: column,
      title: titles[column],
      render: cells[column],
      optional: (voter: Voter) => voter[column] === null,
    })),
  ]
}
