/** The installation's keys and everything encrypted with them, except files (platform/files). */
export { CONTACTS_PER_BLOCK, type Contact, maskPhone, openContacts, sealContacts } from './contacts.ts'
export { KeyError, SealError } from './errors.ts'
export {
  type Location as KeyFilePlace,
  openInstallationKeyring,
  openKeyringOf,
  openSuccessor,
  prepareSuccessor,
  promoteSuccessor,
  removeSuccessor,
  rotateKey,
  successorFileOf,
} from './installation.ts'
export { openKeyring } from './key-file.ts'
export { type Keyring, memoryKeyring } from './keyring.ts'
export { presentKeysOf, rekeyDigests, rekeyPeople, rekeySealed } from './rekeying.ts'
export { findKeyState, type KeyState, lockKeyState, replaceKeyState } from './store.ts'
