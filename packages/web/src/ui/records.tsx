/** Records as a table, and on a phone as cards: the same columns, nothing to scroll sideways. */
import { Table } from 'antd'
import type { ReactNode } from 'react'
import { useNarrow } from './style/use-media.ts'

export interface Column<T> {
  key: string
  title: string
  render: (record: T) => ReactNode
  align?: 'left' | 'right'
  width?: number | string
  /** The card's heading on a phone. */
  heading?: boolean
  /** Left off the card where the cell says nothing. */
  optional?: (record: T) => boolean
  sort?: (one: T, other: T) => number
}

interface RecordsProps<T> {
  /** What the table holds, for screen readers. */
  label: string
  columns: Column<T>[]
  records: readonly T[]
  keyOf: (record: T) => string
  empty?: ReactNode
  loading?: boolean
}

export const Records = <T extends object>({ label, columns, records, keyOf, empty, loading = false }: RecordsProps<T>) => {
  const narrow = useNarrow()
  if (narrow) return <Cards label={label} columns={columns} records={records} keyOf={keyOf} empty={empty} />
  return (
    <Table<T>
      aria-label={label}
      className="records"
      size="small"
      loading={loading}
      pagination={false}
      rowKey={keyOf}
      dataSource={[...records]}
      locale={empty ? { emptyText: empty } : {}}
      columns={columns.map(column => ({
        key: column.key,
        title: column.title,
        render: (_: unknown, record: T) => column.render(record),
        ...(column.heading ? { className: 'records-heading' } : {}),
        ...(column.align ? { align: column.align } : {}),
        ...(column.width ? { width: column.width } : {}),
        ...(column.sort ? { sorter: column.sort } : {}),
      }))}
    />
  )
}

const Cards = <T extends object>({ label, columns, records, keyOf, empty }: RecordsProps<T>) => {
  if (records.length === 0) return <>{empty}</>
  const heading = columns.find(column => column.heading)
  return (
    <ul className="cards" aria-label={label}>
      {records.map(record => (
        <li key={keyOf(record)} className="card">
          {heading ? <div className="card-heading">{heading.render(record)}</div> : null}
          <dl>
            {columns
              .filter(column => column !== heading && !column.optional?.(record))
              .map(column => (
                <div key={column.key} className="card-line">
                  <dt>{column.title}</dt>
                  <dd>{column.render(record)}</dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}
