/** Two plans side by side: their figures, and the units that belong to different districts. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DistrictPlan, readPlanComparison, readPlans } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatCount, Loading, Records, Sheet } from '../../../ui/index.ts'
import { signedPercent } from './words.ts'

export const CompareSheet = ({ electionId, plan }: { electionId: string; plan: DistrictPlan }) => {
  const { t } = useTranslation('district')
  const { language } = useLanguage()
  const [other, setOther] = useState<number | null>(null)
  const plans = useQuery({ queryKey: ['plans', electionId], queryFn: () => readPlans(electionId) })
  const compared = useQuery({
    queryKey: ['plan-comparison', electionId, plan.id, other, plan.steps[0]?.number ?? 0],
    queryFn: () => readPlanComparison(electionId, plan.id, other ?? plan.id),
    enabled: other !== null,
  })
  const others = (plans.data ?? []).filter(one => one.id !== plan.id && one.level === plan.level)
  if (others.length === 0) return null
  const named = (of: DistrictPlan, number: number | null) =>
    of.districts.find(one => one.number === number)?.name ?? t('noDistrict')
  return (
    <Sheet title={t('compare.title')}>
      <label className="plan-move">
        <span>{t('compare.with')}</span>
        <select value={other ?? ''} onChange={event => setOther(event.target.value === '' ? null : Number(event.target.value))}>
          <option value="">{t('compare.choose')}</option>
          {others.map(one => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      {other === null ? null : compared.isPending ? (
        <Loading rows={3} />
      ) : compared.isError ? (
        <Failure error={compared.error} />
      ) : (
        <>
          <Records
            label={t('compare.figures')}
            records={[compared.data.from, compared.data.to]}
            keyOf={one => String(one.id)}
            columns={[
              { key: 'name', title: t('plan'), heading: true, render: one => one.name },
              { key: 'districts', title: t('districts'), align: 'right', render: one => one.districtCount },
              { key: 'seats', title: t('seats'), align: 'right', render: one => one.seatsSet },
              { key: 'max', title: t('maxDeviation'), align: 'right', render: one => signedPercent(one.maxDeviation, '±') },
              { key: 'warnings', title: t('warnings'), align: 'right', render: one => one.warningCount },
            ]}
          />
          <p className="plan-after">
            {t('compare.differ', { count: compared.data.differences.length })}
            {compared.data.differences.length > 0 ? <span className="soft"> {t('compare.byPeople')}</span> : null}
          </p>
          {compared.data.differences.length > 0 ? (
            <Records
              label={t('compare.units')}
              records={compared.data.differences}
              keyOf={one => one.unit}
              columns={[
                { key: 'unit', title: t('unit'), heading: true, render: one => one.name },
                { key: 'people', title: t('people'), align: 'right', render: one => formatCount(one.population, language) },
                { key: 'from', title: compared.data.from.name, render: one => named(compared.data.from, one.from) },
                { key: 'to', title: compared.data.to.name, render: one => named(compared.data.to, one.to) },
              ]}
            />
          ) : null}
        </>
      )}
    </Sheet>
  )
}
