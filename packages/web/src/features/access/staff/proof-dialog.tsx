/** Asks once more who one is, before a change to the own account: the password, and a second factor where there is one. */
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Account, askForProof, type Proof } from '../../../api/index.ts'
import { Problem, signWithPasskey, supportsPasskeys } from '../session/index.ts'

interface ProofDialogProps {
  title: string
  account: Account
  /** The password alone is enough. */
  passwordOnly?: boolean
  onProven: (password: string, proof: Proof | undefined) => Promise<void>
  onClose: () => void
}

interface Fields {
  password: string
  code?: string
}

export const ProofDialog = ({ title, account, passwordOnly = false, onProven, onClose }: ProofDialogProps) => {
  const { t } = useTranslation('account')
  const [form] = Form.useForm<Fields>()
  const { totp, backupCodes, passkeys } = account.secondFactor
  const byCode = !passwordOnly && (totp || backupCodes)
  const byPasskey = !passwordOnly && passkeys.length > 0 && supportsPasskeys()
  const prove = useMutation({
    mutationFn: async ({ password, code, passkey }: Fields & { passkey: boolean }) =>
      onProven(
        password,
        passkey ? { passkey: await signWithPasskey(await askForProof()) } : code ? { code: code.trim() } : undefined,
      ),
    onSuccess: onClose,
    onError: () => form.resetFields(['code']),
  })
  return (
    <Modal open title={title} footer={null} onCancel={onClose} width={440} destroyOnHidden>
      <p className="gap soft">{t('proof.lead')}</p>
      <Problem error={prove.error} />
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={fields => prove.mutate({ ...fields, passkey: !byCode && byPasskey })}
      >
        <Form.Item name="password" label={t('proof.password')} rules={[{ required: true, message: t('proof.passwordMissing') }]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        {byCode ? (
          <Form.Item name="code" label={t('proof.code')} rules={[{ required: true, message: t('proof.codeMissing') }]}>
            <Input autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} maxLength={40} />
          </Form.Item>
        ) : null}
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={prove.isPending}>
            {byPasskey && !byCode ? t('proof.byPasskey') : t('proof.go')}
          </Button>
          {byCode && byPasskey ? (
            <Button
              disabled={prove.isPending}
              onClick={async () => {
                const { password } = await form.validateFields(['password'])
                prove.mutate({ password, passkey: true })
              }}
            >
              {t('proof.byPasskey')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('proof.cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
