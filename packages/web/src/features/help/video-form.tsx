/** A training video: uploaded with its title, then given captions and a cover, looked at, and published. */
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Modal, Progress, Switch, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  addHelpVideo,
  changeHelpVideo,
  type EditedVideo,
  newRequestId,
  setHelpCaptions,
  setHelpPoster,
  type VideoBody,
} from '../../api/index.ts'
import { Failure, formatBytes } from '../../ui/index.ts'
import { Player } from './player.tsx'

interface Closing {
  onSaved: () => Promise<void>
  onClose: () => void
}
type Words = Pick<VideoBody, 'title' | 'description' | 'seconds'>

const Fields = () => {
  const { t } = useTranslation('help')
  return (
    <>
      <Form.Item
        name={['title', 'zh']}
        label={t('form.titleZh')}
        rules={[{ required: true, whitespace: true, message: t('form.needed') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name={['title', 'en']} label={t('form.titleEn')}>
        <Input maxLength={100} lang="en" />
      </Form.Item>
      <div className="help-pair">
        <Form.Item name={['description', 'zh']} label={t('form.descriptionZh')}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name={['description', 'en']} label={t('form.descriptionEn')}>
          <Input maxLength={500} lang="en" />
        </Form.Item>
      </div>
      <Form.Item name="seconds" label={t('form.seconds')} rules={[{ required: true, message: t('form.needed') }]}>
        <InputNumber min={0} max={14_400} precision={0} />
      </Form.Item>
    </>
  )
}

const START: Words = { title: { zh: '', en: '' }, description: { zh: '', en: '' }, seconds: 0 }

export const NewVideoForm = ({ onSaved, onClose }: Closing) => {
  const { t } = useTranslation('help')
  const [form] = Form.useForm<Words>()
  const [file, setFile] = useState<File | null>(null)
  const [missing, setMissing] = useState(false)
  const [sent, setSent] = useState(0)
  const add = useMutation({
    mutationFn: ({ words, data }: { words: Words; data: File }) => {
      const body = new FormData()
      body.set('titleZh', words.title.zh)
      body.set('titleEn', words.title.en)
      body.set('descriptionZh', words.description.zh)
      body.set('descriptionEn', words.description.en)
      body.set('seconds', String(words.seconds))
      body.set('file', data)
      return addHelpVideo(body, setSent)
    },
    onSuccess: onSaved,
  })
  return (
    <Modal
      open
      title={t('form.newVideo')}
      okText={t('form.upload')}
      cancelText={t('editor.cancel')}
      okButtonProps={{ loading: add.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {add.isError ? <Failure error={add.error} /> : null}
      <Form<Words>
        form={form}
        layout="vertical"
        initialValues={START}
        onFinish={words => (file ? add.mutate({ words, data: file }) : setMissing(true))}
      >
        <Form.Item
          label={t('form.file')}
          extra={t('form.fileNote')}
          {...(missing && !file ? { help: t('form.fileMissing'), validateStatus: 'error' as const } : {})}
        >
          <Upload
            accept="video/mp4,video/webm"
            maxCount={1}
            showUploadList={false}
            beforeUpload={data => {
              setFile(data)
              return false
            }}
          >
            <Button>{file ? `${file.name} (${formatBytes(file.size)})` : t('form.choose')}</Button>
          </Upload>
        </Form.Item>
        <Fields />
      </Form>
      {add.isPending ? <Progress percent={Math.floor(sent * 100)} aria-label={t('form.upload')} /> : null}
    </Modal>
  )
}

export const VideoForm = ({ video, onSaved, onClose }: Closing & { video: EditedVideo }) => {
  const { t } = useTranslation('help')
  const [form] = Form.useForm<VideoBody>()
  const [requestId, setRequestId] = useState(newRequestId)
  const save = useMutation({
    mutationFn: (body: VideoBody) => changeHelpVideo(video.id, body, requestId),
    onSuccess: onSaved,
    onError: () => setRequestId(newRequestId()),
  })
  const add = useMutation<unknown, unknown, { kind: 'zh' | 'en' | 'poster'; data: File | null }>({
    mutationFn: async ({ kind, data }) => {
      if (kind !== 'poster') return setHelpCaptions(video.id, kind, data ? await data.text() : '', newRequestId())
      const body = new FormData()
      if (data) body.set('file', data)
      return setHelpPoster(video.id, body)
    },
    onSuccess: onSaved,
  })
  const picker = (kind: 'zh' | 'en' | 'poster', label: string) => (
    <Upload
      key={kind}
      accept={kind === 'poster' ? 'image/png,image/jpeg,image/webp' : '.vtt,text/vtt'}
      showUploadList={false}
      beforeUpload={data => {
        add.mutate({ kind, data })
        return false
      }}
    >
      <Button loading={add.isPending && add.variables.kind === kind}>{label}</Button>
    </Upload>
  )
  const failed = save.error ?? add.error
  return (
    <Modal
      open
      width={760}
      title={t('form.changeVideo')}
      okText={t('form.save')}
      cancelText={t('editor.cancel')}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {failed ? <Failure error={failed} /> : null}
      <Player video={video} />
      <div className="help-extras">
        {picker('zh', t('form.captionsZh'))}
        {picker('en', t('form.captionsEn'))}
        {picker('poster', t('form.poster'))}
        {video.captions.map(({ lang }) => (
          <Button key={lang} danger onClick={() => add.mutate({ kind: lang, data: null })}>
            {t('form.captionsOff', { language: t(`language.${lang}`) })}
          </Button>
        ))}
      </div>
      <Form<VideoBody> form={form} layout="vertical" onFinish={body => save.mutate(body)} initialValues={video}>
        <Fields />
        <Form.Item name="published" label={t('form.published')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Modal>
  )
}
