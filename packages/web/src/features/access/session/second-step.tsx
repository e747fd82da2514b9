/** After the password: a code of the app, a backup code, or a passkey. */
import { KeyOutlined, SafetyOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { ApiError, askForPasskey, type SecondStep, signInByPasskey, takeSecondStep } from '../../../api/index.ts'
import { signWithPasskey, supportsPasskeys } from './passkey.ts'
import { Problem } from './problem.tsx'

interface SecondStepProps {
  step: SecondStep
  onEntered: () => Promise<void>
  /** Back to the username and password, with what was wrong if the time is over. */
  onStartAgain: (error: unknown) => void
}

export const SecondStepForm = ({ step, onEntered, onStartAgain }: SecondStepProps) => {
  const { t } = useTranslation('access')
  const [form] = Form.useForm<{ code: string }>()
  const take = useMutation({
    mutationFn: (code: string | null) =>
      code === null ? askForPasskey().then(signWithPasskey).then(signInByPasskey) : takeSecondStep(code.trim()),
    onSuccess: onEntered,
    onError: error => {
      if (error instanceof ApiError && error.code === 'sign-in.step-ended') return onStartAgain(error)
      form.resetFields()
      form.getFieldInstance('code')?.focus()
    },
  })
  const byApp = step.factors.includes('totp')
  const byCode = byApp || step.factors.includes('backup-code')
  const byPasskey = step.factors.includes('passkey') && supportsPasskeys()
  return (
    <>
      <h1>{t('signIn.secondTitle')}</h1>
      <p className="gap soft">{t('signIn.secondLead')}</p>
      <Problem error={take.error} />
      {byCode ? (
        <Form form={form} layout="vertical" requiredMark={false} size="large" onFinish={({ code }) => take.mutate(code)}>
          <Form.Item
            name="code"
            label={t(byApp ? 'signIn.code' : 'signIn.backupCode')}
            extra={t(byApp ? 'signIn.codeHint' : 'signIn.backupHint')}
            rules={[{ required: true, message: t('signIn.codeMissing') }]}
          >
            <Input
              prefix={<SafetyOutlined aria-hidden />}
              autoComplete="one-time-code"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={40}
              autoFocus
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={take.isPending}>
            {t('signIn.confirm')}
          </Button>
        </Form>
      ) : null}
      <div className="door-ways">
        {byPasskey ? (
          <Button
            block
            size="large"
            type={byCode ? 'default' : 'primary'}
            icon={<KeyOutlined aria-hidden />}
            disabled={take.isPending}
            onClick={() => take.mutate(null)}
          >
            {t('signIn.usePasskey')}
          </Button>
        ) : null}
        <p className="soft">{t('signIn.noFactor')}</p>
        <Button type="link" onClick={() => onStartAgain(null)}>
          {t('signIn.another')}
        </Button>
      </div>
    </>
  )
}
