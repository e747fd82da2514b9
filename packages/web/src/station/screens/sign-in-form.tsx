/** Signing in on this page: password, then a code where the account asks for one. Passkeys are taken at the console. */
import { type FormEvent, useState } from 'react'
import * as calls from '../shift/index.ts'
import { Field, Problem, useWords } from '../ui/index.ts'

export const SignInForm = ({ lead, onDone, nested }: { lead: string; onDone: () => Promise<void>; nested?: boolean }) => {
  const { t } = useWords()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [step, setStep] = useState<'password' | 'code'>('password')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const Heading = nested ? 'h2' : 'h1'
  const go = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const { secondStep } =
        step === 'password' ? await calls.signIn(username, password) : await calls.takeSecondStep(code.trim())
      if (secondStep) setStep('code')
      else await onDone()
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="sheet" onSubmit={go}>
      <Heading>{t('signIn.title')}</Heading>
      <p>{lead}</p>
      {error ? <Problem error={error} /> : null}
      {step === 'code' ? (
        <Field key="code" label={t('signIn.code')} note={t('signIn.codeNote')}>
          {props => (
            <input
              {...props}
              value={code}
              onChange={event => setCode(event.target.value)}
              autoComplete="one-time-code"
              maxLength={40}
              required
            />
          )}
        </Field>
      ) : (
        <>
          <Field label={t('signIn.username')}>
            {props => (
              <input
                {...props}
                value={username}
                onChange={event => setUsername(event.target.value)}
                autoComplete="username"
                autoCapitalize="none"
                required
              />
            )}
          </Field>
          <Field label={t('signIn.password')}>
            {props => (
              <input
                {...props}
                type="password"
                value={password}
                onChange={event => setPassword(event.target.value)}
                autoComplete="current-password"
                required
              />
            )}
          </Field>
        </>
      )}
      <button type="submit" className="main-button" disabled={busy}>
        {t('signIn.go')}
      </button>
      <a href="/office/sign-in">{t('signIn.office')}</a>
    </form>
  )
}
