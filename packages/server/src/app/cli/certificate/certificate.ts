/** `mingce certificate …`: giving, verifying and taking certificates from the command line. ID numbers come by standard input, never as an argument. */
import { judgeCertificate, type PartnerKey } from '@mingce/domain/certificate'
import { BASES, evidenceIn } from '@mingce/domain/election'
import type { Result } from '@mingce/domain/result'
import type { Command } from 'commander'
import {
  acceptAtStation,
  askByOffice,
  CERTIFICATE_FAILURES,
  type CertificateItem,
  isSigned,
  issueCertificate,
  listCertificates,
  readCertificate,
  readPartnerCard,
  revokeCertificate,
  verifyCertificate,
} from '../../../certificate/index.ts'
import { chinaDate } from '../../../platform/clock/index.ts'
import { EXIT, expectOk, Failed, placeOf, readInput, terminal, voiceOf, withInstallation } from '../frame/index.ts'

/** The first line of standard input. */
const readNumber = async (): Promise<string> => {
  let text = ''
  for await (const chunk of terminal().input) {
    text += chunk
    if (text.includes('\n')) break
  }
  const [line = ''] = text.split('\n')
  if (line.trim() === '')
    throw new Failed(
      { zh: '没有从标准输入读到公民身份号码', en: 'No ID number was read from standard input' },
      { zh: '例如：mingce certificate issue … < 文件', en: 'For example: mingce certificate issue … < FILE' },
      EXIT.wrongUse,
    )
  return line.trim()
}

const listIn = (text: string, file: string): unknown[] => {
  try {
    return JSON.parse(text) as unknown[]
  } catch {
    throw new Failed({ zh: `文件 ${file} 不是完整的 JSON`, en: `The file ${file} is not complete JSON` })
  }
}

/** Keys of partners from files: each one card (`mingce partner key show --json`), or a list of them. */
const keysFrom = async (file: string): Promise<PartnerKey[]> => {
  const text = await readInput(file)
  const cards: string[] = text.trimStart().startsWith('[') ? listIn(text, file).map(card => JSON.stringify(card)) : [text]
  return cards.flatMap(card => {
    const { installation, keys } = expectOk(readPartnerCard(card), CERTIFICATE_FAILURES)
    return keys.map(key => ({ ...key, installation }))
  })
}

const addIssue = (group: Command): void => {
  group
    .command('issue')
    .description('开具资格证明 · issue a certificate')
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--number-from-stdin', '公民身份号码从标准输入读取 · read the ID number from standard input')
    .option('--registration <id>', '登记编号 · registration number')
    .option('--valid-until <day>', '有效期至，默认选举日 · last day of validity, election day by default')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      if (!options.registration === !options.numberFromStdin)
        throw new Failed(
          {
            zh: '请给出 --registration 或 --number-from-stdin 之一',
            en: 'Give either --registration or --number-from-stdin',
          },
          undefined,
          EXIT.wrongUse,
        )
      const voice = voiceOf(options.json === true)
      const who = options.registration ? { registrationId: Number(options.registration) } : { number: await readNumber() }
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const { election } = options
        const asked = expectOk(await askByOffice(ctx, election, who), CERTIFICATE_FAILURES)
        const input = { electionId: election, id: asked.id, validUntil: options.validUntil }
        const { id, text, validUntil } = expectOk(await issueCertificate(ctx, input), CERTIFICATE_FAILURES)
        voice.answer({ id, text, validUntil }, () => `${id}\t${validUntil}\n${text}`)
      })
    })
}

