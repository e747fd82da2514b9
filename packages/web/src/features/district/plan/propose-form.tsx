/** An automatic proposal: seats, how many districts, and the seed that makes it repeatable. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DistrictPlan, newRequestId, proposePlan, readSeats } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatSeries, Sheet, useErrorWords } from '../../../ui/index.ts'
import { useElection } from '../../election/index.ts'
import { offeredSeats } from './offered-seats.ts'

export const ProposeForm = ({
  electionId,
  plan,
  onDone,
}: {
  electionId: string
  plan: DistrictPlan
  onDone: (plan: DistrictPlan) => void
}) => {
  const { t } = useTranslation('district')
  const words = useErrorWords()
  const { language } = useLanguage()
  const areaCode = useElection(electionId)?.area.code
  const decided = useQuery({ queryKey: ['seats', electionId], queryFn: () => readSeats(electionId) })
  const offer = areaCode && decided.data ? offeredSeats(decided.data, plan.level, areaCode) : null
  // Undefined until someone types: what was decided may come in later than the page.
  const [typed, setSeats] = useState<number | null | undefined>(undefined)
  const seats = typed === undefined ? (plan.seats ?? offer?.seats ?? (plan.seatsSet > 0 ? plan.seatsSet : null)) : typed
  const [districts, setDistricts] = useState<number | null>(null)
  const [seed, setSeed] = useState<number | null>(plan.seed ?? 1)
  const [keep, setKeep] = useState(false)
  const propose = useMutation({
    mutationFn: () =>
      proposePlan(
        electionId,
        plan.id,
        { seats: seats ?? 1, seed: seed ?? 1, keepExisting: keep, ...(districts === null ? {} : { districts }) },
        newRequestId(),
      ),
    onSuccess: onDone,
  })
  const field = (label: string, value: number | null, set: (value: number | null) => void, min: number) => (
    <span>
      {label} <InputNumber aria-label={label} min={min} precision={0} value={value} onChange={set} />
    </span>
  )
  return (
    <Sheet title={t('propose.title')}>
      <p className="soft">{t('propose.note')}</p>
      {propose.error ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          className="gap"
          title={words(propose.error).title}
          description={words(propose.error).next}
        />
      ) : null}
      <div className="plan-move">
        {field(t('propose.seats'), seats, setSeats, 1)}
        {field(t('propose.districts'), districts, setDistricts, 1)}
        {field(t('propose.seed'), seed, setSeed, 0)}
        {plan.units.some(unit => unit.existing !== null) ? (
          <Checkbox checked={keep} onChange={event => setKeep(event.target.checked)}>
            {t('propose.keep')}
          </Checkbox>
        ) : null}
        <Button disabled={seats === null || seed === null} loading={propose.isPending} onClick={() => propose.mutate()}>
          {t('propose.draw')}
        </Button>
      </div>
      {offer ? (
        <p className="soft">{t('propose.decided', { count: offer.seats, document: formatSeries(offer.documents, language) })}</p>
      ) : null}
      {plan.bordersKnown ? null : <p className="soft">{t('propose.noBorders')}</p>}
    </Sheet>
  )
}
