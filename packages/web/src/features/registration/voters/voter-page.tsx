/** One person of the roll: the whole record, and what an officer may change. */
import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { type RegisteredPerson, readOverview, readRegisteredPerson } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatDay, Loading, Page, Sheet, shortCommunity } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { StatusMark } from '../check/index.ts'
import { RecordSections, RevealNumber } from '../record/index.ts'
import { CorrectDialog } from './correct-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { WaitingRemoval } from './waiting-removal.tsx'

const Facts = ({ person }: { person: RegisteredPerson }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  return (
    <dl className="pairs wide-pairs">
      <div>
        <dt>{t('voters.status')}</dt>
        <dd>
          <StatusMark status={person.status} />
        </dd>
      </div>
      <div>
        <dt>{t('field.sex')}</dt>
        <dd>{person.sex ? t(`sex.${person.sex}`) : '–'}</dd>
      </div>
      <div>
        <dt>{t('field.birthDate')}</dt>
        <dd>{formatDay(person.birthDate, language)}</dd>
      </div>
      <div>
        <dt>{t('field.community')}</dt>
        <dd>{person.community ? shortCommunity(person.community.name) : '–'}</dd>
      </div>
      <div>
        <dt>{t('voters.registrationId')}</dt>
        <dd className="code">{person.registrationId}</dd>
      </div>
    </dl>
  )
}

type Said = 'saved' | 'asked' | 'removed' | 'withdrawn'

const Person = ({ person, electionId }: { person: RegisteredPerson; electionId: string }) => {
  const { t } = useTranslation('registration')
  const may = useMay()
  const [dialog, setDialog] = useState<'correct' | 'remove' | null>(null)
  const [said, setSaid] = useState<Said | null>(null)
  const overview = useQuery({ queryKey: ['overview', electionId], queryFn: () => readOverview(electionId), staleTime: 30_000 })
  const close = () => setDialog(null)
  const done = (word: Said) => {
    setSaid(word)
    close()
  }
  const mayChange = may('decide') && person.status === 'registered'
  return (
    <Page
      title={person.name}
      lead={<Link to={`/elections/${electionId}/voters`}>{t('voter.back')}</Link>}
      actions={
        <>
          {mayChange ? <Button onClick={() => setDialog('correct')}>{t('voter.correct')}</Button> : null}
          {mayChange && !person.removal ? (
            <Button danger onClick={() => setDialog('remove')}>
              {t('voter.remove')}
            </Button>
          ) : null}
          <Button onClick={() => window.print()}>{t('voter.print')}</Button>
        </>
      }
    >
      {said ? <Alert className="gap" type="success" showIcon role="status" title={t(`voter.${said}`)} /> : null}
      <WaitingRemoval person={person} mayDecide={may('decide')} onDone={done} />
      <Sheet>
        <Facts person={person} />
        {may('reveal') ? <RevealNumber one={person} /> : null}
      </Sheet>
      <Sheet>
        <RecordSections of={person} />
      </Sheet>
      {dialog === 'correct' ? (
        <CorrectDialog
          person={person}
          communities={overview.data?.communities ?? []}
          onDone={() => done('saved')}
          onClose={close}
        />
      ) : null}
      {dialog === 'remove' ? <RemoveDialog person={person} onDone={() => done('asked')} onClose={close} /> : null}
    </Page>
  )
}

const VoterPage = () => {
  const { electionId = '', countyCode = '', registrationId = '' } = useParams()
  const ref = { countyCode, registrationId: Number(registrationId) }
  const person = useQuery({
    queryKey: ['voter', countyCode, registrationId],
    queryFn: () => readRegisteredPerson(ref),
  })
  if (person.isPending) return <Loading rows={8} />
  if (person.isError) return <Failure error={person.error} retry={() => void person.refetch()} />
  return <Person person={person.data} electionId={electionId} />
}

export default VoterPage
