/** Moves what is selected, on the map or in the table, to a district: at the foot of the window, so that it is beside either. */
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DistrictPlan } from '../../../api/index.ts'
import { dividable } from './dividable.ts'

interface Props {
  readonly plan: DistrictPlan
  readonly selected: ReadonlySet<string>
  readonly moving: boolean
  readonly onMove: (units: string[], district: number | null) => void
  readonly onDivide: (kind: 'divide' | 'join', community: string) => void
}

export const MoveBar = ({ plan, selected, moving, onMove, onDivide }: Props) => {
  const { t } = useTranslation('district')
  const [target, setTarget] = useState('')
  const oneCommunity = dividable([...selected])
  return (
    <div className="plan-move plan-move-bar">
      <span aria-live="polite">{t('selected', { count: selected.size })}</span>
      <label>
        <span>{t('moveTo')}</span>{' '}
        <select value={target} onChange={event => setTarget(event.target.value)}>
          <option value="">{t('noDistrict')}</option>
          {plan.districts.map(one => (
            <option key={one.number} value={one.number}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <Button
        type="primary"
        disabled={selected.size === 0}
        loading={moving}
        onClick={() => onMove([...selected], target === '' ? null : Number(target))}
      >
        {t('move')}
      </Button>
      {oneCommunity ? (
        <Button disabled={moving} onClick={() => onDivide(oneCommunity.kind, oneCommunity.code)}>
          {t(`parts.${oneCommunity.kind}`)}
        </Button>
      ) : null}
    </div>
  )
}
