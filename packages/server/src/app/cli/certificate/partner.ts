/** `mingce partner …`: installations that certificates are exchanged with, and the keys of everyone. */
import type { Command } from 'commander'
import {
  addPartner,
  agreeRound,
  CERTIFICATE_FAILURES,
  confirmReconciled,
  listPartners,
  readPartnerCard,
  rotateOwnKey,
  showOwnKeys,
  withdrawPartnerKey,
} from '../../../certificate/index.ts'
import {
  EXIT,
  expectOk,
  Failed,
  type Installation,
  placeOf,
  readInput,
  type Voice,
  voiceOf,
  withInstallation,
} from '../frame/index.ts'

const within = (command: Command, work: (ctx: Installation, voice: Voice) => Promise<void>): Promise<void> =>
  withInstallation(placeOf(command.optsWithGlobals().data), ctx => work(ctx, voiceOf(command.opts().json === true)))

const addKeys = (partner: Command): void => {
  const key = partner.command('key').description('签名密钥 · signing keys')

  key
    .command('show')
    .description('本系统的公钥，交给对方 · the public keys of this system, for partners')
    .option('--name <name>', '本系统的名称 · name of this system')
    .option('--url <url>', '对方发送报文的地址 · the address that partners send to')
    .option('--json', 'JSON')
    .action((options, command: Command) =>
      within(command, async (ctx, voice) => {
        const card = await showOwnKeys(ctx, options)
        voice.answer(card, () => JSON.stringify(card, null, 2))
      }),
    )

  key
    .command('rotate')
    .description('更换签名密钥；旧的所签仍然有效 · create a new signing key; what the old one signed stays valid')
    .option('--algorithm <algorithm>', 'ed25519, sm2', 'ed25519')
    .option('--json', 'JSON')
    .action((options, command: Command) =>
      within(command, async (ctx, voice) => {
        if (options.algorithm !== 'ed25519' && options.algorithm !== 'sm2')
          throw new Failed({ zh: '算法为 ed25519 或 sm2', en: 'The algorithm must be ed25519 or sm2' }, undefined, EXIT.wrongUse)
        const made = expectOk(await rotateOwnKey(ctx, options.algorithm), CERTIFICATE_FAILURES)
        voice.answer(made, () => made.keyId)
      }),
    )

  key
    .command('withdraw <keyId>')
    .description('密钥丢失，作废；它所签的一律不再有效 · revoke a lost key; nothing it signed is valid any more')
    .option('--partner <id>', '是对方的密钥 · it is the key of a partner')
    .option('--json', 'JSON')
    .action((keyId: string, options, command: Command) =>
      within(command, async (ctx, voice) => {
        const done = expectOk(await withdrawPartnerKey(ctx, { partner: options.partner, keyId }), CERTIFICATE_FAILURES)
        voice.answer(done, () => done.keyId)
      }),
    )
}

/** A key's state as the list shows it. */
const stateOfKey = (key: { readonly until: string | null; readonly withdrawnOn: string | null }): string => {
  if (key.withdrawnOn) return `已作废 withdrawn ${key.withdrawnOn}`
  return key.until ? '已停用，所签仍有效 retired; what it signed stays valid' : '使用中 in use'
}

const addAgreements = (partner: Command): void => {
  partner
    .command('round <id>')
    .description('约定对方的届次与本系统的届次是同一次换届 · agree that a round of the partner is a round of this system')
    .requiredOption('--theirs <round>', '对方的届次 · the round in the partner’s certificates')
    .requiredOption('--ours <round>', '本系统的届次 · the round of this system')
    .option('--json', 'JSON')
    .action((id: string, options, command: Command) =>
      within(command, async (ctx, voice) => {
        const agreed = expectOk(
          await agreeRound(ctx, { partner: id, theirs: options.theirs, ours: options.ours }),
          CERTIFICATE_FAILURES,
        )
        voice.answer(agreed, () => `${agreed.theirs} = ${agreed.ours}`)
      }),
    )

  partner
    .command('reconciled <id>')
    .description(
      '恢复备份后，无法向对方询问的，由两人核对双方台账后确认 · after a restore: two people have compared the ledgers with a partner that cannot be asked',
    )
    .requiredOption('--confirmed-by <names...>', '核对的两个人 · the two people who compared them')
    .requiredOption('--reason <text>', '理由 · why, and how it was compared')
    .option('--json', 'JSON')
    .action((id: string, options, command: Command) =>
      within(command, async (ctx, voice) => {
        const done = expectOk(
          await confirmReconciled(ctx, { partner: id, confirmedBy: options.confirmedBy, reason: options.reason }),
          CERTIFICATE_FAILURES,
        )
        voice.answer(done, () => done.partner)
      }),
    )
}

export const addPartnerCommands = (root: Command): void => {
  const partner = root.command('partner').description('交换资格证明的其他系统 · other installations that exchange certificates')

  partner
    .command('add <file>')
    .description('登记交换对方或其新密钥（对方 mingce partner key show --json 的文件） · register a partner, or its new keys')
    .option('--name <name>', '名称 · name')
    .option('--url <url>', '地址，须为 https · address, https only')
    .option(
      '--confirmed-by <names...>',
      '新密钥没有旧密钥签名时，核实的两个人 · the two people who confirmed a new key that no known key signed',
    )
    .option('--json', 'JSON')
    .action((file: string, options, command: Command) =>
      within(command, async (ctx, voice) => {
        const card = expectOk(readPartnerCard(await readInput(file)), CERTIFICATE_FAILURES)
        const named = { ...card, name: options.name ?? card.name, url: options.url ?? card.url }
        const added = expectOk(await addPartner(ctx, named, options.confirmedBy ?? []), CERTIFICATE_FAILURES)
        voice.answer(added, () => `${added.installation}\t${added.name}\t${added.keys.map(key => key.keyId).join(' ')}`)
      }),
    )

  partner
    .command('list')
    .description('交换对方及其密钥 · partners and their keys')
    .option('--json', 'JSON')
    .action((_, command: Command) =>
      within(command, async (ctx, voice) => {
        const all = await listPartners(ctx)
        voice.answer(all, () =>
          all
            .map(({ id, name, url, reconciled, keys, rounds }) =>
              [
                `${id}\t${name}\t${url ?? '—'}${reconciled ? '' : '\t恢复后未核对 not reconciled since the restore'}`,
                ...keys.map(key => `  ${key.keyId}\t${key.algorithm}\t${key.from} – ${key.until ?? ''}\t${stateOfKey(key)}`),
                ...rounds.map(({ theirs, ours }) => `  届次 round\t${theirs} = ${ours}`),
              ].join('\n'),
            )
            .join('\n'),
        )
      }),
    )

  addKeys(partner)
  addAgreements(partner)
}
