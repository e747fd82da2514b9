/** Which cases the queue shows: by finding, community, open or decided, and by name or unit. */
import { Input, type InputRef, Segmented, Select } from 'antd'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommunityCounts, ReviewFilter } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { formatCount, shortCommunity } from '../../../ui/index.ts'
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
