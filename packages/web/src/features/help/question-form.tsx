/** One question in both languages; the answer in Markdown, with a look at how people will see it. */
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type EditedQuestion, newRequestId, previewAnswer, type QuestionBody, saveHelpQuestion } from '../../api/index.ts'
import { Failure } from '../../ui/index.ts'
import { RichText } from '../../ui/rich-text.tsx'

interface Props {
  /** Null: a new one. */
  question: EditedQuestion | null
  onSaved: () => Promise<void>
  onClose: () => void
}

const EMPTY = { zh: '', en: '' }

export const QuestionForm = ({ question, onSaved, onClose }: Props) => {
  const { t } = useTranslation('help')
  const [form] = Form.useForm<QuestionBody>()
  const [requestId] = useState(newRequestId)
  const save = useMutation({
    mutationFn: (body: QuestionBody) => saveHelpQuestion(question?.id ?? null, body, requestId),
    onSuccess: onSaved,
  })
  const preview = useMutation({ mutationFn: previewAnswer })
  const needed = [{ required: true, whitespace: true, message: t('form.needed') }]
  return (
    <Modal
      open
      width={760}
      title={t(question ? 'form.changeQuestion' : 'form.newQuestion')}
      okText={t('form.save')}
      cancelText={t('editor.cancel')}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {save.isError ? <Failure error={save.error} /> : null}
      <Form<QuestionBody>
        form={form}
        layout="vertical"
        onFinish={body => save.mutate(body)}
        initialValues={{
          section: question?.section ?? EMPTY,
          question: question?.question ?? EMPTY,
          answer: question?.answer ?? EMPTY,
          published: question?.published ?? true,
        }}
      >
        <div className="help-pair">
          <Form.Item name={['section', 'zh']} label={t('form.sectionZh')} rules={needed}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item name={['section', 'en']} label={t('form.sectionEn')}>
            <Input maxLength={40} lang="en" />
          </Form.Item>
        </div>
        <Form.Item name={['question', 'zh']} label={t('form.questionZh')} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name={['answer', 'zh']} label={t('form.answerZh')} extra={t('form.markdown')} rules={needed}>
          <Input.TextArea rows={6} maxLength={10_000} />
        </Form.Item>
        <Form.Item name={['question', 'en']} label={t('form.questionEn')} extra={t('form.english')}>
          <Input maxLength={200} lang="en" />
        </Form.Item>
        <Form.Item name={['answer', 'en']} label={t('form.answerEn')}>
          <Input.TextArea rows={4} maxLength={10_000} lang="en" />
        </Form.Item>
        <Form.Item name="published" label={t('form.published')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
      <Button
        loading={preview.isPending}
        onClick={() => {
          const { zh, en } = form.getFieldsValue().answer
          preview.mutate(en ? `${zh}\n\n${en}` : zh)
        }}
      >
        {t('form.preview')}
      </Button>
      {preview.isError ? <Failure error={preview.error} /> : null}
      {preview.data ? (
        <section className="help-preview" aria-label={t('form.preview')} aria-live="polite">
          <RichText html={preview.data.html} />
        </section>
      ) : null}
    </Modal>
  )
}
