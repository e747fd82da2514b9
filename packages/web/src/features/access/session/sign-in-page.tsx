/** Signing in: user name and password, then the second step, or a passkey; and in a demo the accounts to try. */
import { KeyOutlined, LockOutlined, UserOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, type FormInstance, Input } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useNavigate, useSearchParams } from 'react-router'
import { ApiError, askForPasskey, type Health, readHealth, type SecondStep, signIn, signInByPasskey } from '../../../api/index.ts'
import { Seal, shortCommunity, useErrorWords } from '../../../ui/index.ts'
import { ActivateForm } from './activate-form.tsx'
import { PasskeyStopped, signWithPasskey, supportsPasskeys } from './passkey.ts'
import { SecondStepForm } from './second-step.tsx'
import { SESSION_KEY, safeReturnPath, useSession } from './session.ts'

interface Credentials {
  username: string
  password: string
}

const SignInPage = ({ tools }: { tools: ReactNode }) => {
  const { t } = useTranslation(['access', 'ui'])
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const session = useSession()
  const [form] = Form.useForm<Credentials>()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [step, setStep] = useState<SecondStep | null>(null)
  const [activating, setActivating] = useState(false)
  const back = safeReturnPath(params.get('back'))
  const health = useQuery({ queryKey: ['health'], queryFn: readHealth, staleTime: Number.POSITIVE_INFINITY, retry: false })

  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('ui:product')}`
  }, [t])
  if (session.data) return <Navigate to={back} replace />

  const entered = async () => {
    queries.clear()
    await queries.invalidateQueries({ queryKey: SESSION_KEY })
    await session.refetch()
    void navigate(back, { replace: true })
  }
  const attempt = async (way: () => Promise<SecondStep | null>) => {
    setBusy(true)
    setError(null)
    try {
      const due = await way()
      if (due) setStep(due)
      else await entered()
    } catch (reason) {
      setError(reason)
      form.resetFields(['password'])
      form.getFieldInstance('password')?.focus()
    } finally {
      setBusy(false)
    }
  }

  const enter = ({ username, password }: Credentials) => attempt(() => signIn(username.trim(), password))
  const byPasskey = () =>
    attempt(async () => {
      await signInByPasskey(await signWithPasskey(await askForPasskey()))
      return null
    })

  return (
    <div className="door">
      <main className="door-card">
        <div className="door-front">
          <Seal size={56} />
          <p className="door-product">{t('signIn.product')}</p>
          <p className="door-purpose">{t('signIn.purpose')}</p>
          <ul>
            <li>{t('signIn.promise1')}</li>
            <li>{t('signIn.promise2')}</li>
            <li>{t('signIn.promise3')}</li>
          </ul>
        </div>
        <div className="door-form">
          <div className="door-tools">{tools}</div>
          {step ? (
            <SecondStepForm
              step={step}
              onEntered={entered}
              onStartAgain={reason => {
                setStep(null)
                setError(reason)
              }}
            />
          ) : activating ? (
            <ActivateForm onActivated={async due => (due ? setStep(due) : entered())} onCancel={() => setActivating(false)} />
          ) : (
            <>
              <h1>{t('signIn.title')}</h1>
              {params.has('ended') && !error ? (
                <Alert type="info" showIcon title={t('signIn.ended')} className="door-alert" />
              ) : null}
              <Problem error={error} />
              <CredentialsForm form={form} busy={busy} onEnter={enter} />
              {health.data ? (
                <BelowForm health={health.data} onPick={picked => form.setFieldsValue(picked)}>
                  <OtherWays busy={busy} onPasskey={() => void byPasskey()} onActivate={() => setActivating(true)} />
                </BelowForm>
              ) : null}
            </>
          )}
        </div>
      </main>
    </div>
  )
}

/** Why signing in did not work, and what to do. */
const Problem = ({ error }: { error: unknown }) => {
  const { t } = useTranslation('access')
  const words = useErrorWords()
  if (!error) return null
  const told = (): { title: string; next: ReactNode } => {
    if (error instanceof PasskeyStopped) return { title: t('signIn.passkeyStopped'), next: t('signIn.passkeyStoppedNext') }
    const wrong = error instanceof ApiError && error.status === 401 && !error.text
    return wrong ? { title: t('signIn.wrong'), next: t('signIn.wrongNext') } : words(error)
  }
  const { title, next } = told()
  return <Alert type="error" showIcon role="alert" className="door-alert" title={title} description={next} />
}

interface BelowFormProps {
  health: Health
  onPick: (credentials: Credentials) => void
  children: ReactNode
}

/** Other ways to sign in; in a demo its accounts. */
const BelowForm = ({ health, onPick, children }: BelowFormProps) => {
  if (!health.demo) return children
  return health.accounts?.length ? <DemoAccounts accounts={health.accounts} onPick={onPick} /> : null
}

interface OtherWaysProps {
  busy: boolean
  onPasskey: () => void
  onActivate: () => void
}

/** A passkey instead of the password, and the first time: activating the account. */
const OtherWays = ({ busy, onPasskey, onActivate }: OtherWaysProps) => {
  const { t } = useTranslation('access')
  return (
    <div className="door-ways">
      {supportsPasskeys() ? (
        <Button block size="large" icon={<KeyOutlined aria-hidden />} disabled={busy} onClick={onPasskey}>
          {t('signIn.orPasskey')}
        </Button>
      ) : null}
      <Button type="link" block onClick={onActivate}>
        {t('signIn.activate')}
      </Button>
    </div>
  )
}

interface CredentialsFormProps {
  form: FormInstance<Credentials>
  busy: boolean
  onEnter: (credentials: Credentials) => void
}

const CredentialsForm = ({ form, busy, onEnter }: CredentialsFormProps) => {
  const { t } = useTranslation('access')
  return (
    <Form<Credentials> form={form} layout="vertical" requiredMark={false} onFinish={onEnter} size="large">
      <Form.Item name="username" label={t('signIn.username')} rules={[{ required: true, message: t('signIn.usernameMissing') }]}>
        <Input prefix={<UserOutlined aria-hidden />} autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
      </Form.Item>
      <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.passwordMissing') }]}>
        <Input.Password prefix={<LockOutlined aria-hidden />} autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t('signIn.enter')}
      </Button>
    </Form>
  )
}

interface DemoAccountsProps {
  accounts: NonNullable<Health['accounts']>
  onPick: (credentials: Credentials) => void
}

/** In a demo: the accounts to try. */
const DemoAccounts = ({ accounts, onPick }: DemoAccountsProps) => {
  const { t } = useTranslation('access')
  return (
    <section className="door-demo" aria-label={t('signIn.demo')}>
      <h2>{t('signIn.demo')}</h2>
      <ul>
        {accounts.map(({ username, password, role, area }) => (
          <li key={username}>
            <button type="button" onClick={() => onPick({ username, password })}>
              <strong>{t(`role.${role}`)}</strong>
              <span>{area ? shortCommunity(area.name) : null}</span>
              <code>{username}</code>
            </button>
          </li>
        ))}
      </ul>
      <p>{t('signIn.demoNote')}</p>
    </section>
  )
}

export default SignInPage
