/** Expected failures of proving an entry. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const PROOF_FAILURES = {
  ...ELECTION_FAILURES,
  'proof.no-entry': {
    status: 404,
    text: { zh: '已公布的选民名单上没有您的条目', en: 'There is no entry of yours on the published voter list' },
    next: {
      zh: '名单公布后再核验；认为名单有遗漏的，可以提出申诉',
      en: 'Verify again once the list is published. If you should be on it, file an objection',
    },
  },
  'proof.several-entries': {
    status: 409,
    text: { zh: '名单上有几条符合', en: 'Several entries of the list match' },
    next: { zh: '写明选民小组、级别或版次', en: 'Name the voter group, the level or the version as well' },
  },
  'proof.unreadable': {
    status: 400,
    text: { zh: '文件不是名单条目的证明', en: 'The file is not a proof of an entry of a voter list' },
    next: { zh: '请用本系统保存的证明文件', en: 'Use a file that this system saved' },
  },
} as const satisfies FailureTable

export type ProofFailure = keyof typeof PROOF_FAILURES
export const proofFailures = failuresOf<ProofFailure>(PROOF_FAILURES)
