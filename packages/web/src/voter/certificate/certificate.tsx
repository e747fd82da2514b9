/**
 * Voting somewhere else (选民资格证明, P83 §9): who needs a certificate, asking for one at the old place, its QR, and entering it at the new one.
 * Its words come with it, so that who never opens it does not wait for them.
 */
import i18next from 'i18next'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Acceptance, Certificate } from '../../api/certificates.ts'
import { newRequestId } from '../../api/failure.ts'
import en from '../../i18n/en/my-certificate.json'
import { useText } from '../../i18n/portal.ts'
import zh from '../../i18n/zh/my-certificate.json'
import { Article } from '../../ui/article.tsx'
import { formatDay, formatSeries } from '../../ui/format.ts'
import type { Form, VoterElection } from '../api/index.ts'
import { call, useLoad } from '../api/index.ts'
import { useForm, waysOf } from '../place/index.ts'
import { Code } from '../registration/card.tsx'
import { Back, Failure, Heading, Loading, SendFailure, Sheet, type Tone, useReader } from '../ui/index.ts'
import { EnterCertificate } from './certificate-enter.tsx'

i18next.addResourceBundle('zh-CN', 'myCertificate', zh)
i18next.addResourceBundle('en', 'myCertificate', en)

interface Mine {
  readonly certificates: readonly Certificate[]
  readonly accepted: readonly Acceptance[]
}
const readMine = () => call<Mine>('/voter/certificates')

const TONES: Readonly<Record<Certificate['state'] | Acceptance['state'], Tone>> = {
  requested: 'wait',
  issued: 'good',
  released: 'good',
  restored: 'plain',
  refused: 'bad',
  revoked: 'bad',
  expired: 'plain',
  review: 'wait',
  held: 'wait',
  final: 'good',
  returned: 'bad',
  'giving-back': 'wait',
  'given-back': 'plain',
}

interface Props {
  readonly election: VoterElection
  /** The voter is on another roll now: what was read before no longer holds. */
  readonly onMoved: () => void
  readonly back: string
}

export default function CertificateView({ election, onMoved, back }: Props) {
  const { t } = useTranslation(['myCertificate', 'voter'])
  const { data, error, again } = useLoad(readMine, 'certificates')
  const form = useForm(election.id)
  const given = data?.certificates.filter(one => one.electionId === election.id) ?? []
  const taken = data?.accepted.filter(one => one.electionId === election.id) ?? []
  const isOpen = given.some(one => one.state === 'requested' || one.state === 'issued')
  const isHere = taken.some(one => one.state !== 'returned')
  return (
    <>
      <Back to={back} />
      <Heading>{t('voter:view.certificate')}</Heading>
      <p>{t('lead')}</p>
      {error === undefined ? data ? null : <Loading /> : <Failure error={error} retry={again} />}
      {taken.map(one => (
        <Taken key={one.id} one={one} />
      ))}
      {given.map(one => (
        <Given key={one.id} one={one} />
      ))}
      {form.error === undefined ? form.data ? <Who form={form.data} /> : null : <Failure error={form.error} retry={form.again} />}
      {data && !isOpen && election.open ? <Ask election={election} onAsked={again} /> : null}
      {data && !isHere && form.data && election.open ? (
        <EnterCertificate
          election={election}
          form={form.data}
          onEntered={() => {
            again()
            onMoved()
          }}
        />
      ) : null}
    </>
  )
}

/** For this voter, by the rule set of the election: each reason, and what is enough for it. */
const Who = ({ form }: { form: Form }) => {
  const { t } = useTranslation(['myCertificate', 'voter'])
  const text = useText()
  const { language } = useReader()
  return (
    <Sheet title={t('who.title')}>
      <ul className="findings">
        {form.bases.map(basis => {
          const ways = waysOf(basis)
          return (
            <li key={basis.basis}>
              <p className="finding-title">{text(basis.title)}</p>
              {ways.length === 0 ? (
                <p>{t('who.not')}</p>
              ) : (
                ways.map(way => (
                  <p key={way.map(ask => ask.evidence).join('+')}>
                    <span className={way.some(ask => ask.evidence === 'certificate') ? 'tag wait' : 'tag'}>
                      {way.some(ask => ask.evidence === 'certificate') ? t('who.needs') : t('who.free')}
                    </span>{' '}
                    {formatSeries(
                      way.map(ask => text(ask.title)),
                      language,
                    )}
                  </p>
                ))
              )}
              <p className="soft">
                <Article article={basis.article} />
              </p>
            </li>
          )
        })}
      </ul>
    </Sheet>
  )
}

