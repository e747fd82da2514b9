/** A new passkey: its name, the password, and then the device asks. */
import { useMutation } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { addPasskey, offerPasskey } from '../../../api/index.ts'
import { createPasskey, Problem } from '../session/index.ts'
import { deviceWords } from './devices.ts'

interface Fields {
  name: string
  password: string
}

export const PasskeyDialog = ({
  onClose,
  onDone,
}: {
  onClose: () => void
  onDone: (backupCodes: string[] | null) => Promise<void>
}) => {
  const { t } = useTranslation('account')
  const { message } = App.useApp()
  const add = useMutation({
    mutationFn: async ({ name, password }: Fields) =>
      addPasskey(password, name.trim(), await createPasskey(await offerPasskey())),
    onSuccess: async ({ backupCodes }) => {
      void message.success(t('passkey.added'))
      onClose()
      await onDone(backupCodes)
    },
  })
  return (
    <Modal open title={t('passkey.title')} footer={null} onCancel={onClose} width={440}>
      <Problem error={add.error} />
      <Form<Fields>
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: deviceWords(navigator.userAgent) ?? '' }}
        onFinish={fields => add.mutate(fields)}
      >
        <Form.Item
          name="name"
          label={t('passkey.name')}
          rules={[{ required: true, whitespace: true, message: t('passkey.nameMissing') }]}
        >
          <Input maxLength={40} placeholder={t('passkey.namePlaceholder')} />
        </Form.Item>
        <Form.Item name="password" label={t('proof.password')} rules={[{ required: true, message: t('proof.passwordMissing') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={add.isPending}>
            {t('passkey.go')}
          </Button>
          <Button onClick={onClose}>{t('proof.cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
