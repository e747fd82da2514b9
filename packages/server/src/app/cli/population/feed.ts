/** `mingce feed …`: messages about people without the vote, from the four authorities, and who may send them. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { AUTHORITY_KINDS, AUTHORITY_TITLES, FEED_REFUSALS } from '@mingce/domain/population'
import type { Command } from 'commander'
import {
  addAuthority,
  FEED_FAILURES,
  findAuthoritiesStanding,
  readSigned,
  rotateAuthorityKey,
  signStatement,
} from '../../../population/index.ts'
import { applyFeed } from '../../../registration/index.ts'
import {
  EXIT,
  expectFiles,
  expectOk,
  Failed,
  placeOf,
  readInput,
  terminal,
  type Voice,
  voiceOf,
  wholeNumber,
  withInstallation,
} from '../frame/index.ts'

const instantOf = (text: string | undefined): Date | undefined => {
  if (text === undefined) return undefined
  const at = new Date(text)
  if (Number.isNaN(at.getTime()))
    throw new Failed({ zh: `时间“${text}”无法识别`, en: `“${text}” is not a valid time` }, undefined, EXIT.wrongUse)
  return at
}

const titleOf = (code: string, voice: Voice): string =>
  FEED_REFUSALS.find(text => text.code === code)?.title[voice.language] ?? code

/** Signatures beside their files, in the order of their numbers: files are named on the command line in any order. */
const inOrder = async (files: readonly string[]) => {
  const signed = []
  for (const file of files) {
    expectFiles(file)
    const signature = await readInput(`${file}.sig`)
    const read = readSigned(signature)
    if (!read.ok)
      throw new Failed({
        zh: `${file}.sig：${FEED_FAILURES['feed.malformed'].text.zh}`,
        en: `${file}.sig: ${FEED_FAILURES['feed.malformed'].text.en}`,
      })
    signed.push({ file, signature, sequence: read.value.statement.sequence, authority: read.value.statement.authority })
  }
  return signed.sort((a, b) => a.authority.localeCompare(b.authority) || a.sequence - b.sequence)
}

type Applied = Extract<Awaited<ReturnType<typeof applyFeed>>, { ok: true }>['value']
type Refused = Extract<Awaited<ReturnType<typeof applyFeed>>, { ok: false }>['error']

const COUNTS = ['entries', 'added', 'replaced', 'withdrawn', 'unchanged', 'refused'] as const

/** Counts of several messages as one. */
const sumOf = (all: readonly Pick<Applied, (typeof COUNTS)[number] | 'findings'>[]) => {
  const sum = { entries: 0, added: 0, replaced: 0, withdrawn: 0, unchanged: 0, refused: 0, findings: { opened: 0, withdrawn: 0 } }
  for (const one of all) {
    for (const field of COUNTS) sum[field] += one[field]
    sum.findings.opened += one.findings.opened
    sum.findings.withdrawn += one.findings.withdrawn
  }
  return sum
}

/** `before`: how many messages were accepted before this one. */
const messageRefused = (file: string, error: Refused, before: number): Failed => {
  const told = FEED_FAILURES[error.code]
  const text = error.text ?? told.text
  const accepted =
    before > 0 ? { zh: `（前面 ${before} 份已接收）`, en: ` (${before} before it were accepted)` } : { zh: '', en: '' }
  return new Failed(
    { zh: `${file}：${text.zh}${accepted.zh}`, en: `${file}: ${text.en}${accepted.en}` },
    'next' in told ? told.next : undefined,
  )
}

const sayRefusals = (voice: Voice, file: string, refusals: Applied['refusals']): void => {
  for (const { line, codes } of refusals) {
    const why = codes.map(code => titleOf(code, voice)).join('; ')
    voice.say({ zh: `${file} 第${line}行：${why}`, en: `${file}, line ${line}: ${why}` })
  }
}

const addApply = (feed: Command, exit: (code: number) => void): void => {
  feed
    .command('apply <files...>')
    .description('接收签名报文：文件和同名的 .sig · receive signed messages: each file with its .sig beside it')
    .option('--authority <id>', '只接收这个机关的 · from this authority only')
    .option('--json', 'JSON')
    .action(async (files: string[], options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const messages = await inOrder(files)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const taken: (Omit<Applied, 'outcomes'> & { readonly file: string })[] = []
        for (const { file, signature } of messages) {
          const result = await applyFeed(
            { ...ctx, carriedBy: ctx.actor },
            { signature, message: createReadStream(file), channel: 'file', authorityId: options.authority },
          )
          if (!result.ok) throw messageRefused(file, result.error, taken.length)
          const { outcomes, ...answer } = result.value
          taken.push({ file, ...answer })
          sayRefusals(voice, file, answer.refusals)
        }
        const sum = sumOf(taken)
        voice.answer({ ...sum, messages: taken }, () =>
          [
            `条目 entries ${sum.entries} = 新增 added ${sum.added} + 更正 replaced ${sum.replaced} + 撤销 withdrawn ${sum.withdrawn} + 未变 unchanged ${sum.unchanged} + 退回 refused ${sum.refused}`,
            `待审核 findings opened ${sum.findings.opened}，不再成立 withdrawn ${sum.findings.withdrawn}`,
          ].join('\n'),
        )
        if (sum.refused > 0) exit(EXIT.doneWithRefusals)
      })
    })
}

