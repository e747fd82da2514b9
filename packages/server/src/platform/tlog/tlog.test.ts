/** The texts and proofs of transparency logs, against the vectors of their specifications and of other implementations. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import {
  consistencyProof,
  edgeOf,
  inclusionProof,
  leafHash,
  readTilePath,
  rootAt,
  TileSet,
  tilePath,
  tilesOf,
  tilesRead,
  verifyConsistency,
  verifyInclusion,
} from '@mingce/domain/log'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Checkpoint,
  COSIGNATURE_KEY,
  checkpointText,
  cosignText,
  formatAddCheckpoint,
  formatLogProof,
  formatNote,
  formatVerifierKey,
  judgeAddCheckpoint,
  NOTE_KEY,
  readCheckpoint,
  readLogProof,
  readNote,
  readShortCode,
  readVerifierKey,
  sha256,
  shortCode,
  signerOf,
  signText,
  verifyLogProof,
  verifySignatures,
} from './index.ts'
import { ENTRIES, MERKLE_VECTORS, NOTES, ROOTS, SIGSUM_LOG, WITNESS_STEPS } from './testing/vectors.ts'

const bytes = (base64: string) => Buffer.from(base64, 'base64')
const hex = (hash: Uint8Array) => Buffer.from(hash).toString('hex')

/** A tree of these entries. */
const treeOf = (entries: readonly Uint8Array[]) => {
  const tiles = new TileSet(sha256)
  for (const [at, entry] of entries.entries()) tiles.append(0, at, leafHash(entry, sha256))
  return tiles
}
const numbered = (count: number) => Array.from({ length: count }, (_, i) => Buffer.from(`entry ${i}`))

describe('Merkle trees', () => {
  it('have the roots of the reference tree', () => {
    const tree = treeOf(ENTRIES.map(entry => Buffer.from(entry, 'hex')))
    expect(ROOTS.map((_, i) => hex(rootAt(i + 1, tree.read, sha256)))).toEqual(ROOTS)
    expect(hex(rootAt(0, tree.read, sha256))).toBe(createHash('sha256').digest('hex'))
  })

  it.each(MERKLE_VECTORS.consistency)('judge consistency $size1 $size2: $desc', vector => {
    const claim = {
      earlier: vector.size1,
      size: vector.size2,
      earlierRoot: bytes(vector.root1),
      root: bytes(vector.root2),
      proof: (vector.proof ?? []).map(bytes),
    }
    // Some vectors have texts instead of hashes, which we never accept.
    const isHash = claim.root.length === 32
    if (vector.size1 > 0) expect(verifyConsistency(claim, sha256)).toBe(!vector.wantErr && isHash)
  })

  it.each(MERKLE_VECTORS.inclusion)('judge inclusion $leafIdx $treeSize: $desc', vector => {
    const claim = {
      leaf: bytes(vector.leafHash),
      index: vector.leafIdx,
      size: vector.treeSize,
      root: bytes(vector.root),
      proof: (vector.proof ?? []).map(bytes),
    }
    expect(verifyInclusion(claim, sha256)).toBe(!vector.wantErr)
  })

  it('prove every entry and every earlier size, also across tiles', () => {
    const entries = numbered(700)
    const tree = treeOf(entries)
    const sizes = fc.integer({ min: 1, max: 700 })
    fc.assert(
      fc.property(sizes, sizes, fc.nat(), (a, b, at) => {
        const [earlier, size] = a < b ? [a, b] : [b, a]
        const index = at % size
        const root = rootAt(size, tree.read, sha256)
        const leaf = leafHash(entries[index] ?? new Uint8Array(), sha256)
        const proof = inclusionProof(index, size, tree.read, sha256)
        expect(verifyInclusion({ leaf, index, size, root, proof }, sha256)).toBe(true)
        const other = (index + 1) % size
        expect(verifyInclusion({ leaf, index: other, size, root, proof }, sha256)).toBe(other === index)
        const earlierRoot = rootAt(earlier, tree.read, sha256)
        const grown = consistencyProof(earlier, size, tree.read, sha256)
        expect(verifyConsistency({ earlier, size, earlierRoot, root, proof: grown }, sha256)).toBe(true)
        expect(verifyConsistency({ earlier, size, earlierRoot: sha256(earlierRoot), root, proof: grown }, sha256)).toBe(false)
      }),
    )
  })

  it('are the same when rebuilt from only the tiles that a proof reads', () => {
    const tree = treeOf(numbered(700))
    const compute = (read: typeof tree.read, hash: typeof sha256) => [
      rootAt(700, read, hash),
      ...inclusionProof(300, 700, read, hash),
      ...consistencyProof(511, 700, read, hash),
    ]
    const some = new TileSet(sha256)
    const needed = tilesRead(compute)
    for (const { id, bytes: hashes } of tree.bytesOf(needed.map(({ level, index }) => `${level}/${index}`))) some.put(id, hashes)
    expect(compute(some.read, sha256).map(hex)).toEqual(compute(tree.read, sha256).map(hex))
  })

  it('grow from their edge alone', () => {
    const entries = numbered(600)
    for (const from of [0, 1, 255, 256, 257, 511, 512, 599]) {
      const start = treeOf(entries.slice(0, from))
      const edge = new TileSet(sha256)
      for (const { level, index } of edgeOf(from))
        if (Math.floor(from / 256 ** level) > index * 256)
          for (const { id, bytes: hashes } of start.bytesOf([`${level}/${index}`])) edge.put(id, hashes)
      for (const [i, entry] of entries.slice(from).entries()) edge.append(0, from + i, leafHash(entry, sha256))
      expect(hex(rootAt(600, edge.read, sha256))).toBe(hex(rootAt(600, treeOf(entries).read, sha256)))
    }
  })
})

