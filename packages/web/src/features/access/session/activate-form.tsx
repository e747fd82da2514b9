/** Activating an account: the code that its maker handed over, and a password that only its owner knows. */
import { IdcardOutlined, LockOutlined, UserOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { activateAccount, type SecondStep } from '../../../api/index.ts'
import { Problem } from './problem.tsx'

interface Fields {
  username: string
  code: string
  newPassword: string
  again: string
}

interface ActivateFormProps {
  /** What remains to be shown; null: signed in. */
  onActivated: (due: SecondStep | null) => Promise<void>
  onCancel: () => void
}

const SHORTEST = 10

export const ActivateForm = ({ onActivated, onCancel }: ActivateFormProps) => {
  const { t } = useTranslation(['access', 'account'])
  const activate = useMutation({
    mutationFn: ({ username, code, newPassword }: Fields) => activateAccount(username.trim(), code, newPassword),
    onSuccess: onActivated,
  })
  const missing = { required: true, message: t('account:password.missing') }
  return (
    <>
      <h1>{t('activate.title')}</h1>
      <p className="gap soft">{t('activate.lead')}</p>
      <Problem error={activate.error} />
      <Form<Fields> layout="vertical" requiredMark={false} size="large" onFinish={fields => activate.mutate(fields)}>
        <Form.Item name="username" label={t('signIn.username')} rules={[missing]}>
          <Input
            prefix={<UserOutlined aria-hidden />}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
        </Form.Item>
        <Form.Item name="code" label={t('activate.code')} extra={t('activate.codeHint')} rules={[missing]}>
          <Input
            prefix={<IdcardOutlined aria-hidden />}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={60}
          />
        </Form.Item>
        <Form.Item
          name="newPassword"
          label={t('account:password.new')}
          extra={t('account:password.rule')}
          rules={[missing, { min: SHORTEST, message: t('account:password.tooShort') }]}
        >
          <Input.Password prefix={<LockOutlined aria-hidden />} autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('account:password.again')}
          dependencies={['newPassword']}
          rules={[
            missing,
            ({ getFieldValue }) => ({
              validator: async (_, value: string) => {
                if (value && value !== getFieldValue('newPassword')) throw new Error(t('account:password.differ'))
              },
            }),
          ]}
        >
          <Input.Password prefix={<LockOutlined aria-hidden />} autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={activate.isPending}>
          {t('activate.go')}
        </Button>
      </Form>
      <div className="door-ways">
        <Button type="link" onClick={onCancel}>
          {t('activate.cancel')}
        </Button>
      </div>
    </>
  )
}
