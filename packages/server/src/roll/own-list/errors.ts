/** Expected failures of reading the list of one's own district. */
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

const OWN_LIST_FAILURES = {
  'own-list.no-district': {
    status: 404,
    text: { zh: '您在这次选举中还没有划入选区', en: 'You are in no electoral district of this election yet' },
    next: { zh: '登记后，选区划定了再来看', en: 'Register first, and look again when the districts are drawn' },
  },
  'own-list.not-published': {
    status: 404,
    text: { zh: '您的选区还没有公布选民名单', en: 'The voter list of your district is not published yet' },
    next: {
      zh: '名单公布后可以在这里看，也可以看张贴的选民榜',
      en: 'It is shown here once it is published, and posted in the district',
    },
  },
} as const satisfies FailureTable

export type OwnListFailure = keyof typeof OWN_LIST_FAILURES
export const ownListFailures = failuresOf<OwnListFailure>(OWN_LIST_FAILURES)