const addVerify = (group: Command, exit: (code: number) => void): void => {
  group
    .command('verify <text>')
    .description('离线核验资格证明 · verify a certificate, offline')
    .option('--keys <file>', '对方密钥文件；给出时不打开数据库 · keys of partners in a file; no database is opened then')
    .option('--round <round>', '届次，一并核对 · round, checked as well')
    .option('--json', 'JSON')
    .action(async (text: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const tell = (result: Result<object, { code: string; text?: { zh: string; en: string } | undefined }>) => {
        if (!result.ok) {
          const table: Readonly<Record<string, { text: { zh: string; en: string } }>> = CERTIFICATE_FAILURES
          const { code } = result.error
          const said = result.error.text ?? table[code]?.text
          voice.answer({ ok: false, code }, () => said?.[voice.language] ?? code)
          exit(EXIT.doneWithRefusals)
          return
        }
        const certificate = result.value as Partial<Record<'name' | 'validUntil' | 'id', string>>
        voice.answer(
          { ok: true, certificate },
          () => `有效 valid\t${certificate.name}\t${certificate.validUntil}\t${certificate.id}`,
        )
      }
      if (options.keys === undefined) {
        await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => tell(await verifyCertificate(ctx, { text })))
        return
      }
      const read = readCertificate(text)
      if (!read.ok) return tell(read)
      const round = options.round ?? read.value.certificate.round
      const keys = await keysFrom(options.keys)
      tell(judgeCertificate(read.value, { keys, verify: isSigned, rounds: [round], today: chinaDate(new Date()), person: null }))
    })
}

const addAccept = (group: Command): void => {
  group
    .command('accept <text>')
    .description('接收资格证明；公民身份号码从标准输入读取 · accept a certificate; the ID number is read from standard input')
    .requiredOption('--election <id>', '选举编号 · the election')
    .requiredOption('--community <code>', '社区代码 · the community, 12 digits')
    .option('--basis <basis>', '登记理由 · reason for registering here: residence, work, study, hukou', 'residence')
    .option('--evidence <list>', '同时出示的材料，逗号分隔 · other documents shown, separated by commas')
    .option('--json', 'JSON')
    .action(async (text: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const basis = BASES.find(known => known === options.basis)
      if (!basis)
        throw new Failed(
          { zh: `登记理由为 ${BASES.join('、')}`, en: `The basis must be one of ${BASES.join(', ')}` },
          undefined,
          EXIT.wrongUse,
        )
      const number = await readNumber()
      const read = expectOk(readCertificate(text), CERTIFICATE_FAILURES)
      const shown = String(options.evidence ?? '').split(',')
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const input = {
          text,
          name: read.certificate.name,
          number,
          community: options.community as string,
          basis,
          evidence: evidenceIn(31).filter(kind => shown.includes(kind)),
        }
        const { acceptance, registration } = expectOk(await acceptAtStation(ctx, options.election, input), CERTIFICATE_FAILURES)
        const { id, state } = acceptance
        voice.answer(
          { id, state, registration: registration && { id: registration.registrationId, status: registration.status } },
          () => `${id}\t${state === 'held' ? '待原选区确认转出 awaiting confirmation' : '已登记 registered'}`,
        )
      })
    })
}

const addBooks = (group: Command): void => {
  group
    .command('list')
    .description('历次资格证明 · all certificates requested')
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--state <state>', 'requested, refused, issued, revoked, expired, released')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const items: CertificateItem[] = []
        let cursor: string | undefined
        do {
          const page = expectOk(
            await listCertificates(ctx, options.election, { state: options.state, cursor }),
            CERTIFICATE_FAILURES,
          )
          items.push(...page.items)
          cursor = page.next ?? undefined
        } while (cursor !== undefined)
        voice.answer(items, () =>
          items.map(c => `${c.id}\t${c.state}\t${c.name}\t${c.place.name}\t${c.validUntil ?? ''}`).join('\n'),
        )
      })
    })

  group
    .command('revoke <id>')
    .description('撤销已开具的资格证明 · revoke an issued certificate')
    .requiredOption('--election <id>', '选举编号 · the election')
    .requiredOption('--reason <reason>', '理由 · reason')
    .option('--json', 'JSON')
    .action(async (id: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const input = { electionId: options.election, id, reason: options.reason }
        const { state } = expectOk(await revokeCertificate(ctx, input), CERTIFICATE_FAILURES)
        voice.answer({ id, state }, () => `${id}\t${state}`)
      })
    })
}

export const addCertificateCommands = (root: Command, exit: (code: number) => void): void => {
  const group = root.command('certificate').description('选民资格证明 · voter certificates (docs/certificates.md)')
  addIssue(group)
  addVerify(group, exit)
  addAccept(group)
  addBooks(group)
}
