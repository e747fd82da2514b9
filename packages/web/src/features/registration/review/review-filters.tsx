/** Which cases the queue shows: by finding, community, open or decided, and by name or unit. */
import { useQuery } from '@tanstack/react-query'
import { Input, type InputRef, Segmented, Select } from 'antd'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type CommunityCounts, type ReviewFilter, readAssignees } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { formatCount, shortCommunity } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { useFindings } from '../check/index.ts'

interface ReviewFiltersProps {
  filter: ReviewFilter
  byCode: Record<string, number>
  communities: readonly CommunityCounts[]
  onChange: (filter: ReviewFilter) => void
  search: RefObject<InputRef | null>
}

export const ReviewFilters = ({ filter, byCode, communities, onChange, search }: ReviewFiltersProps) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const text = useText()
  const findings = useFindings()
  const codes = [...findings.values()].filter(
    finding => finding.severity === 'review' && (byCode[finding.code] || finding.code === filter.code),
  )
  return (
    <search className="filters">
      <Segmented
        aria-label={t('filter.state')}
        value={filter.state === 'decided' ? 'decided' : 'open'}
        onChange={state => onChange({ ...filter, state })}
        options={[
          { value: 'open', label: t('filter.open') },
          { value: 'decided', label: t('filter.decided') },
        ]}
      />
      <Select
        aria-label={t('filter.finding')}
        className="filter"
        value={filter.code ?? ''}
        onChange={code => onChange({ ...filter, code: code || undefined })}
        popupMatchSelectWidth={false}
        options={[
          { value: '', label: t('filter.allFindings') },
          ...codes.map(finding => ({
            value: finding.code,
            label: `${text(finding.title)} (${formatCount(byCode[finding.code] ?? 0, language)})`,
          })),
        ]}
      />
      <Select
        aria-label={t('filter.community')}
        className="filter"
        showSearch={{ optionFilterProp: 'label' }}
        value={filter.community ?? ''}
        onChange={community => onChange({ ...filter, community: community || undefined })}
        popupMatchSelectWidth={false}
        options={[
          { value: '', label: t('filter.allCommunities') },
          ...communities.map(community => ({ value: community.code, label: shortCommunity(community.name) })),
        ]}
      />
      <AssignedFilter filter={filter} onChange={onChange} />
      <Input.Search
        ref={search}
        className="filter"
        aria-label={t('filter.search')}
        placeholder={t('filter.searchPlaceholder')}
        allowClear
        maxLength={40}
        defaultValue={filter.q ?? ''}
        onSearch={q => onChange({ ...filter, q: q.trim() || undefined })}
      />
    </search>
  )
}

/** Whose cases: everybody's, one's own, nobody's, or a colleague's. */
const AssignedFilter = ({ filter, onChange }: Pick<ReviewFiltersProps, 'filter' | 'onChange'>) => {
  const { t } = useTranslation('registration')
  const { electionId = '' } = useParams()
  const mayDecide = useMay()('decide')
  const officers = useQuery({
    queryKey: ['assignees', electionId],
    queryFn: () => readAssignees(electionId),
    enabled: mayDecide,
    staleTime: 60_000,
  })
  if (!mayDecide) return null
  return (
    <Select
      aria-label={t('filter.assigned')}
      className="filter"
      showSearch={{ optionFilterProp: 'label' }}
      value={filter.assigned ?? ''}
      onChange={assigned => onChange({ ...filter, assigned: assigned || undefined })}
      popupMatchSelectWidth={false}
      options={[
        { value: '', label: t('filter.allOfficers') },
        { value: 'mine', label: t('filter.mine') },
        { value: 'nobody', label: t('filter.nobody') },
        ...(officers.data ?? [])
          .filter(({ isSelf }) => !isSelf)
          .map(({ id, name, areaName }) => ({ value: id, label: areaName ? `${name} · ${areaName}` : name })),
      ]}
    />
  )
}