describe('tiles', () => {
  it('are those of the specification for 70,000 and 256 entries', () => {
    const counted = [...tilesOf(70_000)].map(({ level, width }) => `${level}:${width}`)
    expect(counted.filter(tile => tile === '0:256')).toHaveLength(273)
    expect(counted.slice(273)).toEqual(['0:112', '1:256', '1:17', '2:1'])
    expect([...tilesOf(256)].map(({ level, width }) => `${level}:${width}`)).toEqual(['0:256', '1:1'])
  })

  it('have the paths of the specification, and no other', () => {
    expect(tilePath(0, { index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath('entries', { index: 3, width: 17 })).toBe('tile/entries/003.p/17')
    expect(readTilePath('0/x001/x234/067')).toEqual({ level: 0, index: 1_234_067, width: 256 })
    expect(readTilePath('entries/003.p/17')).toEqual({ level: 'entries', index: 3, width: 17 })
    for (const wrong of ['0/67', '00/067', '64/000', '0/x000/067', '0/067.p/0', '0/067.p/256', '0/067.p/01', '0/../1', 'x/000'])
      expect([wrong, readTilePath(wrong)]).toEqual([wrong, undefined])
  })
})

describe('notes', () => {
  it.each(NOTES)('of others verify: $key', ({ key: vkey, note: text }) => {
    const key = readVerifierKey(vkey)
    const note = readNote(text)
    if (!key || !note) throw new Error('not read')
    expect(formatVerifierKey(key)).toBe(vkey)
    expect(verifySignatures(note, [key])).toMatchObject([{ at: null }])
    expect(verifySignatures({ ...note, text: `${note.text}x\n` }, [key])).toBeUndefined()
    expect(verifySignatures(note, [])).toEqual([])
  })

  it.each([
    ['no signature', 'text\n'],
    ['no empty line', 'text\n— example.com/foo AAAAAAA=\n'],
    ['no last newline', 'text\n\n— example.com/foo AAAAAAA='],
    ['a control character', 'te\tt\n\n— example.com/foo AAAAAAA=\n'],
    ['a name with plus', 'text\n\n— example.com+foo AAAAAAA=\n'],
    ['base64 in another spelling', 'text\n\n— example.com/foo AAAAAAB=\n'],
    ['a hyphen for the dash', 'text\n\n- example.com/foo AAAAAAA=\n'],
  ])('with %s are malformed', (_, text) => {
    expect(readNote(text)).toBeUndefined()
  })

  it('take a cosignature for its own time and text only', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const signer = signerOf('example.com', COSIGNATURE_KEY, privateKey)
    const text = 'test\n123\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n'
    const at = new Date('2026-11-30T01:02:03Z')
    const note = readNote(formatNote(text, [cosignText(text, signer, at)]))
    if (!note) throw new Error('not read')
    expect(verifySignatures(note, [signer.verifier])).toMatchObject([{ at }])
    expect(verifySignatures({ ...note, text: text.replace('123', '124') }, [signer.verifier])).toBeUndefined()
    // The key of the same name and another type is another key.
    expect(verifySignatures(note, [signerOf('example.com', NOTE_KEY, privateKey).verifier])).toEqual([])
    const [line] = note.signatures
    if (!line) throw new Error('no line')
    const later = Uint8Array.from(line.signature)
    later[7] = (later[7] ?? 0) + 1
    expect(verifySignatures({ text, signatures: [{ ...line, signature: later }] }, [signer.verifier])).toBeUndefined()
  })
})

describe('checkpoints', () => {
  it('are read strictly', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
    const read = readCheckpoint(text)
    expect(read).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 })
    expect(checkpointText(read ?? { origin: '', size: 0, root: new Uint8Array() })).toBe(text)
    expect(readCheckpoint(`${text}extension\n`)).toMatchObject({ size: 20_852_163 })
    for (const wrong of [
      text.replace('2085', '02085'),
      text.replace('=', ''),
      text.trimEnd(),
      `${text}\n`,
      text.replace('example.com/behind-the-sofa', ''),
    ])
      expect(readCheckpoint(wrong)).toBeUndefined()
  })

  it('have a short code that is typed with spaces, small letters and mistaken letters', () => {
    const checkpoint: Checkpoint = { origin: 'o', size: 1234, root: sha256(new Uint8Array()) }
    const code = shortCode(checkpoint)
    expect(code).toMatch(/^1234(-[0-9A-Z]{4}){6}$/)
    expect(
      readShortCode(code.toLowerCase().replaceAll('-', ' ').replaceAll('1', 'l').replaceAll('0', 'o').replace(/^l/, '1')),
    ).toEqual({
      size: 1234,
      code,
    })
    expect(shortCode({ ...checkpoint, size: 1235 }).slice(5)).not.toBe(code.slice(5))
    expect(readShortCode(code.slice(0, -1))).toBeUndefined()
  })
})

