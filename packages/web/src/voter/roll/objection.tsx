/** An objection (申诉, EL 29) to the list or to a refusal: filed here, and what became of those filed. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newRequestId } from '../../api/failure.ts'
import { useText } from '../../i18n/portal.ts'
import { Article } from '../../ui/article.tsx'
import { formatDay } from '../../ui/format.ts'
import {
  COMPLAINTS,
  type Complaint,
  fileObjection,
  type MyRegistration,
  type NewObjection,
  type Objection,
  readObjections,
  useLoad,
  type VoterElection,
} from '../api/index.ts'
import { ObjectionUntil } from '../registration/index.ts'
import { Back, Failure, Heading, Loading, Notice, SendFailure, Sheet, useReader } from '../ui/index.ts'

const MOST = 1000

interface Props {
  readonly election: VoterElection
  readonly mine: MyRegistration | null
  readonly back: string
}

export default function ObjectView({ election, mine, back }: Props) {
  const { t } = useTranslation('voter')
  const filed = useLoad(readObjections, 'objections')
  const own = filed.data?.filter(one => one.electionId === election.id) ?? []
  return (
    <>
      <Back to={back} />
      <Heading>{t('view.object')}</Heading>
      <Sheet title={t('object.how')}>
        <ol className="plain-list">
          <li>{t('object.rule.file')}</li>
          <li>{t('object.rule.decide')}</li>
          <li>{t('object.rule.sue')}</li>
        </ol>
        {mine ? <ObjectionUntil days={mine.objection} /> : null}
      </Sheet>
      {filed.error === undefined ? filed.data ? null : <Loading /> : <Failure error={filed.error} retry={filed.again} />}
      {own.length === 0 ? null : (
        <Sheet title={t('object.mine')}>
          {own.map(one => (
            <Filed key={one.id} objection={one} />
          ))}
        </Sheet>
      )}
      <Form election={election} mine={mine} onFiled={filed.again} />
    </>
  )
}

const Filed = ({ objection }: { objection: Objection }) => {
  const { t } = useTranslation('voter')
  const text = useText()
  const { language } = useReader()
  const complaint = COMPLAINTS.find(each => each === `${objection.kind}/${objection.subject}`)
  return (
    <article className="filed">
      {complaint ? <p className="finding-title">{t(`object.kind.${complaint}`)}</p> : null}
      {objection.decision ? (
        <p>{t(`object.decision.${objection.decision}`, { day: formatDay(objection.decidedOn, language) })}</p>
      ) : null}
      <p>{text(objection.told)}</p>
      {objection.reason ? <p>{t('object.reason', { reason: objection.reason })}</p> : null}
      {objection.article ? (
        <p className="soft">
          {t('basisInLaw')} <Article article={objection.article} />
        </p>
      ) : null}
      <p className="soft">{objection.text}</p>
      <p className="soft">
        {t('object.at', { at: formatDay(objection.filedOn, language), due: formatDay(objection.dueOn, language) })}
      </p>
    </article>
  )
}

const Form = ({ election, mine, onFiled }: { election: VoterElection; mine: MyRegistration | null; onFiled: () => void }) => {
  const { t } = useTranslation('voter')
  const [complaint, setComplaint] = useState<Complaint | null>(mine?.status === 'registered' ? null : 'missing/own')
  const [text, setText] = useState('')
  const [named, setNamed] = useState('')
  const [tries, setTries] = useState(0)
  const tried = tries > 0
  const [state, setState] = useState<'filling' | 'sending' | 'filed'>('filling')
  const [error, setError] = useState<unknown>()
  const intention = useRef({ id: '', of: '' })
  const form = useRef<HTMLFormElement>(null)
  // After the fields are marked: the first that is wrong takes the focus, or the choice that was not made.
  useEffect(() => {
    if (tries === 0) return
    const [wrong] = form.current?.querySelectorAll<HTMLElement>('[aria-invalid="true"]') ?? []
    const [choice] = form.current?.querySelectorAll<HTMLInputElement>('fieldset input') ?? []
    const chosen = form.current?.querySelector('fieldset :checked')
    ;(chosen ? wrong : choice)?.focus()
  }, [tries])
  const isOther = complaint?.endsWith('/other') ?? false
  const wrong = { kind: complaint === null, named: isOther && named.trim() === '', text: text.trim().length < 5 }
  const send = async () => {
    setTries(tries + 1)
    if (complaint === null || wrong.named || wrong.text) return
    const [kind, subject] = complaint.split('/') as [NewObjection['kind'], NewObjection['subject']]
    const objection = { electionId: election.id, kind, subject, text: text.trim(), ...(isOther ? { named: named.trim() } : {}) }
    const of = JSON.stringify(objection)
    if (intention.current.of !== of) intention.current = { id: newRequestId(), of }
    setState('sending')
    setError(undefined)
    try {
      await fileObjection(objection, intention.current.id)
      setState('filed')
      onFiled()
    } catch (failure) {
      setError(failure)
      setState('filling')
    }
  }
  if (state === 'filed') {
    return (
      <Notice tone="good" title={t('object.filed')}>
        <p>{t('object.filedNext')}</p>
      </Notice>
    )
  }
  return (
    <form
      ref={form}
      className="sheet"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (state === 'filling') void send()
      }}
    >
      <ComplaintField complaint={complaint} isWrong={tried && wrong.kind} onChoose={setComplaint} />
      {isOther ? <NamedField named={named} isWrong={tried && wrong.named} onName={setNamed} /> : null}
      <label className="field">
        <span>{t('object.text')}</span>
        <textarea
          rows={5}
          maxLength={MOST}
          value={text}
          aria-invalid={tried && wrong.text}
          onChange={event => setText(event.target.value)}
        />
        <span className={tried && wrong.text ? 'bad-text' : 'soft'}>
          {t(tried && wrong.text ? 'object.textWrong' : 'object.textHint')}
        </span>
      </label>
      {error === undefined ? null : <SendFailure error={error} />}
      <div className="actions row">
        <SendButton sending={state === 'sending'} again={error !== undefined} />
      </div>
    </form>
  )
}

interface NamedFieldProps {
  readonly named: string
  readonly isWrong: boolean
  readonly onName: (name: string) => void
}

/** Whom the objection is about, where that is someone else. */
const NamedField = ({ named, isWrong, onName }: NamedFieldProps) => {
  const { t } = useTranslation('voter')
  return (
    <label className="field">
      <span>{t('object.named')}</span>
      <input
        value={named}
        maxLength={40}
        autoComplete="off"
        aria-invalid={isWrong}
        onChange={event => onName(event.target.value)}
      />
      <span className={isWrong ? 'bad-text' : 'soft'}>{t('object.namedWhy')}</span>
    </label>
  )
}

interface ComplaintFieldProps {
  readonly complaint: Complaint | null
  readonly isWrong: boolean
  readonly onChoose: (complaint: Complaint) => void
}

const ComplaintField = ({ complaint, isWrong, onChoose }: ComplaintFieldProps) => {
  const { t } = useTranslation('voter')
  return (
    <fieldset>
      <legend>{t('object.what')}</legend>
      <div className="options">
        {COMPLAINTS.map(each => (
          <label key={each} className="option">
            <input type="radio" name="kind" checked={complaint === each} onChange={() => onChoose(each)} />
            <span>{t(`object.kind.${each}`)}</span>
          </label>
        ))}
      </div>
      {isWrong ? <p className="bad-text">{t('object.kindWrong')}</p> : null}
    </fieldset>
  )
}

/** `again`: it was sent before and no answer came. */
const SendButton = ({ sending, again }: { sending: boolean; again: boolean }) => {
  const { t } = useTranslation('voter')
  const idle = again ? t('confirm.resend') : t('object.send')
  return (
    <button type="submit" className="button primary" aria-busy={sending} aria-disabled={sending}>
      {sending ? t('confirm.sending') : idle}
    </button>
  )
}
