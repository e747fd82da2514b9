/** Which people the roll shows: by name or pinyin, place, district, level, state, channel and basis. */
import { Input, type InputRef, Select } from 'antd'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { VotersFilter } from '../../../api/index.ts'
import { shortCommunity } from '../../../ui/index.ts'

const STATUSES = ['registered', 'review', 'pending', 'refused', 'moved', 'removed'] as const
const CHANNELS = ['roster', 'previous-roll', 'online', 'station', 'door'] as const
const BASES = ['hukou', 'residence', 'work', 'study'] as const
const LEVELS = ['county', 'township'] as const

interface Option {
  readonly value: string
  readonly label: string
}

interface VotersFiltersProps {
  readonly filter: VotersFilter
  readonly communities: readonly { readonly code: string; readonly name: string }[]
  readonly districts: readonly { readonly level: 'county' | 'township'; readonly code: string; readonly name: string }[]
  /** A station has full names only. */
  readonly onlyNames: boolean
  readonly search: RefObject<InputRef | null>
  readonly onChange: (filter: VotersFilter) => void
}

export const VotersFilters = ({ filter, communities, districts, onlyNames, search, onChange }: VotersFiltersProps) => {
  const { t } = useTranslation('registration')
  const select = (
    label: string,
    value: string | undefined,
    all: string,
    options: readonly Option[],
    change: (value: string) => void,
  ) => (
    <Select
      aria-label={label}
      className="filter"
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? ''}
      onChange={change}
      popupMatchSelectWidth={false}
      options={[{ value: '', label: all }, ...options]}
    />
  )
  const set = (name: keyof VotersFilter) => (value: string) => onChange({ ...filter, [name]: value || undefined })
  const district = filter.countyDistrict
    ? `county/${filter.countyDistrict}`
    : filter.townshipDistrict && `township/${filter.townshipDistrict}`
  const setDistrict = (value: string) => {
    const { countyDistrict, townshipDistrict, ...rest } = filter
    const [level, ...code] = value.split('/')
    if (!value) return onChange(rest)
    onChange({ ...rest, [level === 'county' ? 'countyDistrict' : 'townshipDistrict']: code.join('/') })
  }
  return (
    <search className="filters">
      <Input.Search
        key={filter.q ?? ''}
        ref={search}
        className="filter"
        aria-label={onlyNames ? t('voters.searchExact') : t('voters.search')}
        placeholder={onlyNames ? t('voters.searchExact') : t('voters.searchPlaceholder')}
        allowClear
        maxLength={40}
        defaultValue={filter.q ?? ''}
        onSearch={q => set('q')(q.trim())}
      />
      {onlyNames ? null : (
        <>
          {select(
            t('voters.community'),
            filter.community,
            t('voters.allCommunities'),
            communities.map(({ code, name }) => ({ value: code, label: shortCommunity(name) })),
            set('community'),
          )}
          {select(
            t('voters.district'),
            district,
            t('voters.allDistricts'),
            districts.map(({ level, code, name }) => ({ value: `${level}/${code}`, label: `${name} · ${t(`voters.${level}`)}` })),
            setDistrict,
          )}
          {select(
            t('voters.level'),
            filter.level,
            t('voters.allLevels'),
            LEVELS.map(value => ({ value, label: t(`voters.${value}`) })),
            set('level'),
          )}
          {select(
            t('voters.status'),
            filter.status,
            t('voters.allStatuses'),
            STATUSES.map(value => ({ value, label: t(`status.${value}`) })),
            set('status'),
          )}
          {select(
            t('voters.channel'),
            filter.channel,
            t('voters.allChannels'),
            CHANNELS.map(value => ({ value, label: t(`channel.${value}`) })),
            set('channel'),
          )}
          {select(
            t('voters.basis'),
            filter.basis,
            t('voters.allBases'),
            BASES.map(value => ({ value, label: t(`voters.basisOf.${value}`) })),
            set('basis'),
          )}
        </>
      )}
    </search>
  )
}