describe('a witness', () => {
  it('answers as the specification and litewitness do', () => {
    const key = readVerifierKey(
      `${SIGSUM_LOG.origin}+5202289b+${Buffer.from(`01${SIGSUM_LOG.publicKey}`, 'hex').toString('base64')}`,
    )
    if (!key) throw new Error('not read')
    let last: { size: number; root: Uint8Array } | undefined
    for (const [what, body, status, text] of WITNESS_STEPS) {
      const judged = judgeAddCheckpoint(body, origin => (origin === SIGSUM_LOG.origin ? { keys: [key], last } : undefined))
      expect([what, judged.isAccepted ? 200 : judged.status]).toEqual([what, status])
      if (text !== undefined && !judged.isAccepted) expect(judged.text).toBe(text)
      if (judged.isAccepted) last = judged.checkpoint
    }
    expect(last?.size).toBe(5)
  })

  it('refuses a wrong root of an empty tree and of an unchanged size', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const signer = signerOf('example.com/log', NOTE_KEY, privateKey)
    const ask = (size: number, root: Uint8Array, last?: Checkpoint) => {
      const text = checkpointText({ origin: 'example.com/log', size, root })
      const body = formatAddCheckpoint({
        oldSize: last?.size ?? 0,
        proof: [],
        checkpoint: formatNote(text, [signText(text, signer)]),
      })
      const judged = judgeAddCheckpoint(body, () => ({ keys: [signer.verifier], last }))
      return judged.isAccepted ? 200 : judged.status
    }
    const empty = sha256(new Uint8Array())
    expect(ask(0, empty)).toBe(200)
    expect(ask(0, sha256(empty))).toBe(422)
    expect(ask(4, empty, { origin: '', size: 4, root: empty })).toBe(200)
    expect(ask(4, empty, { origin: '', size: 4, root: sha256(empty) })).toBe(422)
  })
})

describe('proofs as texts', () => {
  it('hold for their entry under a known key, and for nothing else', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const signer = signerOf('example.com/log', NOTE_KEY, privateKey)
    const entries = numbered(300)
    const tree = treeOf(entries)
    const text = checkpointText({ origin: 'example.com/log', size: 300, root: rootAt(300, tree.read, sha256) })
    const written = formatLogProof({
      extra: entries[280],
      index: 280,
      path: inclusionProof(280, 300, tree.read, sha256),
      checkpoint: formatNote(text, [signText(text, signer)]),
    })
    expect(written.split('\n').slice(0, 3)).toEqual([
      'c2sp.org/tlog-proof@v1',
      `extra ${Buffer.from('entry 280').toString('base64')}`,
      'index 280',
    ])
    const proof = readLogProof(written)
    if (!proof) throw new Error('not read')
    expect(verifyLogProof(proof, Buffer.from('entry 280'), [signer.verifier])).toHaveLength(1)
    expect(verifyLogProof(proof, Buffer.from('entry 281'), [signer.verifier])).toBeUndefined()
    expect(verifyLogProof({ ...proof, index: 281 }, Buffer.from('entry 280'), [signer.verifier])).toBeUndefined()
    expect(verifyLogProof(proof, Buffer.from('entry 280'), [])).toBeUndefined()
    for (const wrong of [
      written.replace('@v1', '@v2'),
      written.replace('index 280', 'index 0280'),
      written.replace('\n\n', '\n'),
    ])
      expect(readLogProof(wrong)?.index === 280 && wrong !== written.replace('\n\n', '\n')).toBe(false)
  })
})
