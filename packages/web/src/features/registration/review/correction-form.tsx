/** Name, birth date, sex and place of a registration that is approved, as the officer reads them from the ID card or the register. */
import { Input, Select } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import type { CommunityCounts, ReviewCase } from '../../../api/index.ts'
import { DayInput } from '../../../ui/day-input.tsx'
import { shortCommunity } from '../../../ui/index.ts'
import { PartChoice } from '../../district/index.ts'
import { type CorrectionFields, missingIn } from './correction.ts'

interface CorrectionFormProps {
  one: ReviewCase
  fields: CorrectionFields
  communities: readonly CommunityCounts[]
  onChange: (fields: CorrectionFields) => void
}

export const CorrectionForm = ({ one, fields, communities, onChange }: CorrectionFormProps) => {
  const { t } = useTranslation('registration')
  const id = useId()
  const { electionId = '' } = useParams()
  const missing = missingIn(one, fields)
  const register = (value: string | null | undefined, own: string | null | undefined) =>
    value && value !== own ? <span className="soft">{t('correction.register', { value })}</span> : null
  return (
    <fieldset className="decision-correction">
      <legend>{t('correction.title')}</legend>
      <p className="soft">{t('correction.lead')}</p>
      <div className="correction-field">
        <label htmlFor={`${id}-name`}>{t('case.field.name')}</label>
        <Input
          id={`${id}-name`}
          maxLength={60}
          value={fields.name}
          {...(missing === 'name' ? { status: 'error' as const } : {})}
          onChange={event => onChange({ ...fields, name: event.target.value })}
        />
        {register(one.population?.name, fields.name)}
      </div>
      <div className="correction-field">
        <label htmlFor={`${id}-birth`}>{t('case.field.birthDate')}</label>
        <DayInput id={`${id}-birth`} value={fields.birthDate} onChange={birthDate => onChange({ ...fields, birthDate })} />
        {register(one.population?.birthDate, fields.birthDate)}
      </div>
      <div className="correction-field">
        <label htmlFor={`${id}-sex`}>{t('case.field.sex')}</label>
        <Select
          id={`${id}-sex`}
          value={fields.sex}
          onChange={sex => onChange({ ...fields, sex })}
          options={[
            { value: 'F', label: t('sex.F') },
            { value: 'M', label: t('sex.M') },
          ]}
        />
      </div>
      <div className="correction-field">
        <label htmlFor={`${id}-place`}>{t('case.field.community')}</label>
        <Select
          id={`${id}-place`}
          showSearch={{ optionFilterProp: 'label' }}
          value={fields.community || undefined}
          placeholder={t('correction.choosePlace')}
          {...(missing === 'community' ? { status: 'error' as const } : {})}
          popupMatchSelectWidth={false}
          onChange={community => onChange({ ...fields, community, part: '' })}
          options={communities
            .filter(({ code }) => code.length === 12)
            .map(({ code, name }) => ({ value: code, label: shortCommunity(name) }))}
        />
        {one.population?.community && one.population.community.code !== fields.community
          ? register(shortCommunity(one.population.community.name), null)
          : null}
      </div>
      <PartChoice
        id={`${id}-part`}
        electionId={electionId}
        community={fields.community}
        value={fields.part}
        isMissing={missing === 'part'}
        onChange={part => onChange({ ...fields, part })}
      />
      {missing ? <p role="status">{t(`correction.missing.${missing}`)}</p> : null}
    </fieldset>
  )
}
