/** How the file was understood, column by column, before anything is imported. Samples come masked from the server. */
import { Alert, Checkbox, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ImportPreview } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { formatSeries, Records } from '../../../ui/index.ts'
import { fieldName } from '../field-names.ts'
import { type Reading, withColumn, withSheet } from './reading.ts'

const NOT_USED = ''

const letterOf = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : `${letterOf(Math.floor(column / 26) - 1)}${letterOf(column % 26)}`

interface Props {
  preview: ImportPreview
  /** What was chosen so far; null: nothing. */
  reading: Reading | null
  onReading: (reading: Reading) => void
}

/** Sheets of a workbook, each of which can be left out. */
const SheetChoices = ({ preview, reading, onReading }: Props) => {
  const { t } = useTranslation('registration')
  if (preview.sheets.length < 2) return null
  return (
    <fieldset className="gap">
      <legend>{t('preview.sheets')}</legend>
      {preview.sheets.map(({ name, isRead, isHidden, people }) => {
        const isLeftOut = (reading?.leaveOut ?? []).includes(name ?? '')
        const isOpen = isRead || (people ?? 0) > 0
        const words = [
          name ?? '',
          isHidden ? t('preview.sheetHidden') : null,
          people === null ? null : t('preview.sheetPeople', { count: people }),
        ]
        return (
          <div key={name ?? ''}>
            <Checkbox
              checked={isLeftOut}
              disabled={!isOpen && !isLeftOut}
              onChange={event => onReading(withSheet(reading, name ?? '', event.target.checked))}
            >
              {t('preview.leaveOut', { name: words.filter(Boolean).join(' · ') })}
            </Checkbox>
          </div>
        )
      })}
    </fieldset>
  )
}

export const ColumnPreview = ({ preview, reading, onReading }: Props) => {
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
          preview.format === '' ? null : preview.format.toUpperCase(),
          preview.encoding,
          preview.sheet ? t('preview.sheet', { name: preview.sheet }) : null,
          preview.headerRow > 0 ? t('preview.headerRow', { row: preview.headerRow }) : t('preview.noHeader'),
          preview.isRemembered ? t('preview.remembered') : null,
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
      <SheetChoices preview={preview} reading={reading} onReading={onReading} />
      <Records
        label={t('preview.title')}
        records={preview.columns}
        keyOf={column => `${preview.columns.indexOf(column)}`}
        columns={[
          {
            key: 'header',
            title: t('preview.header'),
            heading: true,
            render: column => <strong>{column.header || letterOf(preview.columns.indexOf(column))}</strong>,
          },
          {
            key: 'field',
            title: t('preview.readAs'),
            render: column => {
              const at = preview.columns.indexOf(column)
              const header = column.header || letterOf(at)
              return (
                <>
                  <Select
                    aria-label={t('preview.readAsLabel', { header })}
                    value={column.field ?? NOT_USED}
                    popupMatchSelectWidth={false}
                    onChange={field => onReading(withColumn(preview, reading, at, field === NOT_USED ? null : field))}
                    options={[
                      { value: NOT_USED, label: t('preview.ignored') },
                      ...preview.fields.map(({ field, title }) => ({ value: field, label: text(title) })),
                    ]}
                  />
                  {column.isByContent ? <span className="soft"> {t('preview.byContent')}</span> : null}
                </>
              )
            },
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
