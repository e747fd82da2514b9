/** Test vectors of others. Merkle proofs: transparency-dev/merkle. Notes: the specification and golang.org/x/mod/sumdb/note. Witness: FiloSottile/torchwood. */
import { readFileSync } from 'node:fs'

interface ConsistencyVector {
  readonly size1: number
  readonly size2: number
  readonly root1: string
  readonly root2: string
  readonly proof: readonly string[] | null
  readonly desc: string
  readonly wantErr: boolean
}

interface InclusionVector {
  readonly leafIdx: number
  readonly treeSize: number
  readonly root: string
  readonly leafHash: string
  readonly proof: readonly string[] | null
  readonly desc: string
  readonly wantErr: boolean
}

export const MERKLE_VECTORS = JSON.parse(readFileSync(new URL('./merkle-vectors.json', import.meta.url), 'utf8')) as {
  readonly consistency: readonly ConsistencyVector[]
  readonly inclusion: readonly InclusionVector[]
}

/** Entries of the reference tree of RFC 6962's implementations, hex, and its roots at sizes 1 to 8. */
export const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
export const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

export const NOTES = [
  {
    key: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    note: `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`,
  },
  {
    key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    note: `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`,
  },
] as const

/** A log of Sigsum with five entries, as litewitness is tested with it. */
export const SIGSUM_LOG = {
  origin: 'sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562',
  publicKey: 'ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f',
}

const checkpoint = (size: number, root: string, signature: string, origin = SIGSUM_LOG.origin): string =>
  `${origin}\n${size}\n${root}\n\n— ${origin} ${signature}\n`
const ONE = checkpoint(
  1,
  'KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  'UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=',
)
const SIGNED_THREE = 'UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go='
const THREE_ROOT = 'RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0='
const THREE = checkpoint(3, THREE_ROOT, SIGNED_THREE)
const FIVE = checkpoint(
  5,
  'QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=',
  'UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=',
)
const TO_THREE = 'KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nKgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'

/** Requests to a witness in order, with the status of its answer. tlog-witness has 404 for an unknown log, where litewitness has 403. */
export const WITNESS_STEPS: readonly (readonly [what: string, body: string, status: number, text?: string])[] = [
  ['the first checkpoint', `old 0\n\n${ONE}`, 200],
  ['a changed signature', `old 1\n${TO_THREE}\n${THREE.replace('6go=', '6gx=')}`, 400],
  ['another signature', `old 1\n${TO_THREE}\n${checkpoint(3, THREE_ROOT, SIGNED_THREE.replace('2VbtIcd', '2VbtIcc'))}`, 403],
  ['an unknown log', `old 1\n${TO_THREE}\n${THREE.replaceAll('9e562', '9e563')}`, 404],
  ['no proof', `old 1\n\n${THREE}`, 422],
  ['a wrong proof', `old 1\n${TO_THREE.replace(/AAA=\n$/, 'ABA=\n')}\n${THREE}`, 422],
  ['a consistent checkpoint', `old 1\n${TO_THREE}\n${THREE}`, 200],
  ['an old size that is over', `old 1\n${TO_THREE}\n${FIVE}`, 409, '3\n'],
  [
    'the next checkpoint',
    `old 3\nKgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nKgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=\nKgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n${FIVE}`,
    200,
  ],
  ['a client that forgot the size', `old 0\n\n${FIVE}`, 409, '5\n'],
  ['an old size beyond the checkpoint', `old 9\n\n${FIVE}`, 400],
  ['no request', 'old 05\n\nx', 400],
]
