/** Units of a plan as a table: everything the map does, by keyboard and for screen readers. */
import { Input, Table } from 'antd'
import { type Key, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DistrictPlan, DistrictPlanUnit } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatCount } from '../../../ui/index.ts'

interface UnitTableProps {
  readonly plan: DistrictPlan
  readonly selected: ReadonlySet<string>
  readonly onSelect: (codes: ReadonlySet<string>) => void
  readonly mayChange: boolean
}

const PER_PAGE = 50

export const UnitTable = ({ plan, selected, onSelect, mayChange }: UnitTableProps) => {
  const { t } = useTranslation(['district', 'ui'])
  const { language } = useLanguage()
  const [asked, setAsked] = useState('')
  const names = useMemo(() => new Map(plan.districts.map(one => [one.number, one.name])), [plan.districts])
  const nameOf = (unit: DistrictPlanUnit) => (unit.district === null ? t('noDistrict') : (names.get(unit.district) ?? '–'))
  const shown = plan.units.filter(unit => asked === '' || `${unit.name} ${unit.code} ${nameOf(unit)}`.includes(asked.trim()))
  return (
    <div>
      <div className="plan-move">
        <Input
          allowClear
          placeholder={t('search')}
          aria-label={t('search')}
          value={asked}
          onChange={event => setAsked(event.target.value)}
        />
      </div>
      <Table<DistrictPlanUnit>
        aria-label={t('units')}
        className="records"
        size="small"
        rowKey="code"
        dataSource={shown}
        pagination={shown.length > PER_PAGE ? { pageSize: PER_PAGE, showSizeChanger: false } : false}
        {...(mayChange
          ? {
              rowSelection: {
                selectedRowKeys: [...selected],
                preserveSelectedRowKeys: true,
                onChange: (keys: Key[]) => onSelect(new Set(keys.map(String))),
                getTitleCheckboxProps: () => ({ 'aria-label': t('selectAll') }),
                getCheckboxProps: (unit: DistrictPlanUnit) => ({ 'aria-label': t('selectUnit', { name: unit.name }) }),
              },
            }
          : {})}
        columns={[
          { key: 'name', title: t('unit'), render: (_, unit) => unit.name },
          {
            key: 'people',
            title: t('people'),
            align: 'right',
            sorter: (a, b) => a.population - b.population,
            render: (_, unit) => formatCount(unit.population, language),
          },
          { key: 'district', title: t('district'), render: (_, unit) => nameOf(unit) },
          { key: 'existing', title: t('existing'), responsive: ['md'], render: (_, unit) => unit.existing ?? '–' },
        ]}
      />
    </div>
  )
}
