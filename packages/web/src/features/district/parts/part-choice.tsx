/** The part of a community, where the office lists any: a menu, so that nobody types a name that the list does not know. */
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { readCommunityParts } from '../../../api/index.ts'

interface PartChoiceProps {
  readonly id: string
  readonly electionId: string
  /** Code of the community; empty: none is chosen. */
  readonly community: string
  readonly value: string
  readonly onChange: (part: string) => void
  /** Must be chosen before the form can be sent. */
  readonly isMissing?: boolean
}

export const PartChoice = ({ id, electionId, community, value, onChange, isMissing = false }: PartChoiceProps) => {
  const { t } = useTranslation('district')
  const found = useQuery({
    queryKey: ['community-parts', electionId, community],
    queryFn: () => readCommunityParts(electionId, community),
    enabled: community !== '',
    staleTime: 30_000,
  })
  const parts = found.data?.find(one => one.community.code === community)?.parts ?? []
  if (parts.length === 0) return null
  return (
    <div className="correction-field">
      <label htmlFor={id}>{t('parts.part')}</label>
      <Select
        id={id}
        showSearch={{ optionFilterProp: 'label' }}
        value={value || undefined}
        placeholder={t('parts.choose')}
        {...(isMissing ? { status: 'error' as const } : {})}
        onChange={onChange}
        options={parts.map(({ part, name }) => ({ value: part, label: name }))}
      />
    </div>
  )
}
