/** The door: user name and password, and in a demo the accounts to try. */
import { LockOutlined, UserOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useNavigate, useSearchParams } from 'react-router'
import { ApiError, readHealth, signIn } from '../../api/index.ts'
import { Seal, shortCommunity, useErrorWords } from '../../ui/index.ts'
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
  const words = useErrorWords()
  const [form] = Form.useForm<Credentials>()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const back = safeReturnPath(params.get('back'))
  const health = useQuery({ queryKey: ['health'], queryFn: readHealth, staleTime: Number.POSITIVE_INFINITY, retry: false })

  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('ui:product')}`
  }, [t])
  if (session.data) return <Navigate to={back} replace />

  const enter = async ({ username, password }: Credentials) => {
    setBusy(true)
    setError(null)
    try {
      await signIn(username.trim(), password)
      queries.clear()
      await queries.invalidateQueries({ queryKey: SESSION_KEY })
      await session.refetch()
      navigate(back, { replace: true })
    } catch (reason) {
      setError(reason)
      form.resetFields(['password'])
      form.getFieldInstance('password')?.focus()
    } finally {
      setBusy(false)
    }
  }

  const wrong = error instanceof ApiError && error.status === 401 && !error.text
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
          <h1>{t('signIn.title')}</h1>
          {params.has('ended') && !error ? <Alert type="info" showIcon title={t('signIn.ended')} className="door-alert" /> : null}
          {error ? (
            <Alert
              type="error"
              showIcon
              role="alert"
              className="door-alert"
              title={wrong ? t('signIn.wrong') : words(error).title}
              description={wrong ? t('signIn.wrongNext') : words(error).next}
            />
          ) : null}
          <Form<Credentials> form={form} layout="vertical" requiredMark={false} onFinish={enter} size="large">
            <Form.Item
              name="username"
              label={t('signIn.username')}
              rules={[{ required: true, message: t('signIn.usernameMissing') }]}
            >
              <Input
                prefix={<UserOutlined aria-hidden />}
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus
              />
            </Form.Item>
            <Form.Item
              name="password"
              label={t('signIn.password')}
              rules={[{ required: true, message: t('signIn.passwordMissing') }]}
            >
              <Input.Password prefix={<LockOutlined aria-hidden />} autoComplete="current-password" />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={busy}>
              {t('signIn.enter')}
            </Button>
          </Form>
          {health.data?.demo && health.data.accounts?.length ? (
            <section className="door-demo" aria-label={t('signIn.demo')}>
              <h2>{t('signIn.demo')}</h2>
              <ul>
                {health.data.accounts.map(account => (
                  <li key={account.username}>
                    <button
                      type="button"
                      onClick={() => form.setFieldsValue({ username: account.username, password: account.password })}
                    >
                      <strong>{t(`role.${account.role}`)}</strong>
                      <span>{account.area ? shortCommunity(account.area.name) : null}</span>
                      <code>{account.username}</code>
                    </button>
                  </li>
                ))}
              </ul>
              <p>{t('signIn.demoNote')}</p>
            </section>
          ) : null}
        </div>
      </main>
    </div>
  )
}

export default SignInPage
