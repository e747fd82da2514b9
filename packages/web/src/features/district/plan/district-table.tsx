/** Districts of a plan with people per deputy and how far that is off the mean; names and deputies are changed in place. */
import { Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DistrictPlan, DistrictPlanChange, DistrictPlanDistrict } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatCount, Mark, Records } from '../../../ui/index.ts'
import { colourOf } from '../map/index.ts'
import { signedPercent } from './words.ts'

interface DistrictTableProps {
  readonly plan: DistrictPlan
  readonly mayChange: boolean
  readonly onChange: (change: DistrictPlanChange) => void
}

const SEATS = [1, 2, 3] as const

export const DistrictTable = ({ plan, mayChange, onChange }: DistrictTableProps) => {
  const { t } = useTranslation(['district', 'ui'])
  const { language } = useLanguage()
  return (
    <Records<DistrictPlanDistrict>
      label={t('districts')}
      records={plan.districts}
      keyOf={one => String(one.number)}
      empty={<p className="soft">{t('noDistricts')}</p>}
      columns={[
        {
          key: 'name',
          title: t('district'),
          heading: true,
          render: one => (
            <span className="plan-district">
              <span className="plan-colour" style={{ background: colourOf(one.number) }} aria-hidden="true" />
              {mayChange ? <Name key={one.name} district={one} onChange={onChange} /> : one.name}
            </span>
          ),
        },
        {
          key: 'seats',
          title: t('seats'),
          render: one =>
            mayChange ? (
              <select
                aria-label={t('seatsOfDistrict', { name: one.name })}
                value={one.seats}
                onChange={event =>
                  onChange({ kind: 'district', number: one.number, name: one.name, seats: Number(event.target.value) })
                }
              >
                {SEATS.map(seats => (
                  <option key={seats} value={seats}>
                    {seats}
                  </option>
                ))}
              </select>
            ) : (
              one.seats
            ),
        },
        { key: 'people', title: t('people'), align: 'right', render: one => formatCount(one.population, language) },
        { key: 'per', title: t('perDeputy'), align: 'right', render: one => formatCount(Math.round(one.perDeputy), language) },
        {
          key: 'deviation',
          title: t('deviation'),
          align: 'right',
          render: one =>
            one.units === 0 ? (
              '–'
            ) : Math.abs(one.deviation ?? 0) > 0.3 ? (
              <Mark tone="review">{signedPercent(one.deviation)}</Mark>
            ) : (
              signedPercent(one.deviation)
            ),
        },
        ...(mayChange
          ? [
              {
                key: 'remove',
                title: t('remove'),
                render: (one: DistrictPlanDistrict) => (
                  <Popconfirm
                    title={t('removeSure', { name: one.name })}
                    okText={t('remove')}
                    cancelText={t('ui:cancel')}
                    onConfirm={() => onChange({ kind: 'remove', number: one.number })}
                  >
                    <Button size="small" type="text" aria-label={t('removeOf', { name: one.name })}>
                      ×
                    </Button>
                  </Popconfirm>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

const Name = ({ district, onChange }: { district: DistrictPlanDistrict; onChange: DistrictTableProps['onChange'] }) => {
  const { t } = useTranslation('district')
  const [name, setName] = useState(district.name)
  const save = () => {
    const written = name.trim()
    if (written === '' || written === district.name) setName(district.name)
    else onChange({ kind: 'district', number: district.number, name: written, seats: district.seats })
  }
  return (
    <Input
      size="small"
      aria-label={t('nameOf', { name: district.name })}
      value={name}
      maxLength={60}
      onChange={event => setName(event.target.value)}
      onBlur={save}
      onPressEnter={save}
    />
  )
}
