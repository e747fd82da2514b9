/** Characters that no font prints: an officer chooses a picture or a box that is filled by hand. */
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import { chooseGlyph, newRequestId, type RollPreview } from '../../../api/index.ts'
import { useText } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Records } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'

type Glyph = RollPreview['glyphs'][number]

const nameOf = ({ codePoint }: Glyph): string =>
  `${String.fromCodePoint(codePoint)} U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`

/** The bytes of a file as the API takes them. */
const base64Of = async (file: File): Promise<string> => {
  let binary = ''
  for (const byte of new Uint8Array(await file.arrayBuffer())) binary += String.fromCharCode(byte)
  return btoa(binary)
}

export const GlyphChoices = ({ electionId, preview }: { electionId: string; preview: RollPreview }) => {
  const { t } = useTranslation('roll')
  const text = useText()
  const may = useMay()
  const choose = useMutation({
    mutationFn: async ({ codePoint, file }: { codePoint: number; file?: File }) =>
      chooseGlyph(electionId, file ? { codePoint, picture: await base64Of(file) } : { codePoint }, newRequestId()),
  })
  if (preview.glyphs.length === 0) return null
  return (
    <section className="gap" aria-label={t('glyph.title')}>
      <h3>{t('glyph.title')}</h3>
      <p>{t('glyph.lead')}</p>
      {preview.fontAdvice ? <p className="soft">{t('glyph.advice', { advice: text(preview.fontAdvice) })}</p> : null}
      <Failed error={choose.error} />
      {choose.isSuccess ? <Alert type="info" showIcon className="gap" role="status" title={t('glyph.again')} /> : null}
      <Records
        label={t('glyph.title')}
        records={preview.glyphs}
        keyOf={glyph => String(glyph.codePoint)}
        columns={[
          { key: 'character', title: t('glyph.character'), heading: true, render: glyph => <strong>{nameOf(glyph)}</strong> },
          { key: 'uses', title: '', width: 90, render: glyph => t('glyph.uses', { count: glyph.uses }) },
          {
            key: 'handling',
            title: '',
            render: glyph =>
              glyph.chosen
                ? `${t(`glyph.${glyph.handling}`)} · ${t('glyph.by', { name: glyph.decidedBy })}`
                : t('glyph.notChosen'),
          },
          {
            key: 'do',
            title: '',
            width: 240,
            render: glyph =>
              may('publish') ? (
                <>
                  <Button type="link" onClick={() => choose.mutate({ codePoint: glyph.codePoint })}>
                    {t('glyph.chooseBlank')}
                  </Button>
                  <Upload
                    accept="image/png"
                    showUploadList={false}
                    beforeUpload={file => {
                      choose.mutate({ codePoint: glyph.codePoint, file })
                      return false
                    }}
                  >
                    <Button type="link" aria-label={t('glyph.uploadOf', { character: nameOf(glyph) })}>
                      {t('glyph.upload')}
                    </Button>
                  </Upload>
                </>
              ) : null,
          },
        ]}
      />
    </section>
  )
}
