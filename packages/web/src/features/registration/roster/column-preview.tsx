/** How the file was understood, column by column, before anything is imported. Samples come masked from the server. */
import { CheckCircleOutlined, MinusCircleOutlined } from '@ant-design/icons'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ImportPreview } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { formatSeries, Mark, Records } from '../../../ui/index.ts'
import { fieldName } from '../field-names.ts'

export const ColumnPreview = ({ preview }: { preview: ImportPreview }) => {
  const { t } = useTranslation('registration')
  const text = useText()
  const { language } = useLanguage()
  const nameOf = (field: string) => {
    const known = fieldName(field)
    return known ? t(`field.${known}`) : field
  }
  return (
    <>
      <p className="soft">
        {[
          preview.format.toUpperCase(),
          preview.encoding,
          preview.sheet ? t('preview.sheet', { name: preview.sheet }) : null,
          t('preview.headerRow', { row: preview.headerRow }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {preview.missing.length > 0 ? (
        <Alert
          type="error"
          showIcon
          className="gap"
          title={t('preview.missing', { fields: formatSeries(preview.missing.map(nameOf), language) })}
          description={t('preview.missingNext')}
        />
      ) : null}
      {preview.notes.map(note => (
        <Alert key={note.en} type="info" showIcon className="gap" title={text(note)} />
      ))}
      <Records
        label={t('preview.title')}
        records={preview.columns}
        keyOf={column => `${preview.columns.indexOf(column)}`}
        columns={[
          { key: 'header', title: t('preview.header'), heading: true, render: column => <strong>{column.header}</strong> },
          {
            key: 'field',
            title: t('preview.readAs'),
            render: column =>
              column.field ? (
                <Mark tone="registered" icon={<CheckCircleOutlined aria-hidden />}>
                  {column.title ? text(column.title) : nameOf(column.field)}
                </Mark>
              ) : (
                <Mark tone="quiet" icon={<MinusCircleOutlined aria-hidden />}>
                  {t('preview.ignored')}
                </Mark>
              ),
          },
          {
            key: 'samples',
            title: t('preview.samples'),
            optional: column => column.samples.length === 0,
            render: column => (
              <span className="samples">
                {[...new Set(column.samples)].slice(0, 3).map(sample => (
                  <span key={sample}>{sample || '–'}</span>
                ))}
              </span>
            ),
          },
        ]}
      />
    </>
  )
}
