/** A voter's phone or e-mail for notices: shown masked, deleted on request. */
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newRequestId } from '../../api/failure.ts'
import type { Contact } from '../api/index.ts'
import { readContact, saveContact, useLoad } from '../api/index.ts'
import { Back, Failure, Heading, Loading, Notice, SendFailure, useReader } from '../ui/index.ts'

const PHONE = /^1\d{10}$/
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/

export default function ContactView({ back }: { back: string }) {
  const { t } = useTranslation('voter')
  const { data, error, again } = useLoad(readContact, 'contact')
  return (
    <>
      <Back to={back} />
      <Heading>{t('view.contact')}</Heading>
      <p className="soft">{t('contact.about')}</p>
      {error === undefined ? data ? <Filled kept={data} /> : <Loading /> : <Failure error={error} retry={again} />}
    </>
  )
}

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one form of two fields; each condition is what one of them shows
const Filled = ({ kept: before }: { kept: Contact }) => {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const [kept, setKept] = useState(before)
  const [phone, setPhone] = useState('')
  const [email, setEmail] = useState('')
  const [state, setState] = useState<'filling' | 'sending' | 'saved' | 'forgotten'>('filling')
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<unknown>()
  const intention = useRef({ id: '', of: '' })
  const typed = { phone: phone.replace(/[\s-]/g, ''), email: email.trim() }
  const wrong = {
    phone: typed.phone !== '' && !PHONE.test(typed.phone),
    email: typed.email !== '' && !EMAIL.test(typed.email),
  }
  const send = async (contact: Pick<Contact, 'phone' | 'email'>) => {
    const body: Omit<Contact, 'declined'> = { ...contact, language: language === 'en' ? 'en' : 'zh' }
    const of = JSON.stringify(body)
    if (intention.current.of !== of) intention.current = { id: newRequestId(), of }
    setState('sending')
    setError(undefined)
    try {
      setKept(await saveContact(body, intention.current.id))
      intention.current = { id: '', of: '' }
      setPhone('')
      setEmail('')
      setTried(false)
      setState(contact.phone === null && contact.email === null ? 'forgotten' : 'saved')
    } catch (failure) {
      setError(failure)
      setState('filling')
    }
  }
  const has = kept.phone !== null || kept.email !== null
  return (
    <form
      className="sheet"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        setTried(true)
        if (wrong.phone || wrong.email || state === 'sending' || (typed.phone === '' && typed.email === '')) return
        void send({ phone: typed.phone || null, email: typed.email || null })
      }}
    >
      {state === 'saved' || state === 'forgotten' ? <Notice tone="good" title={t(`contact.${state}`)} /> : null}
      {kept.declined ? <p>{t('contact.declined')}</p> : null}
      <label className="field">
        <span>{t('contact.phone')}</span>
        <input
          type="tel"
          autoComplete="tel-national"
          value={phone}
          maxLength={20}
          aria-invalid={tried && wrong.phone}
          onChange={event => setPhone(event.target.value)}
        />
        {tried && wrong.phone ? <span className="bad-text">{t('contact.phoneWrong')}</span> : null}
        {kept.phone ? <span className="soft">{t('contact.kept', { value: kept.phone })}</span> : null}
      </label>
      <label className="field">
        <span>{t('contact.email')}</span>
        <input
          type="email"
          autoComplete="email"
          value={email}
          maxLength={200}
          aria-invalid={tried && wrong.email}
          onChange={event => setEmail(event.target.value)}
        />
        {tried && wrong.email ? <span className="bad-text">{t('contact.emailWrong')}</span> : null}
        {kept.email ? <span className="soft">{t('contact.kept', { value: kept.email })}</span> : null}
      </label>
      {error === undefined ? null : <SendFailure error={error} />}
      <div className="actions row">
        <button type="submit" className="button primary" aria-busy={state === 'sending'}>
          {t('contact.save')}
        </button>
        {has || !kept.declined ? (
          <button type="button" className="button" onClick={() => void send({ phone: null, email: null })}>
            {t(has ? 'contact.forget' : 'contact.decline')}
          </button>
        ) : null}
      </div>
    </form>
  )
}
