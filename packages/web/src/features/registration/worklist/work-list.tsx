/** People to visit, one line each, with what came of it. */
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonToVisit, VisitOutcome } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { formatMoment, Mark, Records, useErrorWords } from '../../../ui/index.ts'
import { useVisit } from './use-work-list.ts'

const OUTCOMES: readonly VisitOutcome[] = ['found', 'out', 'abroad', 'moved', 'unknown', 'closed']

interface WorkListProps {
  electionId: string
  people: readonly PersonToVisit[]
  mayVisit: boolean
}

export const WorkList = ({ electionId, people, mayVisit }: WorkListProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const words = useErrorWords()
  const visit = useVisit(electionId)
  return (
    <>
      {visit.isError ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          className="gap"
          title={words(visit.error).title}
          description={words(visit.error).next}
        />
      ) : null}
      <Records
        label={t('absent.list')}
        records={people}
        keyOf={person => person.personRef}
        columns={[
          {
            key: 'name',
            title: t('field.name'),
            heading: true,
            render: person => (
              <>
                <strong>{person.name}</strong>{' '}
                <span className="soft">
                  {person.sex === 'M' || person.sex === 'F' ? t(`ui:sex.${person.sex}`) : ''}{' '}
                  {t('absent.born', { year: person.birthYear })}
                  {person.migrant ? ` · ${t('absent.migrant')}` : ''}
                </span>
              </>
            ),
          },
          {
            key: 'address',
            title: t('field.address'),
            optional: person => !person.address,
            render: person => person.address ?? '–',
          },
          {
            key: 'phone',
            title: t('field.phone'),
            width: 130,
            optional: person => !person.maskedPhone,
            render: person => <span className="code">{person.maskedPhone ?? '–'}</span>,
          },
          {
            key: 'visit',
            title: t('absent.outcome'),
            width: 330,
            render: person => (
              <VisitCell
                person={person}
                mayVisit={mayVisit}
                busy={visit.isPending && visit.variables.personRef === person.personRef}
                onMark={outcome => visit.mutate({ personRef: person.personRef, outcome })}
              />
            ),
          },
        ]}
      />
    </>
  )
}

interface VisitCellProps {
  person: PersonToVisit
  mayVisit: boolean
  busy: boolean
  onMark: (outcome: VisitOutcome) => void
}

const VisitCell = ({ person, mayVisit, busy, onMark }: VisitCellProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const { language } = useLanguage()
  const [again, setAgain] = useState(false)
  const { visit } = person
  if (visit && !again) {
    return (
      <span className="visit">
        <Mark tone={visit.outcome === 'found' ? 'registered' : 'quiet'}>{t(`outcome.${visit.outcome}`)}</Mark>
        <span className="soft">
          {visit.by} · {formatMoment(visit.at, language)}
        </span>
        {mayVisit ? (
          <Button size="small" type="link" onClick={() => setAgain(true)}>
            {t('absent.change')}
          </Button>
        ) : null}
      </span>
    )
  }
  if (!mayVisit) return <span className="soft">{t('absent.notVisited')}</span>
  return (
    <fieldset className="outcomes" aria-label={t('absent.markLabel', { name: person.name })}>
      {OUTCOMES.map(outcome => (
        <Button
          key={outcome}
          size="small"
          disabled={busy}
          title={t(`outcomeNote.${outcome}`)}
          onClick={() => {
            setAgain(false)
            onMark(outcome)
          }}
        >
          {t(`outcome.${outcome}`)}
        </Button>
      ))}
    </fieldset>
  )
}