const signedWith = (statement: Parameters<typeof signStatement>[0], key: string, file: string): string => {
  try {
    return signStatement(statement, key)
  } catch {
    throw new Failed({
      zh: `${file} 不是可用的私钥（PEM，Ed25519 或 SM2）`,
      en: `${file} is not a usable private key (PEM, Ed25519 or SM2)`,
    })
  }
}

const addSign = (feed: Command): void => {
  feed
    .command('sign <file>')
    .description('为报文签名，写出 .sig（机关没有签名工具时用） · sign a message, for an authority without its own tool')
    .requiredOption('--authority <id>')
    .requiredOption('--sequence <number>', '序号，从 1 起连续 · from 1, without gaps')
    .requiredOption('--key <pem>', '私钥文件，Ed25519 或 SM2 · the private key')
    .action(async (file: string, options) => {
      const key = await readInput(options.key)
      expectFiles(file)
      const hash = createHash('sm3')
      let entries = 0
      let last = 0x0a
      await pipeline(createReadStream(file), async chunks => {
        for await (const chunk of chunks as AsyncIterable<Buffer>) {
          hash.update(chunk)
          for (const byte of chunk) if (byte === 0x0a) entries += 1
          last = chunk.at(-1) ?? last
        }
      })
      const digest = { algorithm: 'sm3', hex: hash.digest('hex') } as const
      const issuedAt = Math.floor(Date.now() / 1000)
      const sequence = wholeNumber('--sequence', options.sequence)
      const statement = { authority: options.authority, sequence, issuedAt, digest, entries: entries + (last === 0x0a ? 0 : 1) }
      await writeFile(`${file}.sig`, `${signedWith(statement, key, options.key)}\n`)
      terminal().out(`${file}.sig\n`)
    })
}

const addAuthorities = (feed: Command): void => {
  const group = feed.command('authority').description('报送机关及其公钥 · reporting authorities and their keys')

  group
    .command('add <id>')
    .description('登记机关和公钥 · register an authority and its key')
    .requiredOption('--name <name>', '名称 · name')
    .requiredOption('--kind <kind>', `${AUTHORITY_KINDS.join(', ')}`)
    .requiredOption('--area <code>', '适用的行政区划，一般为全市 · the area its entries apply to, usually the city')
    .requiredOption('--key <pem>', '公钥文件 · the public key')
    .option('--valid-from <time>', '启用时间，默认现在 · valid from, now by default')
    .option('--valid-to <time>', '停用时间 · valid until')
    .option('--json', 'JSON')
    .action(async (id: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const publicKey = await readInput(options.key)
      const [validFrom, validTo] = [instantOf(options.validFrom), instantOf(options.validTo)]
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const input = { id, name: options.name, kind: options.kind, areaCode: options.area, publicKey, validFrom, validTo }
        const made = expectOk(await addAuthority(ctx, input), FEED_FAILURES)
        voice.answer(made, () => `${made.id}\t${made.keyId}`)
      })
    })

  group
    .command('rotate <id>')
    .description('更换公钥，旧的即停用 · replace the public key; the old one expires')
    .requiredOption('--key <pem>', '新公钥文件 · the new public key')
    .option('--at <time>', '起始时间，默认现在 · start, now by default')
    .option('--signature <file>', '现用密钥对新公钥文件的签名（mingce feed sign） · the valid key’s signature over that file')
    .option('--confirmed-by <names...>', '现用密钥丢失时，核实的两个人 · the two people who confirmed it, if that key is lost')
    .option('--json', 'JSON')
    .action(async (id: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const publicKey = await readInput(options.key)
      const signature = options.signature === undefined ? undefined : await readInput(options.signature)
      const at = instantOf(options.at)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const { confirmedBy } = options
        const made = expectOk(await rotateAuthorityKey(ctx, { id, publicKey, at, signature, confirmedBy }), FEED_FAILURES)
        voice.answer(made, () => `${made.id}\t${made.keyId}`)
      })
    })

  group
    .command('list')
    .description('列出机关、公钥和最后一份报文 · authorities, their keys and last messages')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const all = expectOk(await findAuthoritiesStanding(ctx), FEED_FAILURES)
        voice.answer(
          all.map(({ keys, last, ...authority }) => ({
            ...authority,
            keys: keys.map(({ publicKey, authorityId, ...key }) => key),
            last: last && { sequence: last.sequence, receivedAt: last.receivedAt, entries: last.entries, refused: last.refused },
          })),
          () =>
            all
              .map(a => {
                const key = a.keys[0]
                const heard = a.last ? `#${a.last.sequence} ${a.last.receivedAt.toISOString()}` : '—'
                return `${a.id}\t${a.name}\t${AUTHORITY_TITLES[a.kind][voice.language]}\t${key?.algorithm ?? ''} ${key?.keyId ?? ''}\t${heard}`
              })
              .join('\n'),
        )
      })
    })
}

export const addFeedCommands = (root: Command, exit: (code: number) => void): void => {
  const feed = root
    .command('feed')
    .description('剥夺、停止选举权利人员的报送 · the feed of disqualified voters (docs/registers/)')
  addApply(feed, exit)
  addSign(feed)
  addAuthorities(feed)
}
