/** Two plans side by side: their figures, and the units that belong to different districts. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DistrictPlan, type DistrictPlanComparison, readPlanComparison, readPlans } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatCount, QueryView, Records, Sheet } from '../../../ui/index.ts'
import { signedPercent } from './words.ts'

export const CompareSheet = ({ electionId, plan }: { electionId: string; plan: DistrictPlan }) => {
  const { t } = useTranslation('district')
  const [other, setOther] = useState<number | null>(null)
  const plans = useQuery({ queryKey: ['plans', electionId], queryFn: () => readPlans(electionId) })
  const compared = useQuery({
    queryKey: ['plan-comparison', electionId, plan.id, other, plan.steps[0]?.number ?? 0],
    queryFn: () => readPlanComparison(electionId, plan.id, other ?? plan.id),
    enabled: other !== null,
  })
  const others = (plans.data ?? []).filter(one => one.id !== plan.id && one.level === plan.level)
  if (others.length === 0) return null
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
      {other === null ? null : (
        <QueryView query={compared} rows={3}>
          {answer => <Comparison compared={answer} />}
        </QueryView>
      )}
    </Sheet>
  )
}

const Comparison = ({ compared: { from, to, differences } }: { compared: DistrictPlanComparison }) => {
  const { t } = useTranslation('district')
  const { language } = useLanguage()
  const named = (of: DistrictPlan, number: number | null) =>
    of.districts.find(one => one.number === number)?.name ?? t('noDistrict')
  return (
    <>
      <Records
        label={t('compare.figures')}
        records={[from, to]}
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
        {t('compare.differ', { count: differences.length })}
        {differences.length > 0 ? <span className="soft"> {t('compare.byPeople')}</span> : null}
      </p>
      {differences.length > 0 ? (
        <Records
          label={t('compare.units')}
          records={differences}
          keyOf={one => one.unit}
          columns={[
            { key: 'unit', title: t('unit'), heading: true, render: one => one.name },
            { key: 'people', title: t('people'), align: 'right', render: one => formatCount(one.population, language) },
            { key: 'from', title: from.name, render: one => named(from, one.from) },
            { key: 'to', title: to.name, render: one => named(to, one.to) },
          ]}
        />
      ) : null}
    </>
  )
}
