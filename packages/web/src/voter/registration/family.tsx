/** Registers a family member who has no phone. The answer is always the same, so nobody learns whether someone else is registered. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newRequestId } from '../../api/failure.ts'
import { formatDay } from '../../ui/format.ts'
import type { Claim, Form, MyRegistration, VoterElection } from '../api/index.ts'
import { register } from '../api/index.ts'
import { type Choice, claimOf, isComplete, startingChoice, useForm, usePlace, WhereForm } from '../place/index.ts'
import { Back, Failure, Heading, Loading, Notice, SendFailure, useReader } from '../ui/index.ts'
import { isIdNumber } from './id-number.ts'

const RELATIONS = ['spouse', 'parent', 'child', 'sibling', 'grandparent', 'other'] as const

interface Props {
  readonly election: VoterElection
  readonly mine: MyRegistration | null
  readonly back: string
}

export default function FamilyView({ election, mine, back }: Props) {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const { data, error, again } = useForm(election.id)
  return (
    <>
      <Back to={back} />
      <Heading>{t('view.family')}</Heading>
      <p>{t('family.about', { until: formatDay(election.until, language) })}</p>
      {error === undefined ? (
        data ? (
          <Filled election={election} form={data} mine={mine} />
        ) : (
          <Loading />
        )
      ) : (
        <Failure error={error} retry={again} />
      )}
    </>
  )
}

/** A family lives together more often than not: the place is one's own until it is changed, and only that is taken over. */
const startOf = (form: Form, mine: MyRegistration | null): Choice => {
  const own = startingChoice(form)
  return { ...own, community: mine?.community ?? own.community }
}

/** The family member, as the form says them. */
interface Member {
  readonly name: string
  readonly number: string
  readonly relation: string
}
const NOBODY: Member = { name: '', number: '', relation: '' }

interface MemberFieldsProps {
  readonly member: Member
  /** Whether a field is marked as wrong. */
  readonly bad: (field: keyof Member) => boolean
  readonly onChange: (change: Partial<Member>) => void
}

const MemberFields = ({ member, bad, onChange }: MemberFieldsProps) => {
  const { t } = useTranslation('voter')
  return (
    <div className="sheet">
      <label className="field">
        <span>{t('family.name')}</span>
        <input
          value={member.name}
          maxLength={60}
          autoComplete="off"
          aria-invalid={bad('name')}
          onChange={event => onChange({ name: event.target.value })}
        />
        {bad('name') ? <span className="bad-text">{t('family.nameWrong')}</span> : null}
      </label>
      <label className="field">
        <span>{t('family.number')}</span>
        <input
          value={member.number}
          maxLength={18}
          autoComplete="off"
          inputMode="text"
          aria-invalid={bad('number')}
          onChange={event => onChange({ number: event.target.value })}
        />
        {bad('number') ? (
          <span className="bad-text">{t('family.numberWrong')}</span>
        ) : (
          <span className="soft">{t('family.numberWhy')}</span>
        )}
      </label>
      <label className="field">
        <span>{t('family.relation')}</span>
        <select
          value={member.relation}
          aria-invalid={bad('relation')}
          onChange={event => onChange({ relation: event.target.value })}
        >
          <option value="">{t('family.choose')}</option>
          {RELATIONS.map(each => (
            <option key={each} value={each}>
              {t(`family.relations.${each}`)}
            </option>
          ))}
        </select>
        {bad('relation') ? <span className="bad-text">{t('family.relationWrong')}</span> : null}
      </label>
    </div>
  )
}

const Filled = ({ election, form, mine }: { election: VoterElection; form: Form; mine: MyRegistration | null }) => {
  const { t } = useTranslation('voter')
  const [member, setMember] = useState(NOBODY)
  const { name, number, relation } = member
  const [consent, setConsent] = useState(false)
  const [choice, setChoice] = useState<Choice>(() => startOf(form, mine))
  const place = usePlace(election.id, choice.community?.code ?? null)
  const [state, setState] = useState<'filling' | 'sending' | 'received'>('filling')
  const [tries, setTries] = useState(0)
  const [error, setError] = useState<unknown>()
  const intention = useRef({ id: '', of: '' })
  const element = useRef<HTMLFormElement>(null)
  // After the fields are marked: the first that is wrong takes the focus.
  useEffect(() => {
    if (tries > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tries])

  const wrong = {
    name: name.trim() === '',
    number: !isIdNumber(number),
    relation: relation === '',
    consent: !consent,
    where: !isComplete(choice),
  }
  const isWrong = Object.values(wrong).some(Boolean)
  const send = async () => {
    setTries(tries + 1)
    const claim = claimOf(choice)
    if (isWrong || !claim) return
    const body: Claim = {
      ...claim,
      family: { name: name.trim(), number: number.trim().toUpperCase(), relation, consent: true },
    }
    const of = JSON.stringify(body)
    if (intention.current.of !== of) intention.current = { id: newRequestId(), of }
    setState('sending')
    setError(undefined)
    try {
      await register(election.id, body, intention.current.id)
      setState('received')
    } catch (failure) {
      setError(failure)
      setState('filling')
    }
  }
  if (state === 'received') {
    return (
      <>
        <Notice tone="good" title={t('answer.received.title')}>
          <p>{t('answer.received.text')}</p>
        </Notice>
        <button
          type="button"
          className="button"
          onClick={() => {
            setMember(NOBODY)
            setConsent(false)
            setTries(0)
            setState('filling')
          }}
        >
          {t('family.another')}
        </button>
      </>
    )
  }
  const bad = (which: keyof typeof wrong) => tries > 0 && wrong[which]
  return (
    <form
      ref={element}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (state === 'filling') void send()
      }}
    >
      <MemberFields member={member} bad={bad} onChange={next => setMember(before => ({ ...before, ...next }))} />
      <WhereForm
        electionId={election.id}
        pollingDay={election.pollingDay}
        form={form}
        choice={choice}
        place={place}
        onChoice={setChoice}
        title={t('family.where')}
      />
      {bad('where') ? <p className="bad-text">{t('family.whereWrong')}</p> : null}
      <label className="option consent">
        <input type="checkbox" checked={consent} aria-invalid={bad('consent')} onChange={() => setConsent(!consent)} />
        <span>
          <strong>{t('family.consent')}</strong>
          <span className="soft">{t('family.consentWhy')}</span>
          {bad('consent') ? <span className="bad-text">{t('family.consentWrong')}</span> : null}
        </span>
      </label>
      {error === undefined ? null : <SendFailure error={error} />}
      <div className="actions">
        <button type="submit" className="button primary" aria-busy={state === 'sending'} aria-disabled={state === 'sending'}>
          {state === 'sending' ? t('confirm.sending') : error === undefined ? t('family.send') : t('confirm.resend')}
        </button>
      </div>
    </form>
  )
}
