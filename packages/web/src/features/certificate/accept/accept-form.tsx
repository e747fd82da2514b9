/** Taking a certificate: its text is checked here without asking anyone, then it is compared with the person, then the voter is taken in. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Modal, Radio } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type Acceptance,
  acceptCertificate,
  type CertificateBasis,
  type CertificateEvidence,
  newRequestId,
  type VerifiedCertificate,
  verifyCertificate,
} from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { DayInput } from '../../../ui/day-input.tsx'
import { Field } from '../../../ui/field.tsx'
import { Failure, formatDay } from '../../../ui/index.ts'
import { CommunityPicker } from './community-picker.tsx'

const BASES = ['residence', 'work', 'study', 'hukou'] as const
/** Next to the certificate itself. */
const MORE = ['residencePermit', 'tookPartLastTime', 'student', 'universityStudent'] as const
const DATES = ['livesHereSince', 'contractFrom', 'contractUntil'] as const
type Dates = Partial<Record<(typeof DATES)[number], string>>

export const AcceptForm = ({ electionId, onClose }: { electionId: string; onClose: () => void }) => {
  const { t } = useTranslation(['certificate', 'ui'])
  const [text, setText] = useState('')
  const check = useMutation({ mutationFn: () => verifyCertificate(text.trim(), electionId) })
  const [done, setDone] = useState<Acceptance | null>(null)
  const said = check.data
  return (
    <Modal open title={t('accept.title')} onCancel={onClose} footer={null} destroyOnHidden>
      {done ? (
        <Accepted acceptance={done} onClose={onClose} />
      ) : (
        <>
          <form
            onSubmit={event => {
              event.preventDefault()
              if (text.trim()) check.mutate()
            }}
          >
            <div className="field">
              <label htmlFor="accept-text">{t('accept.text')}</label>
              <Input.TextArea
                id="accept-text"
                autoFocus
                autoSize={{ minRows: 3, maxRows: 6 }}
                maxLength={4000}
                value={text}
                aria-describedby="accept-text-note"
                onChange={event => {
                  setText(event.target.value)
                  check.reset()
                }}
                // A scanner ends with Enter.
                onPressEnter={event => {
                  event.preventDefault()
                  if (text.trim()) check.mutate()
                }}
              />
              <span id="accept-text-note" className="soft">
                {t('accept.textNote')}
              </span>
            </div>
            <div className="field">
              <Button htmlType="submit" type={said ? 'default' : 'primary'} loading={check.isPending} disabled={!text.trim()}>
                {t('accept.check')}
              </Button>
            </div>
          </form>
          {check.isError ? <Failure error={check.error} /> : null}
          {said ? <Verified said={said} /> : null}
          {said && !said.taken ? <Bearer electionId={electionId} text={text.trim()} said={said} onDone={setDone} /> : null}
        </>
      )}
    </Modal>
  )
}

const TONES = {
  review: 'info',
  final: 'success',
  held: 'info',
  returned: 'warning',
  'giving-back': 'info',
  'given-back': 'warning',
} as const satisfies Record<Acceptance['state'], string>

/** What became of the voter who was taken in. */
const Accepted = ({ acceptance, onClose }: { acceptance: Acceptance; onClose: () => void }) => {
  const { t } = useTranslation('certificate')
  const { state, name, reason } = acceptance
  return (
    <>
      <Alert
        type={TONES[state]}
        showIcon
        role="status"
        title={t(`accept.${state}`, { name })}
        description={state === 'returned' && reason ? t(`returned.${reason}`) : t(`stateNext.${state}`)}
      />
      <div className="field">
        <Button type="primary" onClick={onClose}>
          {t('accept.close')}
        </Button>
      </div>
    </>
  )
}

const Verified = ({ said }: { said: VerifiedCertificate }) => {
  const { t } = useTranslation('certificate')
  const { language } = useLanguage()
  return (
    <Alert
      className="gap"
      type={said.taken ? 'warning' : 'success'}
      showIcon
      role="status"
      title={said.taken ? t('verified.taken') : t('verified.good')}
      description={
        <>
          <p>
            {t('verified.says', {
              from: said.from.name,
              name: said.name,
              issued: formatDay(said.issuedOn, language),
              until: formatDay(said.validUntil, language),
            })}
          </p>
          <p>{said.taken ? t('verified.takenNext') : t('verified.offline')}</p>
        </>
      }
    />
  )
}

interface BearerProps {
  electionId: string
  text: string
  said: VerifiedCertificate
  onDone: (acceptance: Acceptance) => void
}

const Bearer = ({ electionId, text, said, onDone }: BearerProps) => {
  const { t } = useTranslation(['certificate', 'ui'])
  const queries = useQueryClient()
  const [name, setName] = useState(said.name)
  const [number, setNumber] = useState('')
  const [community, setCommunity] = useState<string | undefined>()
  const [basis, setBasis] = useState<CertificateBasis>('residence')
  const [evidence, setEvidence] = useState<CertificateEvidence[]>([])
  const [dates, setDates] = useState<Dates>({})
  const requestId = useRef(newRequestId())
  const accept = useMutation({
    mutationFn: () =>
      acceptCertificate(
        electionId,
        { text, name: name.trim(), number: number.trim(), community: community ?? '', basis, evidence, ...dates },
        requestId.current,
      ),
    onSuccess: ({ acceptance }) => {
      for (const key of ['certificates', 'overview']) void queries.invalidateQueries({ queryKey: [key, electionId] })
      onDone(acceptance)
    },
    onError: () => {
      requestId.current = newRequestId()
    },
  })
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (name.trim() && number.trim() && community && !accept.isPending) accept.mutate()
      }}
    >
      <p>{t('accept.compare')}</p>
      <div className="field">
        <label htmlFor="accept-name">{t('field.name')}</label>
        <Input id="accept-name" value={name} maxLength={60} autoComplete="off" onChange={event => setName(event.target.value)} />
      </div>
      <div className="field">
        <label htmlFor="accept-number">{t('field.number')}</label>
        <Input
          id="accept-number"
          value={number}
          maxLength={24}
          autoComplete="off"
          onChange={event => setNumber(event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor="accept-community">{t('accept.community')}</label>
        <CommunityPicker id="accept-community" electionId={electionId} onPick={setCommunity} />
      </div>
      <div className="field">
        <span id="accept-basis">{t('accept.basis')}</span>
        <Radio.Group
          aria-labelledby="accept-basis"
          value={basis}
          onChange={event => setBasis(event.target.value)}
          options={BASES.map(value => ({ value, label: t(`basis.${value}`) }))}
        />
      </div>
      <fieldset className="field">
        <legend>{t('accept.evidence')}</legend>
        <Checkbox.Group
          value={evidence}
          onChange={setEvidence}
          options={MORE.map(value => ({ value, label: t(`evidence.${value}`) }))}
        />
        {DATES.map(name => (
          <Field key={name} label={t(`accept.${name}`)}>
            {id => (
              <DayInput
                id={id}
                value={dates[name] ?? ''}
                onChange={day => {
                  const { [name]: _, ...others } = dates
                  setDates(day === '' ? others : { ...others, [name]: day })
                }}
              />
            )}
          </Field>
        ))}
      </fieldset>
      {accept.isError ? (
        <div className="gap">
          <Failure error={accept.error} />
        </div>
      ) : null}
      <div className="field">
        <Button
          type="primary"
          htmlType="submit"
          loading={accept.isPending}
          disabled={!name.trim() || !number.trim() || !community}
        >
          {t('accept.ok')}
        </Button>
      </div>
    </form>
  )
}
