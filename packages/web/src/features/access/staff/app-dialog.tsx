/** A new authenticator app: its secret as a QR, shown once, and the first code. */
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal, QRCode } from 'antd'
import { useTranslation } from 'react-i18next'
import { finishApp, type NewApp } from '../../../api/index.ts'
import { Problem } from '../session/index.ts'

interface AppDialogProps {
  app: NewApp
  onDone: (backupCodes: string[]) => void
  onClose: () => void
}

/** In fours, as one types it. */
const inFours = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ')

export const AppDialog = ({ app, onDone, onClose }: AppDialogProps) => {
  const { t } = useTranslation('account')
  const [form] = Form.useForm<{ code: string }>()
  const finish = useMutation({
    mutationFn: (code: string) => finishApp(app.ticket, code.trim()),
    onSuccess: ({ backupCodes }) => onDone(backupCodes),
    onError: () => form.resetFields(),
  })
  return (
    <Modal open title={t('app.title')} footer={null} onCancel={onClose} mask={{ closable: false }} width={440}>
      <p>{t('app.scan')}</p>
      <div className="qr">
        {/* Who does not see it types the key below. */}
        <div aria-hidden>
          <QRCode value={app.uri} type="svg" size={200} errorLevel="M" />
        </div>
        <span className="soft">{t('app.type')}</span>
        <code className="code">{inFours(app.secret)}</code>
      </div>
      <Problem error={finish.error} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ code }) => finish.mutate(code)}>
        <Form.Item
          name="code"
          label={t('app.code')}
          rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t('app.codeMissing') }]}
        >
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={8} />
        </Form.Item>
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={finish.isPending}>
            {t('app.confirm')}
          </Button>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
