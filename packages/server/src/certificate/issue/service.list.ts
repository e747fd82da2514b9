/** Certificates of an election as a list to take out of the system. */
import type { Text } from '@mingce/domain/result'
import { type ListSource, rowsInPages } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { CertificateQuery } from '../schema.ts'
import { listCertificates } from './service.ts'

const STATES: Readonly<Record<string, Text>> = {
  requested: { zh: '待开具', en: 'To be issued' },
  refused: { zh: '不予开具', en: 'Refused' },
  issued: { zh: '已开具', en: 'Issued' },
  revoked: { zh: '已撤销', en: 'Revoked' },
  expired: { zh: '已过期', en: 'Expired' },
  released: { zh: '已被接收', en: 'Accepted elsewhere' },
  restored: { zh: '已转回', en: 'Moved back' },
}

export const certificatesList: ListSource = {
  list: 'certificates',
  permission: 'decide',
  title: { zh: '选民资格证明', en: 'Voter certificates' },
  columns: {
    name: { zh: '姓名', en: 'Name' },
    place: { zh: '登记地', en: 'Registered in' },
    to: { zh: '拟往何处', en: 'Wants to go to' },
    state: { zh: '状态', en: 'State' },
    requestedOn: { zh: '申请日期', en: 'Requested' },
    issuedOn: { zh: '开具日期', en: 'Issued' },
    validUntil: { zh: '有效期至', en: 'Valid until' },
    releasedTo: { zh: '接收单位', en: 'Accepted by' },
  },
  async open(ctx, election, filter, language) {
    const query = CertificateQuery.omit({ cursor: true }).strict().safeParse(filter)
    if (!query.success) return null
    const first = await listCertificates(ctx, election.id, query.data)
    if (!first.ok) return null
    const { figures } = first.value
    const counted = Object.entries(figures).filter(([state]) => query.data.state === undefined || state === query.data.state)
    const pages = rowsInPages(
      after => listCertificates(ctx, election.id, { ...query.data, ...after }),
      item => ({
        community: item.place,
        cells: {
          name: item.name,
          place: item.place.name,
          to: item.to,
          state: STATES[item.state]?.[language] ?? item.state,
          requestedOn: chinaDate(new Date(item.requestedAt)),
          issuedOn: item.issuedOn,
          validUntil: item.validUntil,
          releasedTo: item.releasedTo?.name ?? null,
        },
      }),
    )
    return { people: counted.reduce((sum, [, count]) => sum + count, 0), pages }
  },
}