const Given = ({ one }: { one: Certificate }) => {
  const { t } = useTranslation('myCertificate')
  const { language } = useReader()
  return (
    <section className={`status ${TONES[one.state]}`} aria-label={t(`given.${one.state}.title`)}>
      <p className="eyebrow">{one.place.name}</p>
      <p className="status-title">{t(`given.${one.state}.title`)}</p>
      <p>{t(`given.${one.state}.text`)}</p>
      {one.reason ? <p>{t('reason', { reason: one.reason })}</p> : null}
      {one.releasedTo ? <p>{t('releasedTo', { name: one.releasedTo.name })}</p> : null}
      {one.state === 'issued' && one.text ? (
        <>
          <Code text={one.text} label={t('qr', { name: one.name })} />
          <p>{t('until', { day: formatDay(one.validUntil, language) })}</p>
          <CopyText text={one.text} />
          <div className="actions row no-print">
            <button type="button" className="button" onClick={() => window.print()}>
              {t('print')}
            </button>
          </div>
        </>
      ) : null}
    </section>
  )
}

/** The same as the QR, for who sends it to their own computer or a relative at the new place. */
const CopyText = ({ text }: { text: string }) => {
  const { t } = useTranslation('myCertificate')
  return (
    <label className="field">
      <span>{t('asText')}</span>
      <textarea readOnly rows={4} value={text} onFocus={event => event.target.select()} />
      <span className="soft">{t('asTextWhy')}</span>
    </label>
  )
}

const Taken = ({ one }: { one: Acceptance }) => {
  const { t } = useTranslation('myCertificate')
  return (
    <section className={`status ${TONES[one.state]}`} aria-label={t(`taken.${one.state}.title`)}>
      <p className="eyebrow">{t('fromTo', { from: one.from.name, to: one.community.name })}</p>
      <p className="status-title">{t(`taken.${one.state}.title`)}</p>
      <p>{t(`taken.${one.state}.text`)}</p>
      {one.state === 'returned' && one.reason ? <p>{t(`returned.${one.reason}`)}</p> : null}
    </section>
  )
}

const Ask = ({ election, onAsked }: { election: VoterElection; onAsked: () => void }) => {
  const { t } = useTranslation(['myCertificate', 'voter'])
  const [to, setTo] = useState('')
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<unknown>()
  const intention = useRef({ id: '', of: '' })
  const alive = useRef(true)
  useEffect(() => {
    alive.current = true
    return () => {
      alive.current = false
    }
  }, [])
  const send = async () => {
    const body = { electionId: election.id, ...(to.trim() ? { to: to.trim() } : {}) }
    const of = JSON.stringify(body)
    if (intention.current.of !== of) intention.current = { id: newRequestId(), of }
    setSending(true)
    setError(undefined)
    try {
      await call('/voter/certificates', { method: 'POST', body, requestId: intention.current.id })
      if (alive.current) onAsked()
    } catch (failure) {
      setError(failure)
      setSending(false)
    }
  }
  return (
    <Sheet title={t('ask.title')}>
      <p>{t('ask.text', { place: election.area.name })}</p>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (!sending) void send()
        }}
      >
        <label className="field">
          <span>{t('ask.to')}</span>
          <input value={to} maxLength={100} autoComplete="off" onChange={event => setTo(event.target.value)} />
          <span className="soft">{t('ask.toHint')}</span>
        </label>
        {error === undefined ? null : <SendFailure error={error} />}
        <div className="actions row">
          <button type="submit" className="button primary" aria-busy={sending} aria-disabled={sending}>
            {sending ? t('voter:confirm.sending') : t('ask.send')}
          </button>
        </div>
      </form>
    </Sheet>
  )
}
