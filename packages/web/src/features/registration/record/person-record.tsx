/** A person's record: what each module keeps of the person in this election, fetched when it is asked for. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ReviewCase, readRecord } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failure, formatMoment, Loading } from '../../../ui/index.ts'
import { keyOfCase } from '../registration-key.ts'

type Registration = Pick<ReviewCase, 'countyCode' | 'registrationId' | 'name'>

export const PersonRecord = ({ of }: { of: Registration }) => {
  const { t } = useTranslation('registration')
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="person-record">
      <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? t('record.hide') : t('record.show')}
      </Button>
      {isOpen ? <RecordSections of={of} /> : null}
    </section>
  )
}

/** The sections of a person's record, one after another. */
export const RecordSections = ({ of }: { of: Registration }) => {
  const { t } = useTranslation('registration')
  const text = useText()
  const { language } = useLanguage()
  const record = useQuery({ queryKey: ['record', keyOfCase(of)], queryFn: () => readRecord(of) })
  if (record.isPending) return <Loading rows={4} />
  if (record.isError) return <Failure error={record.error} retry={() => void record.refetch()} />
  return record.data.sections.map(section => (
    <section key={section.title.en} aria-label={text(section.title)}>
      <h3>{text(section.title)}</h3>
      <dl className="pairs wide-pairs">
        {section.facts.map(fact => (
          <div key={`${fact.label.en}-${fact.value.en}`}>
            <dt>{text(fact.label)}</dt>
            <dd>{text(fact.value)}</dd>
          </div>
        ))}
      </dl>
      {section.events.length > 0 ? (
        <ol className="record-events" aria-label={t('record.events')}>
          {section.events.map(event => (
            <li key={`${event.at}-${event.text.en}`}>
              <time dateTime={event.at}>{formatMoment(event.at, language)}</time> {text(event.text)}
              {event.by ? <span className="soft"> · {event.by}</span> : null}
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  ))
}
